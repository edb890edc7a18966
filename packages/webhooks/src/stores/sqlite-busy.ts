import type { MaybePromise } from './event-store.ts';
import { StoreError } from './store-error.ts';

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
    return tryAgain(milliseconds, work);
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

async function tryAgain<Result>(milliseconds: number, work: () => Result): Promise<Result> {
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
