import type { VirtualTime } from './virtual-time.ts';

/** Rounds of the event loop in which what is on the way between two sockets of this process arrives. */
const settlingRounds = 30;

/** Real time after which a call counts as one that never ends, in milliseconds. */
const patienceMilliseconds = 60_000;

/**
 * Lets time pass until the promise is settled, but only where somebody waits for nothing but time: what sockets and
 * threads take is real, and must not look like a timeout.
 */
export async function passTime<Value>(
  promise: Promise<Value>,
  time: VirtualTime,
  isWaitedFor: () => boolean,
): Promise<Value> {
  let settled = false;
  const end = (): void => {
    settled = true;
  };
  promise.then(end, end);
  const patience = Date.now() + patienceMilliseconds;
  while (!settled) {
    await settle(() => settled);
    if (settled) break;
    if (Date.now() > patience) {
      throw new Error(
        `the call did not end within ${patienceMilliseconds} ms: see what the client waits for`,
      );
    }
    if (isWaitedFor()) time.advance();
  }
  return promise;
}

/** Rounds of the event loop until something is true, at most as many as sockets need. */
export async function settle(isDone: () => boolean): Promise<void> {
  for (let round = 0; round < settlingRounds && !isDone(); round += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
