import { findBegin } from '../booked-call.ts';
import type { Evidence } from '../evidence.ts';
import { type CallFilter, type CallSelection, isGeneration, type Run } from '../store.ts';
import { type CallRow, type ReadRow, toColumn, type UserRow } from './rows.ts';

/** What the statements of databases differ in. */
export interface Dialect {
  readonly text: string;
  readonly integer: string;
  /** Reads columns of the rows in the parameter `rows`, a JSON array of objects. */
  selectRows(columns: readonly string[]): string;
  /** Whether `call_id` is in the parameter `ids`, a JSON array. */
  readonly isListed: string;
  /** What locks the rows that are read. */
  readonly lock: string;
}

/** A statement whose parameters are named as `:name`. */
export interface Statement {
  readonly text: string;
  readonly values: Readonly<Record<string, string | number | null>>;
}

const key = 'generation, app, call_id';
/** Begins with what tells calls apart: a planner without statistics would read all calls of an app for one of them. */
const primaryKey = 'call_id, generation, app';

/** The statements that make the tables of a book. */
export function writeTablesSql(table: string, { text, integer }: Dialect): string {
  const index = table.slice(table.indexOf('.') + 1);
  const keyColumns = `generation ${text} NOT NULL, app ${integer} NOT NULL, call_id ${text} NOT NULL`;
  return `
CREATE TABLE IF NOT EXISTS ${table} (
  ${keyColumns}, state ${text} NOT NULL, caller ${text}, media ${text}, type ${text}, result ${text},
  start_time ${integer}, accept_time ${integer}, end_time ${integer}, talk_seconds ${integer},
  began ${integer} NOT NULL, evidence ${text} NOT NULL, PRIMARY KEY (${primaryKey})
);
CREATE INDEX IF NOT EXISTS ${index}_began ON ${table} (began, ${key});
CREATE TABLE IF NOT EXISTS ${table}_users (
  ${keyColumns}, user_id ${text} NOT NULL, role ${text} NOT NULL, takes_part ${integer} NOT NULL,
  join_time ${integer}, leave_time ${integer}, talk_seconds ${integer}, began ${integer} NOT NULL,
  PRIMARY KEY (${primaryKey}, user_id)
);
CREATE INDEX IF NOT EXISTS ${index}_of_user ON ${table}_users (user_id, began, ${key});
CREATE TABLE IF NOT EXISTS ${table}_runs (
  id ${text} PRIMARY KEY, generation ${text} NOT NULL, app ${integer} NOT NULL, apply ${integer} NOT NULL,
  from_time ${integer} NOT NULL, to_time ${integer} NOT NULL, position ${integer} NOT NULL, counts ${text} NOT NULL,
  updated_at ${integer} NOT NULL
);
CREATE TABLE IF NOT EXISTS ${table}_waiting (
  run ${text} NOT NULL, call_id ${text} NOT NULL, seen ${integer} NOT NULL, PRIMARY KEY (run, call_id)
);`;
}

const callColumns = [
  ...['generation', 'app', 'call_id', 'state', 'caller', 'media', 'type', 'result', 'start_time'],
  ...['accept_time', 'end_time', 'talk_seconds', 'began', 'evidence'],
] as const satisfies readonly (keyof CallRow)[];
const userColumns = [
  ...['generation', 'app', 'call_id', 'user_id', 'role', 'takes_part', 'join_time', 'leave_time'],
  ...['talk_seconds', 'began'],
] as const satisfies readonly (keyof UserRow)[];
const runColumns = [
  ...['id', 'generation', 'app', 'apply', 'from_time', 'to_time', 'position', 'counts', 'updated_at'],
] as const satisfies readonly (keyof RunRow)[];

/** The statements whose text does not depend on what is asked for. */
export function writeStatements(table: string, { selectRows, isListed, lock }: Dialect) {
  const insert = (into: string, columns: readonly string[]) =>
    `INSERT INTO ${into} (${columns.join(', ')}) ${selectRows(columns)} WHERE 1 = 1`;
  const ofApp = 'generation = :generation AND app = :app';
  return {
    addCalls: `${insert(table, callColumns)} ON CONFLICT DO NOTHING RETURNING call_id`,
    writeCalls: `${insert(table, callColumns)} ${overwrite(callColumns, key)}`,
    writeUsers: `${insert(`${table}_users`, userColumns)} ${overwrite(userColumns, `${key}, user_id`)}`,
    deleteUser: `DELETE FROM ${table}_users WHERE ${ofApp} AND call_id = :call_id AND user_id = :user_id`,
    find: `SELECT evidence FROM ${table} WHERE ${ofApp} AND ${isListed}`,
    findLocked: `SELECT evidence FROM ${table} WHERE ${ofApp} AND ${isListed} ORDER BY call_id ${lock}`,
    // A call that was seen stays seen.
    see: `
${insert(`${table}_waiting`, ['run', 'call_id', 'seen'])}
ON CONFLICT (run, call_id) DO UPDATE SET seen = excluded.seen WHERE excluded.seen = 1`,
    wait: `
INSERT INTO ${table}_waiting (run, call_id, seen) SELECT CAST(:run AS text), call_id, 0 FROM ${table}
WHERE ${ofApp} AND began >= :from AND began < :to AND NOT (${isListed})
ON CONFLICT DO NOTHING`,
    beginRun: `${insert(`${table}_runs`, runColumns)} ${overwrite(runColumns, 'id')}`,
    saveRun: `
UPDATE ${table}_runs SET position = :position, counts = :counts, updated_at = :updated_at
WHERE id = :id RETURNING id`,
    findRun: `
SELECT ${runColumns.join(', ')} FROM ${table}_runs
WHERE ${ofApp} AND apply = :apply AND updated_at < :before ORDER BY updated_at DESC LIMIT 1 ${lock}`,
    takeRun: `UPDATE ${table}_runs SET id = :id, updated_at = :now WHERE id = :former`,
    takeWaiting: `UPDATE ${table}_waiting SET run = :id WHERE run = :former`,
    waiting: `
SELECT calls.evidence FROM ${table}_waiting AS waiting JOIN ${table} AS calls
  ON calls.generation = :generation AND calls.app = :app AND calls.call_id = waiting.call_id
WHERE waiting.run = :run AND waiting.seen = 0 AND waiting.call_id > :after
ORDER BY waiting.call_id LIMIT :limit`,
    endRun: `DELETE FROM ${table}_runs WHERE id = :id OR updated_at < :before`,
    forget: `DELETE FROM ${table}_waiting WHERE run NOT IN (SELECT id FROM ${table}_runs)`,
  };
}

/** What comes after the values of an insertion, so that a row that is there is overwritten. */
function overwrite(columns: readonly string[], conflict: string): string {
  const kept = conflict.split(', ');
  const set = columns.filter((name) => !kept.includes(name)).map((name) => `${name} = excluded.${name}`);
  return `ON CONFLICT (${conflict}) DO UPDATE SET ${set.join(', ')}`;
}

/** The conditions of a filter on the rows `found`. */
function writeConditions({ generation, app, from, to }: CallFilter) {
  const values: Record<string, string | number> = {};
  const conditions = ['1 = 1'];
  const add = (name: string, value: string | number | undefined, condition: string) => {
    if (value === undefined) return;
    values[name] = value;
    conditions.push(condition);
  };
  add('generation', generation, 'found.generation = :generation');
  add('app', app, 'found.app = :app');
  add('from', from, 'found.began >= :from');
  add('to', to, 'found.began < :to');
  return { add, values, write: () => conditions.join(' AND ') };
}

const order = ['began', 'generation', 'app', 'call_id'].map((name) => `found.${name}`);

export function selectCalls(table: string, selection: CallSelection): Statement {
  const { user, after, limit, newestFirst = false, unconfirmed = false } = selection;
  const { add, values, write } = writeConditions(selection);
  const ofUser = `${table}_users AS found JOIN ${table} AS calls USING (${key})`;
  const source = user === undefined ? `${table} AS found` : ofUser;
  if (user !== undefined) add('user', toColumn(user), 'found.user_id = :user AND found.takes_part = 1');
  if (after) {
    const names = ['began', 'generation', 'app', 'call'].map((name) => `:after_${name}`);
    const comparison = newestFirst ? '<' : '>';
    add('after_began', after.began, `(${order.join(', ')}) ${comparison} (${names.join(', ')})`);
    values.after_generation = after.generation;
    values.after_app = after.app;
    values.after_call = toColumn(after.callId);
  }
  const state = unconfirmed ? ` AND state <> 'confirmed'` : '';
  const direction = newestFirst ? ' DESC' : '';
  const text = `
SELECT evidence FROM ${source} WHERE ${write()}${state}
ORDER BY ${order.map((name) => `${name}${direction}`).join(', ')} LIMIT ${limit}`;
  return { text, values };
}

const sums = `count(*) AS calls, coalesce(sum(talk_seconds), 0) AS talk_seconds,
  count(*) - count(talk_seconds) AS unknown`;

export function sumCalls(table: string, filter: CallFilter): Statement {
  const { values, write } = writeConditions(filter);
  return { text: `SELECT ${sums} FROM ${table} AS found WHERE ${write()}`, values };
}

export function sumUsers(table: string, filter: CallFilter, after: string, limit: number): Statement {
  const { add, values, write } = writeConditions(filter);
  add('after', after, 'user_id > :after');
  const text = `
SELECT user_id, ${sums} FROM ${table}_users AS found WHERE ${write()} AND takes_part = 1
GROUP BY user_id ORDER BY user_id LIMIT ${limit}`;
  return { text, values };
}

export function toRunRow({ id, generation, app, apply, from, to, position, counts, updatedAt }: Run) {
  const times = { from_time: from, to_time: to, updated_at: updatedAt };
  return { id, generation, app, apply: Number(apply), position, counts, ...times };
}

type RunRow = ReturnType<typeof toRunRow>;

export function readRun({ generation, ...row }: ReadRow): Run {
  if (!isGeneration(generation)) throw new TypeError(`a run has the unknown generation ${generation}`);
  return {
    id: String(row.id),
    generation,
    app: Number(row.app),
    apply: Number(row.apply) === 1,
    from: Number(row.from_time),
    to: Number(row.to_time),
    position: Number(row.position),
    counts: String(row.counts),
    updatedAt: Number(row.updated_at),
  };
}

/** Where the listing goes on after this call. */
export function toPosition(evidence: Evidence) {
  const { generation, app, callId } = evidence;
  return { generation, app, callId, began: findBegin(evidence) };
}
