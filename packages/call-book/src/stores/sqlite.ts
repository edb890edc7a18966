import { statSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { openDatabase, type Patience, patiently, transact, waitWhileBusy } from '@trtc-call/reporting/sqlite';
import { CallBookError, type MaybePromise, mustBe, otherStore, refuseUnknownOptions } from '../store.ts';
import { BookStore, type Work } from './book-store.ts';
import type { Dialect } from './sql.ts';

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

/**
 * Keeps a book in a SQLite file by `node:sqlite`.
 *
 * @throws CallBookError when the file cannot be opened, or an option cannot be used
 */
export function sqliteBook(options: SqliteBookOptions): SqliteBook {
  refuseUnknownOptions('sqliteBook', options, knownOptions);
  return new SqliteBook(options);
}

export type { SqliteBook };

const knownOptions = {
  path: true,
  database: true,
  table: true,
  busyMilliseconds: true,
} satisfies Record<keyof SqliteBookOptions, true>;

const dialect: Dialect = {
  text: 'TEXT',
  integer: 'INTEGER',
  selectRows: (columns) =>
    `SELECT ${columns.map((name) => `value ->> '${name}'`).join(', ')} FROM json_each(:rows)`,
  isListed: 'call_id IN (SELECT value FROM json_each(:ids))',
  lock: '',
};

/** A book in a file, with its database for statements of your own. */
class SqliteBook extends BookStore<DatabaseSync> implements Disposable {
  readonly database: DatabaseSync;
  readonly #isOwn: boolean;
  readonly #patience: Patience;
  /** A receiver's store has a connection of its own to the same file. */
  readonly #prepared = new WeakMap<DatabaseSync, Map<string, StatementSync>>();
  readonly #shared = new WeakMap<DatabaseSync, boolean>();

  constructor({ path, database, table = 'trtc_calls', busyMilliseconds = 5000 }: SqliteBookOptions) {
    super('sqliteBook', table, /^[A-Za-z_]\w{0,54}$/, dialect);
    if ((path === undefined) === (database === undefined)) {
      throw new CallBookError('option', 'sqliteBook: pass either path or database');
    }
    // For an empty name SQLite opens a temporary file, which is deleted on close.
    if (path !== undefined && (typeof path !== 'string' || path === '')) {
      throw mustBe('sqliteBook', 'path', 'the name of a file', JSON.stringify(path));
    }
    if (database !== undefined && !isDatabase(database)) {
      throw mustBe('sqliteBook', 'database', 'a DatabaseSync of node:sqlite', database);
    }
    if (!Number.isInteger(busyMilliseconds) || busyMilliseconds < 0) {
      throw mustBe('sqliteBook', 'busyMilliseconds', 'an integer from 0 on', busyMilliseconds);
    }
    this.#isOwn = database === undefined;
    this.#patience = {
      milliseconds: busyMilliseconds,
      fail: (problem, cause) => new CallBookError('unavailable', `sqliteBook: ${problem}`, { cause }),
    };
    try {
      this.database = database ?? openDatabase(String(path), busyMilliseconds);
      waitWhileBusy(busyMilliseconds, () => this.database.exec(this.tablesSql));
    } catch (error) {
      const isForeign = readCode(error) === codes.error;
      const remedy = isForeign
        ? `the table ${table} or one beside it holds something else; choose another name with \`table\``
        : 'the file cannot be opened; check its folder and permissions';
      throw new CallBookError('unavailable', `sqliteBook: ${remedy}`, { cause: error });
    }
  }

  /** Closes the file, where the book has opened it. */
  close(): void {
    if (this.#isOwn && this.database.isOpen) this.database.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  protected read<Result>(work: () => Work<Result>): MaybePromise<Result> {
    return this.#retry(() => this.#run(work, this.database));
  }

  protected write<Result>(work: () => Work<Result>, transaction?: DatabaseSync): MaybePromise<Result> {
    if (transaction && this.#isShared(transaction)) return this.#run(work, transaction);
    const run = () => this.#run(work, this.database);
    // Within an effect of a receiver that shares the database there is a transaction.
    return this.#retry(() => (this.database.isTransaction ? run() : transact(this.database, run)));
  }

  /** Whether the receiver's store has this file too. In another one the book would be written where no one reads it. */
  #isShared(database: DatabaseSync): boolean {
    const known = this.#shared.get(database);
    if (known !== undefined) return known;
    if (!isDatabase(database)) throw otherStore('sqliteBook', 'sqliteStore');
    const [theirs, own] = [database, this.database].map(findFile);
    const isShared = database === this.database || (own !== undefined && own === theirs);
    this.#shared.set(database, isShared);
    return isShared;
  }

  #run<Result>(work: () => Work<Result>, database: DatabaseSync): Result {
    const statements = work();
    for (let step = statements.next(); ; ) {
      if (step.done) return step.value;
      const { text, values } = step.value;
      step = statements.next(this.#prepare(text, database).all(values));
    }
  }

  #prepare(text: string, database: DatabaseSync): StatementSync {
    const known = this.#prepared.get(database) ?? new Map<string, StatementSync>();
    this.#prepared.set(database, known);
    const statement = known.get(text) ?? database.prepare(text);
    known.set(text, statement);
    return statement;
  }

  #retry<Result>(work: () => Result): MaybePromise<Result> {
    try {
      const result = patiently(this.#patience, work);
      if (!(result instanceof Promise)) return result;
      return result.catch((error: unknown) => {
        throw toBookError(error);
      });
    } catch (error) {
      throw toBookError(error);
    }
  }
}

function isDatabase(value: unknown): value is DatabaseSync {
  return typeof value === 'object' && value !== null && 'prepare' in value && 'isTransaction' in value;
}

/** What tells a file, whatever it is called; undefined of a database in memory. */
function findFile(database: DatabaseSync): string | undefined {
  const row = database.prepare("SELECT file FROM pragma_database_list WHERE name = 'main'").get();
  if (!row?.file) return undefined;
  const { dev, ino } = statSync(String(row.file), { bigint: true });
  return `${dev} ${ino}`;
}

/** The lowest bytes of SQLite's codes. */
const codes = { error: 1, readOnly: 8, full: 13 } as const;

function readCode(error: unknown): number | undefined {
  if (!(error instanceof Error && 'errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode % 256 : undefined;
}

/** What has a remedy, with it; any other error as it is. */
function toBookError(error: unknown): unknown {
  const code = readCode(error);
  const isClosed = error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_STATE';
  const problem = isClosed
    ? 'the database is closed; close it after the last use of the book'
    : code === codes.full
      ? 'the disk is full; free some space'
      : code === codes.readOnly
        ? 'the file cannot be written; check its permissions'
        : undefined;
  if (problem === undefined) return error;
  return new CallBookError('unavailable', `sqliteBook: ${problem}`, { cause: error });
}
