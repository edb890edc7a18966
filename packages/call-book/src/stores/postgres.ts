import { setTimeout as wait } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { type Evidence, merge, readEvidence, writeEvidence } from '../evidence.ts';
import {
  type BookStore,
  CallBookError,
  type CallFilter,
  type CallScope,
  type CallSelection,
  type CallTotals,
  type Run,
  type RunStep,
  refuseUnknownOptions,
  type UserPosition,
} from '../store.ts';
import {
  type CallRow,
  findGone,
  type ReadRow,
  readTotals,
  readUserTotals,
  toColumn,
  toRows,
  type UserRow,
} from './rows.ts';
import {
  callColumns,
  checkTable,
  conflicts,
  deleteUser,
  keepSeen,
  overwrite,
  readRun,
  type Statement,
  selectCalls,
  sumCalls,
  sumUsers,
  toRunRow,
  userColumns,
  writeRunStatements,
  writeTablesSql,
} from './sql.ts';

/** What a book in Postgres is made with. */
export interface PostgresBookOptions {
  /** A pool of the package `pg`. It stays yours to end. */
  readonly pool: Pool;
  /** The name of the table of calls; those beside it begin with it. With its schema, where it is in another one. Default `trtc_calls`. */
  readonly table?: string | undefined;
}

/** A book in Postgres, with what makes its tables. */
export interface PostgresBook extends BookStore<PoolClient> {
  /** Makes the tables and their indexes where they are not there yet. For migrations of your own there is `tablesSql`. */
  createTables(): Promise<void>;
  /** The statements that make the tables. */
  readonly tablesSql: string;
}

/**
 * Keeps a book in Postgres 12 or newer, for all processes that share it.
 *
 * @throws CallBookError for an option that cannot be used
 */
export function postgresBook(options: PostgresBookOptions): PostgresBook {
  refuseUnknownOptions('postgresBook', options, knownOptions);
  return new OpenPostgresBook(options);
}

const knownOptions = { pool: true, table: true } satisfies Record<keyof PostgresBookOptions, true>;

/** Two transactions have locked rows of each other: one of them has to begin again. */
const retryable: readonly unknown[] = ['40P01', '40001'];
const mostAttempts = 5;
const undefinedTable = '42P01';

const selectIds = 'SELECT json_array_elements_text(CAST(:ids AS json))';

type Queries = Pick<PoolClient, 'query'>;

class OpenPostgresBook implements PostgresBook {
  readonly tablesSql: string;
  readonly #pool: Pool;
  readonly #table: string;
  readonly #runs: ReturnType<typeof writeRunStatements>;

  constructor({ pool, table = 'trtc_calls' }: PostgresBookOptions) {
    checkTable('postgresBook', table, /^([A-Za-z_]\w*\.)?[A-Za-z_]\w*$/);
    // The pool connects anew by itself. Without a listener the end of an idle connection would end the process.
    if (pool.listenerCount('error') === 0) pool.on('error', () => {});
    this.#pool = pool;
    this.#table = table;
    this.#runs = writeRunStatements(table, selectIds);
    this.tablesSql = writeTablesSql(table, { text: 'text COLLATE "C"', integer: 'bigint' });
  }

  async createTables(): Promise<void> {
    // One after the other where several processes start at the same time.
    const lock = `SELECT pg_advisory_xact_lock(hashtext('${this.#table}'));`;
    await this.#pool.query(`${lock}${this.tablesSql}`);
  }

  async fold(evidence: readonly Evidence[], transaction?: PoolClient): Promise<void> {
    if (transaction) await this.#fold(evidence, transaction);
    else await this.#write((connection) => this.#fold(evidence, connection));
  }

  async find({ generation, app }: CallScope, callIds: readonly string[]): Promise<readonly Evidence[]> {
    const rows = await this.#findRows(this.#pool, { generation, app }, callIds.map(toColumn), '');
    return [...rows.values()];
  }

  async list(selection: CallSelection): Promise<readonly Evidence[]> {
    return (await query(this.#pool, selectCalls(this.#table, selection))).map(readRow);
  }

  async sumCalls(filter: CallFilter): Promise<CallTotals> {
    return readTotals((await query(this.#pool, sumCalls(this.#table, filter)))[0]);
  }

  async sumUsers(
    filter: CallFilter,
    { after, limit }: { readonly after: string; readonly limit: number },
  ): Promise<readonly UserPosition[]> {
    return (await query(this.#pool, sumUsers(this.#table, filter, after, limit))).map(readUserTotals);
  }

  saveRun(run: Run, { evidence, listed, seen }: RunStep): Promise<void> {
    return this.#write(async (connection) => {
      await this.#fold(evidence, connection);
      const ids = [...new Set(seen.map(toColumn))].sort();
      const rows = ids.map((call_id) => ({ run: run.id, call_id, seen: 1 }));
      await insertRows(connection, `${this.#table}_waiting`, ['run', 'call_id', 'seen'], rows, keepSeen);
      if (listed) {
        const { from, to, callIds } = listed;
        const { id, generation, app } = run;
        const values = { run: id, generation, app, from, to, ids: JSON.stringify(callIds.map(toColumn)) };
        await query(connection, { text: this.#runs.wait, values });
      }
      await query(connection, { text: this.#runs.save, values: toRunRow(run) });
    });
  }

  takeRun(
    { generation, app, apply }: CallScope & Pick<Run, 'apply'>,
    { before, now }: { readonly before: number; readonly now: number },
  ): Promise<Run | undefined> {
    return this.#write(async (connection) => {
      const values = { generation, app, apply: Number(apply), before };
      const [found] = await query(connection, { text: `${this.#runs.find} FOR UPDATE SKIP LOCKED`, values });
      if (!found) return undefined;
      const run = readRun(found);
      await query(connection, { text: this.#runs.take, values: { id: run.id, now, seen: run.updatedAt } });
      return { ...run, updatedAt: now };
    });
  }

  async listWaiting(
    { id, generation, app }: Run,
    { after, limit }: { readonly after: string; readonly limit: number },
  ): Promise<readonly Evidence[]> {
    const values = { run: id, generation, app, after: toColumn(after), limit };
    return (await query(this.#pool, { text: this.#runs.waiting, values })).map(readRow);
  }

  endRun({ id }: Run, before: number): Promise<void> {
    return this.#write(async (connection) => {
      await query(connection, { text: this.#runs.end, values: { id, before } });
      await query(connection, { text: this.#runs.forget, values: {} });
    });
  }

  async #fold(all: readonly Evidence[], connection: Queries): Promise<void> {
    for (const [scope, wanted] of groupByScope(all)) {
      const fresh = [...wanted].map(([id, evidence]) => ({ id, ...toRows(evidence) }));
      const calls = fresh.map(({ call }) => call);
      // What is not there yet is written at once; of the rest each row is locked, in one order for all processes.
      const added = await insertRows(
        connection,
        this.#table,
        callColumns,
        calls,
        'ON CONFLICT DO NOTHING RETURNING call_id',
      );
      const isAdded = new Set(added.map((row) => row.call_id));
      await this.#writeUsers(
        connection,
        fresh.filter(({ id }) => isAdded.has(id)).flatMap(({ users }) => users),
      );
      const others = [...wanted.keys()].filter((id) => !isAdded.has(id));
      if (others.length === 0) continue;
      const known = await this.#findRows(connection, scope, others, 'FOR UPDATE');
      const changed = [...known].flatMap(([id, before]) => {
        const evidence = wanted.get(id);
        const merged = evidence && merge(before, evidence);
        if (!merged || writeEvidence(merged) === writeEvidence(before)) return [];
        return [{ ...toRows(merged), gone: findGone(before, merged) }];
      });
      const overwriting = overwrite(callColumns, conflicts.calls);
      await insertRows(
        connection,
        this.#table,
        callColumns,
        changed.map(({ call }) => call),
        overwriting,
      );
      await this.#writeUsers(
        connection,
        changed.flatMap(({ users }) => users),
      );
      for (const user of changed.flatMap(({ gone }) => gone)) {
        await query(connection, { text: deleteUser(this.#table), values: { ...scope, ...user } });
      }
    }
  }

  async #writeUsers(connection: Queries, users: readonly UserRow[]): Promise<void> {
    const overwriting = overwrite(userColumns, conflicts.users);
    await insertRows(connection, `${this.#table}_users`, userColumns, users, overwriting);
  }

  async #findRows(
    connection: Queries,
    { generation, app }: CallScope,
    ids: readonly string[],
    lock: string,
  ): Promise<Map<string, Evidence>> {
    // By an array: the planner takes a new table for empty, and would read a list in JSON anew for each of its rows.
    const text = `
SELECT call_id, evidence FROM ${this.#table}
WHERE generation = $1 AND app = $2 AND call_id = ANY(CAST($3 AS text[])) ORDER BY call_id ${lock}`;
    const rows = await ask(connection, text, [generation, app, ids]);
    return new Map(rows.map((row) => [String(row.call_id), readRow(row)]));
  }

  /** In one transaction, which begins again where it stood in the way of another one. */
  async #write<Result>(work: (connection: PoolClient) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#transact(work);
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : undefined;
        if (attempt === mostAttempts || !retryable.includes(code)) throw error;
        await wait(Math.random() * 20 * attempt);
      }
    }
  }

  /** By a callback: the connection may be cut before a promise of it was read. */
  #connect(onError: () => void): Promise<PoolClient> {
    return new Promise((resolve, reject) => {
      this.#pool.connect((error, connection) => {
        connection?.on('error', onError);
        if (connection) resolve(connection);
        else reject(error);
      });
    });
  }

  async #transact<Result>(work: (connection: PoolClient) => Promise<Result>): Promise<Result> {
    let isBroken = false;
    // A pool listens to idle connections only: one that is cut in use would end the process.
    const onError = () => {
      isBroken = true;
    };
    const connection = await this.#connect(onError);
    try {
      await connection.query('BEGIN');
      const result = await work(connection);
      await connection.query('COMMIT');
      return result;
    } catch (error) {
      // A connection that cannot even roll back is thrown away.
      await connection.query('ROLLBACK').catch(onError);
      throw error;
    } finally {
      connection.off('error', onError);
      connection.release(isBroken);
    }
  }
}

/** By app and generation, and within it by id in order: each call once, with all that is said of it. */
function groupByScope(all: readonly Evidence[]): Map<CallScope, Map<string, Evidence>> {
  const scopes = new Map<string, [CallScope, Map<string, Evidence>]>();
  for (const evidence of all) {
    const { generation, app, callId } = evidence;
    const name = `${generation} ${app}`;
    const [scope, calls] = scopes.get(name) ?? [{ generation, app }, new Map<string, Evidence>()];
    scopes.set(name, [scope, calls]);
    const id = toColumn(callId);
    const known = calls.get(id);
    calls.set(id, known ? merge(known, evidence) : evidence);
  }
  const ordered = [...scopes].sort(([one], [other]) => (one < other ? -1 : 1));
  return new Map(
    ordered.map(([, [scope, calls]]) => [
      scope,
      new Map([...calls].sort(([one], [other]) => (one < other ? -1 : 1))),
    ]),
  );
}

const types: Readonly<Record<string, string>> = {
  app: 'bigint',
  start_time: 'bigint',
  accept_time: 'bigint',
  end_time: 'bigint',
  talk_seconds: 'bigint',
  began: 'bigint',
  takes_part: 'bigint',
  join_time: 'bigint',
  leave_time: 'bigint',
  seen: 'bigint',
};

/** Inserts rows in their order, in one statement. */
async function insertRows(
  connection: Queries,
  table: string,
  columns: readonly string[],
  rows: readonly (CallRow | UserRow | ReadRow)[],
  conflict: string,
): Promise<readonly ReadRow[]> {
  if (rows.length === 0) return [];
  const names = columns.join(', ');
  const typed = columns.map((name) => `${name} ${types[name] ?? 'text'}`).join(', ');
  const text = `
INSERT INTO ${table} (${names}) SELECT ${names} FROM json_to_recordset(CAST(:rows AS json)) AS given(${typed}) ${conflict}`;
  return query(connection, { text, values: { rows: JSON.stringify(rows) } });
}

/** Postgres counts its parameters. */
async function query(connection: Queries, { text, values }: Statement): Promise<readonly ReadRow[]> {
  const names = Object.keys(values);
  const counted = text.replaceAll(/:([a-zA-Z_]\w*)/g, (whole, name: string) => {
    const at = names.indexOf(name);
    return at === -1 ? whole : `$${at + 1}`;
  });
  return ask(connection, counted, Object.values(values));
}

async function ask(connection: Queries, text: string, values: readonly unknown[]): Promise<ReadRow[]> {
  try {
    return (await connection.query<ReadRow>(text, [...values])).rows;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === undefinedTable)) throw error;
    const message = 'postgresBook: the tables are not there; call createTables(), or run tablesSql';
    throw new CallBookError('unavailable', message, { cause: error });
  }
}

function readRow({ evidence }: ReadRow): Evidence {
  return readEvidence(String(evidence));
}
