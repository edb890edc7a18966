import {
  type ClaimVerdict,
  type EventStore,
  isThenable,
  type KeptEvent,
  type MaybePromise,
  StoreError,
} from '../stores/event-store.ts';

/** Timers of JavaScript take no more. */
export const longestTimer = 2 ** 31 - 1;

/** Milliseconds by which a timer is late only when the event loop stood still. */
const stall = 50;

interface StoreTimes {
  readonly storeMilliseconds: number;
  readonly answerMilliseconds: number;
  readonly leaseMilliseconds: number;
}

/** The same store, whose every call settles in time. What it answers at once costs no turn of the event loop. */
export function withStoreDeadline<Transaction>(
  store: EventStore<Transaction>,
  { storeMilliseconds, answerMilliseconds, leaseMilliseconds }: StoreTimes,
): EventStore<Transaction> {
  const inTime = (milliseconds: number) => (run: Expire) => startDeadline(milliseconds, run);
  const calls = inTime(storeMilliseconds);
  // For what somebody waits for who is to be answered in time.
  const answers = inTime(Math.min(storeMilliseconds, answerMilliseconds));
  // A store may wait for a renewal before it takes what has lapsed.
  const takeOvers = inTime(storeMilliseconds + leaseMilliseconds / 2);
  const release = (key: string, token: string) => settleInTime(() => store.release(key, token), calls);
  // What is claimed too late is nobody's: otherwise its lease runs out.
  const giveUp = (key: string, token: string) => void Promise.resolve(release(key, token)).catch(() => {});
  return {
    claim(key, claim) {
      const late = (verdict: ClaimVerdict) => {
        if (verdict === 'claimed') giveUp(key, claim.token);
      };
      return settleInTime(() => store.claim(key, claim), answers, late);
    },
    renew: (key, claim) => settleInTime(() => store.renew(key, claim), calls),
    keep: (key, token, payload) => settleInTime(() => store.keep(key, token, payload), answers),
    complete(key, token, doneMilliseconds, effect) {
      if (!effect) return settleInTime(() => store.complete(key, token, doneMilliseconds), calls);
      // An effect takes the time that it needs: it is the handler's. The rest is the store's.
      const deadline = createPausableDeadline(storeMilliseconds);
      const paused = deadline.pauseDuring(effect);
      return settleInTime(() => store.complete(key, token, doneMilliseconds, paused), deadline.start);
    },
    release,
    takeOver(wanted) {
      const late = (kept: readonly KeptEvent[]) => {
        for (const { key } of kept) giveUp(key, wanted.token);
      };
      return settleInTime(() => store.takeOver(wanted), takeOvers, late);
    },
  };
}

/**
 * What the store answers, as long as it answers in time.
 *
 * @param late gets what comes after that
 */
function settleInTime<Value>(
  ask: () => MaybePromise<Value>,
  start: (run: Expire) => Deadline,
  late?: (value: Value) => void,
): MaybePromise<Value> {
  let asked: MaybePromise<Value>;
  try {
    asked = ask();
  } catch (error) {
    return Promise.reject(error);
  }
  if (!isThenable(asked)) return asked;
  const answer = asked;
  return new Promise<Value>((resolve, reject) => {
    let isLate = false;
    const fail = () => {
      isLate = true;
      reject(new StoreError('store-unavailable', 'the store has not answered in time'));
    };
    // Where the event loop stood still, the answer may be here already and only has to be read first.
    const deadline = start((overdue) => void (overdue > stall ? setImmediate(fail) : fail()));
    answer.then(
      (value) => {
        deadline.clear();
        if (isLate) late?.(value);
        else resolve(value);
      },
      (error: unknown) => {
        deadline.clear();
        reject(error);
      },
    );
  });
}

/** Something that runs out, unless it is cleared. */
interface Deadline {
  clear(): void;
}

/** @param overdueMilliseconds how long ago the time was over: the event loop stood still for so long */
type Expire = (overdueMilliseconds: number) => void;

/** Runs it when the time is over. What is waited for keeps the process alive, not the clock. */
export function startDeadline(milliseconds: number, run: Expire): Deadline {
  const end = performance.now() + milliseconds;
  const timer = setTimeout(() => run(performance.now() - end), Math.min(milliseconds, longestTimer));
  if (typeof timer === 'object') timer.unref();
  return { clear: () => clearTimeout(timer) };
}

/** A deadline that stands still while work goes on that takes the time it needs, and then begins anew. */
function createPausableDeadline(milliseconds: number) {
  let run: Expire | undefined;
  let deadline: Deadline | undefined;
  let isPaused = false;
  const resume = () => {
    isPaused = false;
    if (run) deadline = startDeadline(milliseconds, run);
  };
  return {
    start(expire: Expire): Deadline {
      run = expire;
      if (!isPaused) deadline = startDeadline(milliseconds, run);
      return {
        clear() {
          run = undefined;
          deadline?.clear();
        },
      };
    },
    pauseDuring:
      <Given>(work: (given: Given) => MaybePromise<void>) =>
      (given: Given): MaybePromise<void> => {
        isPaused = true;
        deadline?.clear();
        try {
          const done = work(given);
          if (isThenable(done)) return Promise.resolve(done).finally(resume);
          resume();
        } catch (error) {
          resume();
          throw error;
        }
      },
  };
}
