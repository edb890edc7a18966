import { closeSync, openSync } from 'node:fs';
import { type MaybePromise, StoreError } from './event-store.ts';

/** SQLITE_BUSY, the lowest byte of its extended codes. */
const busy = 5;
/** The longest pause before a busy file is tried again, in milliseconds. */
const longestPause = 20;

/**
 * At once where the file is free, and else as soon as it is: the event loop does not stand still for it.
 *
 * @throws StoreError of code `store-unavailable` when it is not free in time
 */
export function patiently<Result>(milliseconds: number, work: () => Result): MaybePromise<Result> {
  try {
    return work();
  } catch (error) {
    if (!isBusy(error)) throw error;
    return retryWhileBusy(milliseconds, work);
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

async function retryWhileBusy<Result>(milliseconds: number, work: () => Result): Promise<Result> {
  const end = performance.now() + milliseconds;
  for (let pause = 1; ; pause = Math.min(pause * 2, longestPause)) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    try {
      return work();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() < end) continue;
      const message = `sqliteStore: another process has kept the file locked for ${milliseconds} milliseconds.`;
      throw new StoreError('store-unavailable', message, { cause: error });
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

/** Makes the file, where it is not there yet, for its owner only. SQLite gives the files that it makes beside it the same permissions. A file that is there already keeps its own. */
export function makePrivateFile(path: string): void {
  const file = path.startsWith('file:') ? readFileOfUri(path) : path;
  if (file === '' || file === ':memory:') return;
  // Not exclusively: a link that leads to nothing is a file that is not there yet.
  closeSync(openSync(file, 'a', 0o600));
}

/** The file of an SQLite URI; none for one in memory. */
function readFileOfUri(uri: string): string {
  const { file = '', query = '' } =
    /^file:(?:\/\/[^/]*)?(?<file>[^?#]*)(?:\?(?<query>[^#]*))?/.exec(uri)?.groups ?? {};
  const mode = new URLSearchParams(query).get('mode');
  return mode === null || mode === 'rwc' ? decodeURIComponent(file) : '';
}
