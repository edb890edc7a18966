import { isThenable, type MaybePromise, StoreError } from '../stores/event-store.ts';

/** Timers of JavaScript take no more. */
export const longestTimer = 2 ** 31 - 1;

/** Milliseconds by which a timer is late only when the event loop stood still. */
const stall = 50;

/** @param overdueMilliseconds how long ago the time was over: the event loop was blocked meanwhile */
type Expire = (overdueMilliseconds: number) => void;

/** Pauses before a store is asked again, in milliseconds. */
const pauses = { first: 25, longest: 500 } as const;

/**
 * Asks a store until it answers, after ever longer pauses.
 *
 * @param isUseless whether it is not asked again after this error and a pause of so many milliseconds
 * @throws the last error
 */
export async function askAgain<Value>(
  ask: () => Promise<Value>,
  isUseless: (error: unknown, pause: number) => boolean,
): Promise<Value> {
  for (let pause: number = pauses.first; ; pause = Math.min(2 * pause, pauses.longest)) {
    try {
      return await ask();
    } catch (error) {
      if (isUseless(error, pause)) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** Runs something when the time is over. What is awaited keeps the process alive, not the clock. */
class Deadline {
  readonly #milliseconds: number;
  #expire: Expire | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isPaused = false;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
  }

  start(expire: Expire): this {
    this.#expire = expire;
    if (!this.#isPaused) this.#setTimer();
    return this;
  }

  clear(): void {
    this.#expire = undefined;
    clearTimeout(this.#timer);
  }

  /** Stands still while work goes on that takes the time it needs, and begins anew behind it. */
  pauseDuring(work: () => MaybePromise<void>): MaybePromise<void> {
    const done = work();
    if (!isThenable(done)) return this.#restart();
    this.#isPaused = true;
    clearTimeout(this.#timer);
    return Promise.resolve(done).finally(() => this.#restart());
  }

  #restart(): void {
    this.#isPaused = false;
    clearTimeout(this.#timer);
    if (this.#expire) this.#setTimer();
  }

  #setTimer(): void {
    const end = performance.now() + this.#milliseconds;
    const expire = () => this.#expire?.(performance.now() - end);
    this.#timer = setTimeout(expire, Math.min(this.#milliseconds, longestTimer));
    if (typeof this.#timer === 'object') this.#timer.unref();
  }
}

/** Runs it when the time is over, unless it is cleared. */
export function startDeadline(milliseconds: number, expire: Expire): Deadline {
  return new Deadline(milliseconds).start(expire);
}

export function createTimeout(): StoreError {
  return new StoreError('store-unavailable', 'the store has not answered in time');
}

/**
 * The answer of a store, in time.
 *
 * @param late gets what is answered too late
 */
export function settleInTime<Value>(
  milliseconds: number,
  ask: (deadline: Deadline) => MaybePromise<Value>,
  late?: (value: Value) => void,
): MaybePromise<Value> {
  const deadline = new Deadline(milliseconds);
  const answer = ask(deadline);
  if (!isThenable(answer)) return answer;
  const { promise: expired, reject } = Promise.withResolvers<never>();
  let isLate = false;
  const fail = () => {
    isLate = true;
    reject(createTimeout());
  };
  // Where the event loop stood still, the answer may be here already and only has to be read first.
  deadline.start((overdue) => void (overdue > stall ? setImmediate(fail) : fail()));
  const settled = Promise.resolve(answer).finally(() => deadline.clear());
  settled.then((value) => isLate && late?.(value)).catch(() => {});
  return Promise.race([settled, expired]);
}
