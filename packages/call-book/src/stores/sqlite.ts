import { statSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { openDatabase, type Patience, patiently, transact, waitWhileBusy } from '@trtc-call/reporting/sqlite';
import { type Evidence, merge, readEvidence, writeEvidence } from '../evidence.ts';
import {
  type BookStore,
  CallBookError,
  type CallFilter,
  type CallScope,
  type CallSelection,
  type CallTotals,
  type MaybePromise,
  type Run,
  type RunStep,
  refuseUnknownOptions,
  type UserPosition,
} from '../store.ts';
import { findGone, type ReadRow, readTotals, readUserTotals, toColumn, toRows } from './rows.ts';
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

/** What a book in SQLite is made with: a file, or a database that is open. */
export interface SqliteBookOptions {
  /**
   * The file; it is made when it is not there, readable and writable by its owner only. Give the file of the receiver's
   * `sqliteStore`, so that both are written in one transaction.
   */
  readonly path?: string | undefined;
  /** The `database` of the receiver's `sqliteStore`, in place of a file. It stays yours to close. */
  readonly database?: DatabaseSync | undefined;
  /** The name of the table of calls; those beside it begin with it. Default `trtc_calls`. */
  readonly table?: string | undefined;
  /** How long a call waits for another process that is writing, in milliseconds. Default 5000. */
  readonly busyMilliseconds?: number | undefined;
}

/** A book in a file, with its database for statements of your own. */
export interface SqliteBook extends BookStore<DatabaseSync>, Disposable {
  readonly database: DatabaseSync;
  /** Closes the file, where the book has opened it. */
  close(): void;
}

/**
 * Keeps a book in a SQLite file by `node:sqlite`.
 *
 * @throws CallBookError when the file cannot be opened, or an option cannot be used
 */
export function sqliteBook(options: SqliteBookOptions): SqliteBook {
  refuseUnknownOptions('sqliteBook', options, knownOptions);
  return new OpenSqliteBook(options);
}

const knownOptions = {
  path: true,
  database: true,
  table: true,
  busyMilliseconds: true,
} satisfies Record<keyof SqliteBookOptions, true>;

class OpenSqliteBook implements SqliteBook {
  readonly database: DatabaseSync;
  readonly #table: string;
  readonly #isOwn: boolean;
  readonly #patience: Patience;
  /** A receiver's store has a connection of its own to the same file. */
  readonly #prepared = new WeakMap<DatabaseSync, Map<string, StatementSync>>();
  readonly #runs: ReturnType<typeof writeRunStatements>;
  readonly #shared = new WeakMap<DatabaseSync, boolean>();

  constructor({ path, database, table = 'trtc_calls', busyMilliseconds = 5000 }: SqliteBookOptions) {
    checkTable('sqliteBook', table, /^[A-Za-z_]\w*$/);
    if ((path === undefined) === (database === undefined)) {
      throw new CallBookError('option', 'sqliteBook: pass either path or database');
    }
    this.#table = table;
    this.#isOwn = database === undefined;
    this.#patience = {
      milliseconds: busyMilliseconds,
      fail: (problem, cause) => new CallBookError('unavailable', `sqliteBook: ${problem}`, { cause }),
    };
    this.#runs = writeRunStatements(table, 'SELECT value FROM json_each(:ids)');
    try {
      this.database = database ?? openDatabase(String(path), busyMilliseconds);
      const tablesSql = writeTablesSql(table, { text: 'TEXT', integer: 'INTEGER' });
      waitWhileBusy(busyMilliseconds, () => this.database.exec(tablesSql));
    } catch (error) {
      const message = 'sqliteBook: the file cannot be opened; check its folder and permissions';
      throw new CallBookError('unavailable', message, { cause: error });
    }
  }

  fold(evidence: readonly Evidence[], transaction?: DatabaseSync): MaybePromise<void> {
    if (transaction && this.#isShared(transaction)) return this.#fold(evidence, transaction);
    return this.#write(() => this.#fold(evidence, this.database));
  }

  /** Whether the receiver's store has this file too. In another one the book would be written where no one reads it. */
  #isShared(database: DatabaseSync): boolean {
    const known = this.#shared.get(database);
    if (known !== undefined) return known;
    const [theirs, own] = [database, this.database].map(findFile);
    const isShared = database === this.database || (own !== undefined && own === theirs);
    this.#shared.set(database, isShared);
    return isShared;
  }

  find({ generation, app }: CallScope, callIds: readonly string[]): MaybePromise<readonly Evidence[]> {
    return this.#retry(() =>
      callIds.flatMap(
        (callId) => this.#findOne(this.database, { generation, app, call_id: toColumn(callId) }) ?? [],
      ),
    );
  }

  list(selection: CallSelection): MaybePromise<readonly Evidence[]> {
    return this.#retry(() => this.#all(selectCalls(this.#table, selection)).map(readRow));
  }

  sumCalls(filter: CallFilter): MaybePromise<CallTotals> {
    return this.#retry(() => readTotals(this.#all(sumCalls(this.#table, filter))[0]));
  }

  sumUsers(
    filter: CallFilter,
    { after, limit }: { readonly after: string; readonly limit: number },
  ): MaybePromise<readonly UserPosition[]> {
    return this.#retry(() => this.#all(sumUsers(this.#table, filter, after, limit)).map(readUserTotals));
  }

  saveRun(run: Run, { evidence, listed, seen }: RunStep): MaybePromise<void> {
    return this.#write(() => {
      this.#fold(evidence, this.database);
      const note = this.#prepare(`INSERT INTO ${this.#table}_waiting VALUES (:run, :call, 1) ${keepSeen}`);
      for (const callId of seen) note.run({ run: run.id, call: toColumn(callId) });
      if (listed) {
        const { from, to, callIds } = listed;
        const ids = JSON.stringify(callIds.map(toColumn));
        const { id, generation, app } = run;
        this.#prepare(this.#runs.wait).run({ run: id, generation, app, from, to, ids });
      }
      this.#prepare(this.#runs.save).run(toRunRow(run));
    });
  }

  takeRun(
    { generation, app, apply }: CallScope & Pick<Run, 'apply'>,
    { before, now }: { readonly before: number; readonly now: number },
  ): MaybePromise<Run | undefined> {
    return this.#write(() => {
      const found = this.#prepare(this.#runs.find).get({ generation, app, apply: Number(apply), before });
      if (!found) return undefined;
      const run = readRun(found);
      this.#prepare(this.#runs.take).run({ id: run.id, now, seen: run.updatedAt });
      return { ...run, updatedAt: now };
    });
  }

  listWaiting(
    { id, generation, app }: Run,
    { after, limit }: { readonly after: string; readonly limit: number },
  ): MaybePromise<readonly Evidence[]> {
    const values = { run: id, generation, app, after: toColumn(after), limit };
    return this.#retry(() => this.#prepare(this.#runs.waiting).all(values).map(readRow));
  }

  endRun({ id }: Run, before: number): MaybePromise<void> {
    return this.#write(() => {
      this.#prepare(this.#runs.end).run({ id, before });
      this.#prepare(this.#runs.forget).run();
    });
  }

  close(): void {
    if (this.#isOwn && this.database.isOpen) this.database.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #fold(all: readonly Evidence[], database: DatabaseSync): void {
    for (const evidence of all) {
      const { generation, app, callId } = evidence;
      const known = this.#findOne(database, { generation, app, call_id: toColumn(callId) });
      const merged = known ? merge(known, evidence) : evidence;
      if (known && writeEvidence(merged) === writeEvidence(known)) continue;
      const { call, users } = toRows(merged);
      this.#prepare(insert(this.#table, callColumns, conflicts.calls), database).run(call);
      const ofUsers = this.#prepare(insert(`${this.#table}_users`, userColumns, conflicts.users), database);
      for (const user of users) ofUsers.run(user);
      if (!known) continue;
      const forget = this.#prepare(deleteUser(this.#table), database);
      for (const user of findGone(known, merged)) forget.run({ generation, app, ...user });
    }
  }

  #findOne(
    database: DatabaseSync,
    key: { readonly generation: string; readonly app: number; readonly call_id: string },
  ): Evidence | undefined {
    const text = `SELECT evidence FROM ${this.#table} WHERE generation = :generation AND app = :app AND call_id = :call_id`;
    const row = this.#prepare(text, database).get(key);
    return row && readRow(row);
  }

  #all({ text, values }: Statement): readonly ReadRow[] {
    return this.#prepare(text).all(values);
  }

  #prepare(text: string, database = this.database): StatementSync {
    const known = this.#prepared.get(database) ?? new Map<string, StatementSync>();
    this.#prepared.set(database, known);
    const statement = known.get(text) ?? database.prepare(text);
    known.set(text, statement);
    return statement;
  }

  #write<Result>(work: () => Result): MaybePromise<Result> {
    // Within an effect of a receiver that shares the database there is a transaction.
    return this.#retry(() => (this.database.isTransaction ? work() : transact(this.database, work)));
  }

  #retry<Result>(work: () => Result): MaybePromise<Result> {
    return patiently(this.#patience, work);
  }
}

/** What tells a file, whatever it is called; undefined of a database in memory. */
function findFile(database: DatabaseSync): string | undefined {
  const row = database.prepare("SELECT file FROM pragma_database_list WHERE name = 'main'").get();
  if (!row?.file) return undefined;
  const { dev, ino } = statSync(String(row.file), { bigint: true });
  return `${dev} ${ino}`;
}

function insert(table: string, columns: readonly string[], conflict: string): string {
  const values = columns.map((name) => `:${name}`).join(', ');
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${values}) ${overwrite(columns, conflict)}`;
}

function readRow({ evidence }: ReadRow): Evidence {
  return readEvidence(String(evidence));
}
