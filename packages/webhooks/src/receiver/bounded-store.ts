import {
  type Claim,
  type ClaimVerdict,
  type EventStore,
  isThenable,
  type KeptEvent,
  type MaybePromise,
  type TakeOver,
} from '../stores/event-store.ts';
import { StoreError } from '../stores/store-error.ts';
import { Deadlines, PausableDeadline } from './deadlines.ts';

type Effect<Transaction> = (transaction: Transaction) => MaybePromise<void>;

/** Milliseconds by which a timer is late only when the event loop stood still. */
const stall = 50;

interface StoreTimes {
  readonly storeMilliseconds: number;
  readonly answerMilliseconds: number;
  readonly leaseMilliseconds: number;
}

/** A store whose every call settles in time. What it answers at once costs no turn of the event loop. */
export class BoundedStore<Transaction> implements EventStore<Transaction> {
  readonly #store: EventStore<Transaction>;
  readonly #calls: Deadlines;
  /** For what somebody waits for who is to be answered in time. */
  readonly #answers: Deadlines;
  readonly #takeOvers: Deadlines;

  constructor(store: EventStore<Transaction>, times: StoreTimes) {
    const { storeMilliseconds, answerMilliseconds, leaseMilliseconds } = times;
    this.#store = store;
    this.#calls = new Deadlines(storeMilliseconds);
    this.#answers = new Deadlines(Math.min(storeMilliseconds, answerMilliseconds));
    // A store may wait for a renewal before it takes what has lapsed.
    this.#takeOvers = new Deadlines(storeMilliseconds + leaseMilliseconds / 2);
  }

  claim(key: string, claim: Claim): MaybePromise<ClaimVerdict> {
    const giveUp = (late: ClaimVerdict) => {
      if (late === 'claimed') this.#giveUp(key, claim.token);
    };
    return withDeadline(() => this.#store.claim(key, claim), this.#answers, giveUp);
  }

  renew(key: string, claim: Claim): MaybePromise<boolean> {
    return withDeadline(() => this.#store.renew(key, claim), this.#calls);
  }

  keep(key: string, token: string, payload: string): MaybePromise<boolean> {
    return withDeadline(() => this.#store.keep(key, token, payload), this.#answers);
  }

  /** An effect takes the time that it needs: it is the handler's. The rest is the store's. */
  complete(
    key: string,
    token: string,
    doneMilliseconds: number,
    effect?: Effect<Transaction>,
  ): MaybePromise<boolean> {
    if (!effect) return withDeadline(() => this.#store.complete(key, token, doneMilliseconds), this.#calls);
    const deadline = new PausableDeadline(this.#calls);
    const paused = deadline.pauseDuring(effect);
    return withDeadline(() => this.#store.complete(key, token, doneMilliseconds, paused), deadline);
  }

  release(key: string, token: string): MaybePromise<void> {
    return withDeadline(() => this.#store.release(key, token), this.#calls);
  }

  takeOver(wanted: TakeOver): MaybePromise<readonly KeptEvent[]> {
    const giveUp = (late: readonly KeptEvent[]) => {
      for (const { key } of late) this.#giveUp(key, wanted.token);
    };
    return withDeadline(() => this.#store.takeOver(wanted), this.#takeOvers, giveUp);
  }

  #giveUp(key: string, token: string): void {
    // Otherwise its lease runs out.
    void Promise.resolve(this.release(key, token)).catch(() => {});
  }
}

/**
 * What the store answers, as long as it answers in time.
 *
 * @param late gets what comes after that
 */
function withDeadline<Value>(
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
