import { type EventStore, isThenable, type MaybePromise, StoreError } from '../stores/event-store.ts';

/** Timers of JavaScript take no more. */
export const longestTimer = 2 ** 31 - 1;

/** Milliseconds by which a timer is late only when the event loop stood still. */
const stall = 50;

interface StoreTimes {
  readonly storeMilliseconds: number;
  readonly answerMilliseconds: number;
  readonly leaseMilliseconds: number;
}

/** The same store, whose every call settles in time. */
export function withStoreDeadline<Transaction>(
  store: EventStore<Transaction>,
  { storeMilliseconds, answerMilliseconds, leaseMilliseconds }: StoreTimes,
): EventStore<Transaction> {
  const all = (fail: Expire) => startDeadline(storeMilliseconds, fail);
  // For what the vendor waits for, who is to be answered in time.
  const answers = (fail: Expire) => startDeadline(Math.min(storeMilliseconds, answerMilliseconds), fail);
  // A store may wait for a renewal before it takes what has lapsed.
  const takeOvers = (fail: Expire) => startDeadline(storeMilliseconds + leaseMilliseconds / 2, fail);
  const release = (key: string, token: string) => settleInTime(() => store.release(key, token), all);
  // What is claimed too late is nobody's: otherwise its lease runs out.
  const giveUp = (key: string, token: string) => void release(key, token).catch(() => {});
  return {
    claim: (key, claim) =>
      settleInTime(
        () => store.claim(key, claim),
        answers,
        (verdict) => verdict === 'claimed' && giveUp(key, claim.token),
      ),
    renew: (key, claim) => settleInTime(() => store.renew(key, claim), all),
    keep: (key, token, payload) => settleInTime(() => store.keep(key, token, payload), answers),
    complete(key, token, doneMilliseconds, effect) {
      // An effect takes the time that it needs: it is the handler's. The rest is the store's.
      const deadline = new PausableDeadline(storeMilliseconds);
      const paused = effect && deadline.pauseDuring(effect);
      return settleInTime(() => store.complete(key, token, doneMilliseconds, paused), deadline.start);
    },
    release,
    takeOver: (wanted) =>
      settleInTime(
        () => store.takeOver(wanted),
        takeOvers,
        (kept) => {
          for (const { key } of kept) giveUp(key, wanted.token);
        },
      ),
  };
}

/**
 * What the store answers, as long as it answers in time.
 *
 * @param late gets what comes after that
 */
async function settleInTime<Value>(
  ask: () => MaybePromise<Value>,
  start: (fail: Expire) => Deadline,
  late?: (value: Value) => void,
): Promise<Value> {
  const answer = ask();
  if (!isThenable(answer)) return answer;
  const { promise, reject } = Promise.withResolvers<never>();
  let isLate = false;
  const fail = () => {
    isLate = true;
    reject(new StoreError('store-unavailable', 'the store has not answered in time'));
  };
  // Where the event loop stood still, the answer may be here already and only has to be read first.
  const deadline = start((overdue) => void (overdue > stall ? setImmediate(fail) : fail()));
  const settled = Promise.resolve(answer).finally(() => deadline.clear());
  settled.then((value) => isLate && late?.(value)).catch(() => {});
  return Promise.race([settled, promise]);
}

/** Something that runs out, unless it is cleared. */
interface Deadline {
  clear(): void;
}

/** @param overdueMilliseconds how long ago the time was over: the event loop was blocked meanwhile */
type Expire = (overdueMilliseconds: number) => void;

/** Runs it when the time is over. What is waited for keeps the process alive, not the clock. */
export function startDeadline(milliseconds: number, run: Expire): Deadline {
  const end = performance.now() + milliseconds;
  const timer = setTimeout(() => run(performance.now() - end), Math.min(milliseconds, longestTimer));
  if (typeof timer === 'object') timer.unref();
  return { clear: () => clearTimeout(timer) };
}

/** A deadline that stands still while work goes on that takes the time it needs, and then begins anew. */
class PausableDeadline {
  readonly #milliseconds: number;
  #expire: Expire | undefined;
  #deadline: Deadline | undefined;
  #isPaused = false;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
  }

  readonly start = (expire: Expire): Deadline => {
    this.#expire = expire;
    if (!this.#isPaused) this.#deadline = startDeadline(this.#milliseconds, expire);
    const clear = () => {
      this.#expire = undefined;
      this.#deadline?.clear();
    };
    return { clear };
  };

  pauseDuring<Given>(work: (given: Given) => MaybePromise<void>): (given: Given) => MaybePromise<void> {
    const resume = () => {
      this.#isPaused = false;
      if (this.#expire) this.#deadline = startDeadline(this.#milliseconds, this.#expire);
    };
    return (given) => {
      this.#isPaused = true;
      this.#deadline?.clear();
      let done: MaybePromise<void>;
      try {
        done = work(given);
      } catch (error) {
        resume();
        throw error;
      }
      if (isThenable(done)) return Promise.resolve(done).finally(resume);
      resume();
    };
  }
}
