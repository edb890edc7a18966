import { closeSync, existsSync, openSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';

/** SQLITE_BUSY, the lowest byte of its extended codes. */
const busy = 5;
/** The longest pause before a busy file is tried again, in milliseconds. */
const longestPause = 20;

/** How long a busy file is waited for. */
export interface Patience {
  readonly milliseconds: number;
  /** The error when it was not free in time. */
  readonly fail: (problem: string, cause: unknown) => Error;
}

/** Opens a file, or makes it for its owner only. Its statements fail at once while it is busy: see {@link patiently}. */
export function openDatabase(path: string, milliseconds: number): DatabaseSync {
  makePrivateFile(path);
  const database = new DatabaseSync(path, { timeout: 0 });
  // In full: what was acknowledged must be there after a loss of power too.
  waitWhileBusy(milliseconds, () => database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL'));
  return database;
}

/** In one transaction that has the right to write from its beginning, so that it never fails half way. */
export function transact<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // What was done may have ended the transaction by itself.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** The file that commits go to. It is brought to the disk without a lock, once for all that wait at the same time. */
export class WriteAheadLog {
  readonly #path: string;
  #last: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** What is written while the disk is at work waits for the next time. */
  sync(): Promise<void> {
    this.#next ??= this.#last.then(() => {
      const synced = this.#sync();
      this.#next = undefined;
      this.#last = synced.catch(() => {});
      return synced;
    });
    return this.#next;
  }

  async #sync(): Promise<void> {
    try {
      await using file = await open(this.#path, 'r+');
      await file.datasync();
    } catch (error) {
      // Where there is none, each commit has waited for the disk by itself, or the database is closed.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
}

/** At once where the file is free, and else as soon as it is: the event loop does not stand still for it. */
export function patiently<Result>(patience: Patience, work: () => Result): Result | Promise<Result> {
  try {
    return work();
  } catch (error) {
    if (!isBusy(error)) throw error;
    return retryWhileBusy(patience, work);
  }
}

/** The same in place: only at the start, before anything is served. */
export function waitWhileBusy<Result>(milliseconds: number, work: () => Result): Result {
  const end = performance.now() + milliseconds;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

async function retryWhileBusy<Result>({ milliseconds, fail }: Patience, work: () => Result): Promise<Result> {
  const end = performance.now() + milliseconds;
  for (let pause = 1; ; pause = Math.min(pause * 2, longestPause)) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    try {
      return work();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() < end) continue;
      throw fail(`another process has kept the file locked for ${milliseconds} ms`, error);
    }
  }
}

function isBusy(error: unknown): boolean {
  return (
    error instanceof Error &&
    'errcode' in error &&
    typeof error.errcode === 'number' &&
    error.errcode % 256 === busy
  );
}

/**
 * Makes the file, where it is not there yet, for its owner only. SQLite gives the files that it makes beside it the same
 * permissions. A file that is there keeps its own, and is not opened here: closing it would drop the locks that this
 * process has on it, and another process would delete the log that is written to.
 */
function makePrivateFile(path: string): void {
  const file = path.startsWith('file:') ? readFileOfUri(path) : path;
  if (file === '' || file === ':memory:') return;
  try {
    closeSync(openSync(file, 'ax', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    // A link that leads to nothing is a file that is not there yet.
    if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  }
}

/** The file of an SQLite URI; none for one in memory. */
function readFileOfUri(uri: string): string {
  const { file = '', query = '' } =
    /^file:(?:\/\/[^/]*)?(?<file>[^?#]*)(?:\?(?<query>[^#]*))?/.exec(uri)?.groups ?? {};
  const mode = new URLSearchParams(query).get('mode');
  return mode === null || mode === 'rwc' ? decodeURIComponent(file) : '';
}
