import { randomUUID } from 'node:crypto';
import { type Evidence, merge, readEvidence, writeEvidence } from '../evidence.ts';
import {
  CallBookError,
  type CallFilter,
  type CallScope,
  type CallSelection,
  type CallTotals,
  type MaybePromise,
  type Range,
  type Run,
  type RunStep,
  type UserPosition,
} from '../store.ts';
import { findGone, type ReadRow, readTotals, readUserTotals, toColumn, toRows } from './rows.ts';
import {
  type Dialect,
  readRun,
  type Statement,
  selectCalls,
  sumCalls,
  sumUsers,
  toRunRow,
  writeStatements,
  writeTablesSql,
} from './sql.ts';

/** Statements one after another, each of which may depend on the rows of those before: a driver runs them, waiting or not. */
export type Work<Result> = Generator<Statement, Result, readonly ReadRow[]>;

/**
 * Where a book is kept. Every method is atomic among all processes that share the database.
 *
 * @typeParam Transaction what a receiver's store hands to an effect
 */
export abstract class BookStore<Transaction> {
  /** The statements that make the tables. */
  readonly tablesSql: string;
  readonly #table: string;
  /** Whether no other process writes meanwhile, so that nothing has to be locked. */
  readonly #isAlone: boolean;
  readonly #sql: ReturnType<typeof writeStatements>;

  /** @throws CallBookError for a name of a table that would have to be quoted, or leaves no room for those beside it */
  constructor(maker: string, table: string, pattern: RegExp, dialect: Dialect) {
    if (!pattern.test(table)) {
      const message = `${maker}: table must be up to 55 letters, digits and underscores, such as trtc_calls (got ${JSON.stringify(table)})`;
      throw new CallBookError('option', message);
    }
    this.#table = table;
    this.#isAlone = dialect.lock === '';
    this.#sql = writeStatements(table, dialect);
    this.tablesSql = writeTablesSql(table, dialect);
  }

  /** Runs what only reads. */
  protected abstract read<Result>(work: () => Work<Result>): MaybePromise<Result>;
  /** Runs all of it or nothing: in the transaction that is given, or in one of its own. */
  protected abstract write<Result>(work: () => Work<Result>, transaction?: Transaction): MaybePromise<Result>;

  /** Merges evidence into the rows of its calls, in a transaction of its own or in the one that is given. */
  fold(evidence: readonly Evidence[], transaction?: Transaction): MaybePromise<void> {
    return this.write(() => this.#fold(evidence), transaction);
  }

  find({ generation, app }: CallScope, callIds: readonly string[]): MaybePromise<readonly Evidence[]> {
    const ids = writeIds(callIds);
    return this.#select({ text: this.#sql.find, values: { generation, app, ids } });
  }

  list(selection: CallSelection): MaybePromise<readonly Evidence[]> {
    return this.#select(selectCalls(this.#table, selection));
  }

  sumCalls(filter: CallFilter): MaybePromise<CallTotals> {
    const statement = sumCalls(this.#table, filter);
    return this.read(function* () {
      return readTotals((yield statement)[0]);
    });
  }

  /** By user, in the order of their names. */
  sumUsers(filter: CallFilter, { after, limit }: Range): MaybePromise<readonly UserPosition[]> {
    const statement = sumUsers(this.#table, filter, after, limit);
    return this.read(function* () {
      return (yield statement).map(readUserTotals);
    });
  }

  /** Writes a step and its mark. A call that was seen once is not waited for. False, and nothing, where the run was taken over. */
  saveRun(run: Run, step: RunStep): MaybePromise<boolean> {
    return this.write(() => this.#saveRun(run, step));
  }

  /** Takes over the latest run of this kind that was not written since `before`, and gives it another id. */
  takeRun(
    wanted: CallScope & Pick<Run, 'apply'>,
    times: { readonly before: number; readonly now: number },
  ): MaybePromise<Run | undefined> {
    return this.write(() => this.#takeRun(wanted, times));
  }

  /** Calls that are still waited for, in the order of their ids. */
  listWaiting({ id, generation, app }: Run, { after, limit }: Range): MaybePromise<readonly Evidence[]> {
    const values = { run: id, generation, app, after: toColumn(after), limit };
    return this.#select({ text: this.#sql.waiting, values });
  }

  /** Forgets a run, and those that were not written since `before`: no process goes on with them. */
  endRun({ id }: Run, before: number): MaybePromise<void> {
    const { endRun, forget } = this.#sql;
    return this.write(function* () {
      yield { text: endRun, values: { id, before } };
      yield { text: forget, values: {} };
    });
  }

  #select(statement: Statement): MaybePromise<readonly Evidence[]> {
    return this.read(function* () {
      return (yield statement).map(readRow);
    });
  }

  *#saveRun(run: Run, { begins, evidence, seen, listed }: RunStep): Work<boolean> {
    const { id, generation, app } = run;
    const row = toRunRow(run);
    if (begins) yield this.#insert('beginRun', [row]);
    else {
      const { position, counts, updated_at } = row;
      const saved = yield { text: this.#sql.saveRun, values: { id, position, counts, updated_at } };
      if (saved.length === 0) return false;
    }
    yield* this.#fold(evidence);
    const ids = [...new Set(seen.map(toColumn))].sort();
    if (ids.length > 0) {
      yield this.#insert(
        'see',
        ids.map((call_id) => ({ run: id, call_id, seen: 1 })),
      );
    }
    if (listed) {
      const { from, to, callIds } = listed;
      const values = { run: id, generation, app, from, to, ids: writeIds(callIds) };
      yield { text: this.#sql.wait, values };
    }
    return true;
  }

  *#takeRun(
    { generation, app, apply }: CallScope & Pick<Run, 'apply'>,
    { before, now }: { readonly before: number; readonly now: number },
  ): Work<Run | undefined> {
    const values = { generation, app, apply: Number(apply), before };
    const [found] = yield { text: this.#sql.findRun, values };
    if (!found) return undefined;
    const run = { ...readRun(found), id: randomUUID(), updatedAt: now };
    const ids = { id: run.id, former: String(found.id) };
    // By another name: what has worked under the former one, and still may, finds nothing of it.
    yield { text: this.#sql.takeRun, values: { ...ids, now } };
    yield { text: this.#sql.takeWaiting, values: ids };
    return run;
  }

  *#fold(all: readonly Evidence[]): Work<void> {
    for (const [scope, wanted] of groupByScope(all)) {
      const find = (text: string, ids: readonly string[]) => ({
        text,
        values: { ...scope, ids: JSON.stringify(ids) },
      });
      const ids = [...wanted.keys()];
      let known = this.#isAlone ? (yield find(this.#sql.find, ids)).map(readRow) : [];
      const isKnown = new Set(known.map(({ callId }) => toColumn(callId)));
      const fresh = ids.filter((id) => !isKnown.has(id));
      const added = new Set(fresh.length === 0 ? [] : yield* this.#add(fresh, wanted));
      // Among others, what is not there yet is written at once; of the rest each row is locked, in one order for all.
      const others = fresh.filter((id) => !added.has(id));
      if (others.length > 0) known = (yield find(this.#sql.findLocked, others)).map(readRow);
      yield* this.#merge(scope, wanted, known);
    }
  }

  /** Writes calls that are not there. */
  *#add(ids: readonly string[], wanted: ReadonlyMap<string, Evidence>): Work<string[]> {
    const rows = ids.flatMap((id) => {
      const evidence = wanted.get(id);
      return evidence ? [toRows(evidence)] : [];
    });
    const added = yield this.#insert(
      'addCalls',
      rows.map(({ call }) => call),
    );
    const isAdded = new Set(added.map((row) => row.call_id));
    const users = rows.flatMap((row) => (isAdded.has(row.call.call_id) ? row.users : []));
    if (users.length > 0) yield this.#insert('writeUsers', users);
    return [...isAdded].map(String);
  }

  /** Writes the rows of calls that are there already. */
  *#merge(scope: CallScope, wanted: ReadonlyMap<string, Evidence>, known: readonly Evidence[]): Work<void> {
    const changed = known.flatMap((before) => {
      const evidence = wanted.get(toColumn(before.callId));
      const merged = evidence && merge(before, evidence);
      if (!merged || writeEvidence(merged) === writeEvidence(before)) return [];
      const rows = toRows(merged);
      return [{ ...rows, gone: findGone(before, rows.users) }];
    });
    if (changed.length === 0) return;
    yield this.#insert(
      'writeCalls',
      changed.map(({ call }) => call),
    );
    yield this.#insert(
      'writeUsers',
      changed.flatMap(({ users }) => users),
    );
    for (const user of changed.flatMap(({ gone }) => gone)) {
      yield { text: this.#sql.deleteUser, values: { ...scope, ...user } };
    }
  }

  /** Rows in their order, in one statement. */
  #insert(
    name: 'addCalls' | 'writeCalls' | 'writeUsers' | 'see' | 'beginRun',
    rows: readonly object[],
  ): Statement {
    return { text: this.#sql[name], values: { rows: JSON.stringify(rows) } };
  }
}

function writeIds(callIds: readonly string[]): string {
  return JSON.stringify(callIds.map(toColumn));
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
  const byName = ([one]: [string, unknown], [other]: [string, unknown]) => (one < other ? -1 : 1);
  return new Map(
    [...scopes].sort(byName).map(([, [scope, calls]]) => [scope, new Map([...calls].sort(byName))]),
  );
}

function readRow({ evidence }: ReadRow): Evidence {
  return readEvidence(String(evidence));
}
