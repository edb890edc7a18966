import type { DatabaseSync } from 'node:sqlite';
import {
  openDatabase,
  type Patience,
  patiently,
  transact,
  WriteAheadLog,
  waitWhileBusy,
} from '@trtc-call/reporting/sqlite';
import { isThenable, type MaybePromise, StoreError } from './event-store.ts';

/** The file of a store: each step is one transaction, which waits for others that write without blocking the event loop. */
export class SqliteFile {
  readonly database: DatabaseSync;
  readonly #patience: Patience;
  readonly #log: WriteAheadLog | undefined;

  /** @throws StoreError when the file cannot be opened */
  constructor(path: string, busyMilliseconds: number) {
    this.#patience = {
      milliseconds: busyMilliseconds,
      fail: (problem, cause) => new StoreError('store-unavailable', `sqliteStore: ${problem}.`, { cause }),
    };
    try {
      this.database = openDatabase(path, busyMilliseconds);
      // A commit that waits for the disk would keep the file locked meanwhile.
      this.database.exec('PRAGMA synchronous = NORMAL');
      const row = this.database.prepare("SELECT file FROM pragma_database_list WHERE name = 'main'").get();
      this.#log = row?.file ? new WriteAheadLog(`${row.file}-wal`) : undefined;
    } catch (error) {
      throw toOpenError(error);
    }
  }

  /**
   * Makes the table and the statements, before anything is served.
   *
   * @throws StoreError when that is not possible
   */
  prepare<Result>(work: () => Result): Result {
    try {
      return waitWhileBusy(this.#patience.milliseconds, work);
    } catch (error) {
      throw toOpenError(error);
    }
  }

  read<Result>(work: () => Result): MaybePromise<Result> {
    return patiently(this.#patience, work);
  }

  /** In one transaction. */
  write<Result>(work: () => Result): MaybePromise<Result> {
    return patiently(this.#patience, () => {
      let isCommitting = false;
      try {
        return transact(this.database, () => {
          const result = work();
          isCommitting = true;
          return result;
        });
      } catch (error) {
        throw isCommitting && readCode(error) === codes.constraint ? refuseEffect(error) : nameRemedy(error);
      }
    });
  }

  /** Waits for the disk where what was written is acknowledged or kept. A lease need not outlive a loss of power. */
  toDisk<Result>(written: MaybePromise<Result>): MaybePromise<Result> {
    const log = this.#log;
    if (!log) return written;
    return Promise.resolve(written).then(async (result) => {
      await log.sync();
      return result;
    });
  }
}

/** Writes an effect in the transaction that marks its event as done. */
export function writeEffect(
  database: DatabaseSync,
  effect: (database: DatabaseSync) => MaybePromise<void>,
): void {
  const written: unknown = effect(database);
  if (!isThenable(written)) return;
  written.then(undefined, () => {});
  const message =
    'sqliteStore: the effect returned a promise: a transaction of node:sqlite cannot wait. Write it without await.';
  throw new StoreError('effect-not-possible', message);
}

/** What a commit is refused for each time: a constraint of an effect's table that is checked only then. */
function refuseEffect(cause: unknown): StoreError {
  const message =
    'sqliteStore: the effect cannot be committed: what it has written breaks a rule of its table. Correct it.';
  return new StoreError('effect-not-possible', message, { cause });
}

/** What has a remedy, with it; any other error as it is. */
function nameRemedy(cause: unknown): unknown {
  if (readCode(cause) !== codes.full) return cause;
  const message = 'sqliteStore: the disk of the file is full. Free some space: it then goes on by itself.';
  return new StoreError('store-unavailable', message, { cause });
}

function toOpenError(error: unknown): StoreError {
  const cause = nameRemedy(error);
  if (cause instanceof StoreError) return cause;
  const message = 'sqliteStore: the file cannot be opened. Look at its folder and permissions.';
  return new StoreError('store-unavailable', message, { cause });
}

/** Of SQLite's result codes. */
const codes = { full: 13, constraint: 19 } as const;

/** The lowest byte of an extended code; undefined where the error is not SQLite's. */
function readCode(error: unknown): number | undefined {
  if (!(error instanceof Error && 'errcode' in error)) return undefined;
  return Number(error.errcode) % 256;
}
