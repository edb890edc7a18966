import { DatabaseSync } from 'node:sqlite';
import type { Claim, ClaimVerdict, EventStore, KeptEvent, TakeOver } from '../store/event-store.ts';
import { StoreError } from '../store/store-error.ts';
import { type Statements, statementsOf, tableOf } from './statements.ts';

/** What a SQLite store is made with. */
export interface SqliteStoreOptions {
  /** The file; it is made when it is not there. Processes of one machine may share it. */
  readonly path: string;
  /** Default `trtc_call_events`. */
  readonly table?: string | undefined;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
  /** How long a process waits for another one that is writing. Default 2000 milliseconds. */
  readonly busyMilliseconds?: number | undefined;
}

/** A store in a file, with the database for tables of your own: an effect on them is committed together with `done`. */
export interface SqliteStore extends EventStore<DatabaseSync>, Disposable {
  readonly database: DatabaseSync;
  /** Closes the file. */
  close(): void;
}

/**
 * Remembers events in a SQLite file by `node:sqlite`.
 *
 * @example
 * ```ts
 * const store = sqliteStore({ path: 'events.db' });
 * const receiver = createReceiver({
 *   sdkAppId,
 *   store,
 *   on: {
 *     normal_end: (event, { commit }) =>
 *       commit((database) => {
 *         database.prepare('INSERT INTO bills VALUES (?)').run(event.CallId);
 *       }),
 *   },
 * });
 * ```
 *
 * @throws StoreError when the file cannot be opened, or an option is not possible
 */
export function sqliteStore(options: SqliteStoreOptions): SqliteStore {
  return new OpenSqliteStore(options);
}

/** SQLITE_BUSY. */
const busy = 5;
/** The lease of what was given up. */
const givenUp = 0;
/** So many events that are done for long enough, or whose process has died, are forgotten with each one that is claimed. */
const swept = 2;

class OpenSqliteStore implements SqliteStore {
  readonly database: DatabaseSync;
  readonly #now: () => number;
  readonly #statements: Statements;

  constructor({
    path,
    table = 'trtc_call_events',
    now = Date.now,
    busyMilliseconds = 2000,
  }: SqliteStoreOptions) {
    if (!/^\w+$/.test(table)) {
      throw new StoreError('store-option', `sqliteStore: table: ${JSON.stringify(table)} is no plain name.`);
    }
    this.#now = now;
    try {
      this.database = new DatabaseSync(path, { timeout: busyMilliseconds });
      patiently(busyMilliseconds, () => this.database.exec('PRAGMA journal_mode = WAL'));
      this.database.exec('PRAGMA synchronous = NORMAL');
      this.database.exec(tableOf(table));
      this.#statements = statementsOf(this.database, table);
    } catch (error) {
      const message = 'sqliteStore: the file cannot be opened. Look at its folder and permissions.';
      throw new StoreError('store-unavailable', message, { cause: error });
    }
  }

  claim(key: string, { token, leaseMilliseconds }: Claim): ClaimVerdict {
    const now = this.#now();
    return this.#write(() => {
      this.#statements.sweep.run(now, swept);
      const { changes } = this.#statements.claim.run(key, token, now + leaseMilliseconds, now);
      if (Number(changes) > 0) return 'claimed';
      return this.#statements.isDone.get(key)?.done === 1 ? 'done' : 'in-flight';
    });
  }

  renew(key: string, { token, leaseMilliseconds }: Claim): boolean {
    const now = this.#now();
    return Number(this.#statements.renew.run(now + leaseMilliseconds, key, token, now).changes) > 0;
  }

  keep(key: string, token: string, payload: string): boolean {
    return Number(this.#statements.keep.run(payload, key, token, this.#now()).changes) > 0;
  }

  complete(
    key: string,
    token: string,
    doneMilliseconds: number,
    effect?: (database: DatabaseSync) => void | Promise<void>,
  ): boolean {
    const now = this.#now();
    return this.#write(() => {
      const { changes } = this.#statements.complete.run(now + doneMilliseconds, key, token, now);
      if (Number(changes) === 0) return false;
      const written: unknown = effect?.(this.database);
      if (written instanceof Promise) {
        written.catch(() => {});
        const message =
          'sqliteStore: the effect returned a promise: a transaction of node:sqlite cannot wait. Write it without await.';
        throw new StoreError('effect-not-possible', message);
      }
      return true;
    });
  }

  release(key: string, token: string): void {
    this.#write(() => {
      this.#statements.giveUp.run(givenUp, key, token);
      this.#statements.forget.run(key, token);
    });
  }

  takeOver({ token, leaseMilliseconds, limit, after, maxAttempts }: TakeOver): readonly KeptEvent[] {
    const now = this.#now();
    return this.#write(() => {
      const rows = this.#statements.free.all(after, now, maxAttempts, limit);
      return rows.map(({ number, key, payload, attempts }) => {
        this.#statements.takeOver.run(token, now + leaseMilliseconds, String(key));
        return {
          key: String(key),
          payload: String(payload),
          attempts: Number(attempts) + 1,
          position: Number(number),
        };
      });
    });
  }

  close(): void {
    if (this.database.isOpen) this.database.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** In one transaction that has the right to write from its beginning, so that it never fails half way. */
  #write<Result>(work: () => Result): Result {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.database.exec('COMMIT');
      return result;
    } catch (error) {
      // An effect may have ended the transaction by itself.
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
  }
}

/** Tries again while another process has the file: SQLite waits by itself for everything but the change to WAL. */
function patiently(milliseconds: number, work: () => void): void {
  const end = performance.now() + milliseconds;
  for (;;) {
    try {
      work();
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() >= end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === busy;
}
