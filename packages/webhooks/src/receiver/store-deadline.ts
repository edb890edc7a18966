import {
  type ClaimVerdict,
  type EventStore,
  isThenable,
  type KeptEvent,
  type MaybePromise,
  StoreError,
} from '../stores/event-store.ts';

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
  const calls = new Deadlines(storeMilliseconds);
  // For what somebody waits for who is to be answered in time.
  const answers = new Deadlines(Math.min(storeMilliseconds, answerMilliseconds));
  // A store may wait for a renewal before it takes what has lapsed.
  const takeOvers = new Deadlines(storeMilliseconds + leaseMilliseconds / 2);
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
      const deadline = new PausableDeadline(calls);
      const paused = deadline.pauseDuring(effect);
      return settleInTime(() => store.complete(key, token, doneMilliseconds, paused), deadline);
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
  deadlines: Pick<Deadlines, 'set'>,
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
    const deadline = deadlines.set((overdue) => void (overdue > stall ? setImmediate(fail) : fail()));
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

/** Something that runs out. */
export interface Deadline {
  clear(): void;
}

interface Entry extends Deadline {
  readonly at: number;
  readonly run: Expire;
}

/** @param overdueMilliseconds how long ago the time was over: the event loop stood still for so long */
type Expire = (overdueMilliseconds: number) => void;

/**
 * Deadlines that all last equally long, so that the first to be set is the first to run out: one timer serves them all,
 * and setting or clearing one costs next to nothing.
 */
export class Deadlines {
  readonly #milliseconds: number;
  readonly #entries = new Set<Entry>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
  }

  /** Runs it when the time is over, unless it is cleared. */
  set(run: Expire): Deadline {
    const entry: Entry = {
      at: performance.now() + this.#milliseconds,
      run,
      clear: () => {
        this.#entries.delete(entry);
      },
    };
    this.#entries.add(entry);
    this.#timer ??= this.#wake(this.#milliseconds);
    return entry;
  }

  #wake(milliseconds: number): ReturnType<typeof setTimeout> {
    const timer = setTimeout(() => this.#expire(), milliseconds);
    // What is waited for keeps the process alive, not the clock.
    if (typeof timer === 'object') timer.unref();
    return timer;
  }

  #expire(): void {
    this.#timer = undefined;
    const now = performance.now();
    for (const entry of this.#entries) {
      if (entry.at > now) {
        this.#timer = this.#wake(Math.ceil(entry.at - now));
        return;
      }
      this.#entries.delete(entry);
      entry.run(now - entry.at);
    }
  }
}

/** A deadline that stands still while work goes on that takes the time it needs, and then begins anew. */
class PausableDeadline {
  readonly #deadlines: Deadlines;
  #run: Expire | undefined;
  #deadline: Deadline | undefined;
  #isPaused = false;

  constructor(deadlines: Deadlines) {
    this.#deadlines = deadlines;
  }

  set(run: Expire): Deadline {
    this.#run = run;
    if (!this.#isPaused) this.#deadline = this.#deadlines.set(run);
    return {
      clear: () => {
        this.#run = undefined;
        this.#deadline?.clear();
      },
    };
  }

  pauseDuring<Given>(work: (given: Given) => MaybePromise<void>): (given: Given) => MaybePromise<void> {
    return (given) => {
      this.#isPaused = true;
      this.#deadline?.clear();
      let isWaiting = false;
      try {
        const done = work(given);
        if (!isThenable(done)) return undefined;
        isWaiting = true;
        return done.then(
          () => this.#resume(),
          (error: unknown) => {
            this.#resume();
            throw error;
          },
        );
      } finally {
        if (!isWaiting) this.#resume();
      }
    };
  }

  #resume(): void {
    this.#isPaused = false;
    if (this.#run) this.#deadline = this.#deadlines.set(this.#run);
  }
}
