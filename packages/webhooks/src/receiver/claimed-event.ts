import type { AnyEvent } from '../generations.ts';
import { type EventStore, isThenable, type MaybePromise, StoreError } from '../stores/event-store.ts';
import { ClaimLostError, type HandlerContext, HandlerTimeoutError } from './options.ts';
import type { Origin } from './origin.ts';
import { startDeadline } from './store-deadline.ts';

/** Pauses before the store is told again that an event is done, in milliseconds. */
const pauses = { first: 25, longest: 500 } as const;

/** What all events of a receiver run with. */
export interface ClaimSettings<Transaction> {
  readonly store: EventStore<Transaction>;
  readonly doneMilliseconds: number;
  readonly handlerMilliseconds: number;
  /** Settles when it is known which claims this process has taken over from itself. */
  settleTakeOver(): Promise<void>;
}

/** One event that is claimed, from its claim to its end. */
export class ClaimedEvent<Transaction> implements HandlerContext<Transaction> {
  readonly event: AnyEvent;
  /** Under which the store has it: its fingerprint, or that of an older version which has kept it. */
  readonly key: string;
  /** Another one when this process has taken the claim over from itself. */
  token: string;
  /** Another one when its record was asked for. */
  origin: Origin;
  /** Whether its claim is still to be renewed. */
  isRenewed = true;
  /** Whether the vendor was told that it is handled, before it was. */
  isAcknowledged: boolean;
  isCommitted = false;
  isTimedOut = false;
  /** A commit that has not settled yet. */
  committing: Promise<void> | undefined;
  /** Why a commit was not written that nobody waited for. */
  #unseenFailure: { readonly error: unknown } | undefined;
  readonly #settings: ClaimSettings<Transaction>;
  readonly #started = performance.now();
  readonly #controller = new AbortController();
  #stopWaiting: ((error: Error) => void) | undefined;
  #stopEffect: ((error: Error) => void) | undefined;

  constructor(
    event: AnyEvent,
    key: string,
    token: string,
    origin: Origin,
    settings: ClaimSettings<Transaction>,
  ) {
    this.event = event;
    this.key = key;
    this.token = token;
    this.origin = origin;
    this.isAcknowledged = origin.isKept === true;
    this.#settings = settings;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Another process has taken the claim. */
  loseClaim(): void {
    this.#controller.abort(new ClaimLostError());
  }

  /** Waits for what belongs to the handler, as long as it has time. */
  async waitFor<Value>(work: PromiseLike<Value>): Promise<Value> {
    const { promise, reject } = Promise.withResolvers<never>();
    this.#stopWaiting = reject;
    const deadline = startDeadline(this.#settings.handlerMilliseconds, () => this.timeOut());
    try {
      return await Promise.race([work, promise]);
    } finally {
      deadline.clear();
      this.#stopWaiting = undefined;
    }
  }

  /** Its time is over: nobody waits for its handler any more, and nothing is tried again. */
  timeOut(): void {
    const error = new HandlerTimeoutError();
    this.isTimedOut = true;
    this.#controller.abort(error);
    this.#stopWaiting?.(error);
    this.#stopEffect?.(error);
  }

  // An arrow function, since handlers take it out of their context.
  readonly commit = (effect: (transaction: Transaction) => MaybePromise<void>): Promise<void> => {
    const committing = this.#commit(effect);
    this.committing = committing;
    const returned = new WatchedPromise<void>((resolve, reject) => {
      const fail = (error: unknown) => {
        if (!returned.isWatched) this.#unseenFailure = { error };
        reject(error);
      };
      void committing.then(resolve, fail).finally(() => {
        if (this.committing === committing) this.committing = undefined;
      });
    });
    // A handler that does not wait for it must not end the process.
    returned.settle();
    return returned;
  };

  async #commit(effect: (transaction: Transaction) => MaybePromise<void>): Promise<void> {
    if (this.isCommitted)
      throw new TypeError('commit: this event is committed already. Write everything in one effect.');
    let isEffectToBlame = false;
    const watched = (transaction: Transaction): MaybePromise<void> => {
      const blame = (error: unknown): never => {
        isEffectToBlame = true;
        throw error;
      };
      try {
        const written = effect(transaction);
        return isThenable(written) ? this.#untilTimedOut(written).catch(blame) : undefined;
      } catch (error) {
        return blame(error);
      }
    };
    if (!(await this.#complete(watched, () => isEffectToBlame))) throw new ClaimLostError();
    this.isCommitted = true;
  }

  /**
   * An event is not done where its effect was not written, and its handler did not even look.
   *
   * @throws what the commit failed with
   */
  throwUnlessWritten(): void {
    if (this.#unseenFailure && !this.isCommitted) throw this.#unseenFailure.error;
  }

  /** An effect that never ends must not hold a transaction for ever. */
  #untilTimedOut(written: PromiseLike<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#stopEffect = reject;
      written.then(resolve, reject);
    });
  }

  /** @returns whether it is done: nobody else has taken the claim */
  async complete(): Promise<boolean> {
    return this.isCommitted || this.#complete();
  }

  /**
   * Tries again where the store could not be told, or its answer was lost: what it was told before it knows by the token.
   *
   * @param isHopeless whether the effect itself has failed
   */
  async #complete(
    effect?: (transaction: Transaction) => MaybePromise<void>,
    isHopeless: () => boolean = () => false,
  ): Promise<boolean> {
    const { store, doneMilliseconds, handlerMilliseconds } = this.#settings;
    for (let pause: number = pauses.first; ; pause = Math.min(2 * pause, pauses.longest)) {
      const { token } = this;
      try {
        if (await store.complete(this.key, token, doneMilliseconds, effect)) return true;
        await this.#settings.settleTakeOver();
        if (this.token === token) return false;
      } catch (error) {
        const isOver = this.isTimedOut || performance.now() + pause - this.#started >= handlerMilliseconds;
        if (isHopeless() || isPermanent(error) || isOver) throw error;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }
}

function isPermanent(error: unknown): boolean {
  return error instanceof StoreError && error.code !== 'store-unavailable';
}

/** Knows whether anybody has waited for it. */
class WatchedPromise<Value> extends Promise<Value> {
  isWatched = false;

  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  // biome-ignore lint/suspicious/noThenProperty: this is a promise.
  override then<Result = Value, Other = never>(
    onFulfilled?: ((value: Value) => Result | PromiseLike<Result>) | null,
    onRejected?: ((reason: unknown) => Other | PromiseLike<Other>) | null,
  ): Promise<Result | Other> {
    this.isWatched = true;
    return super.then(onFulfilled, onRejected);
  }

  /** A rejection that nobody waits for is not an event of the process. */
  settle(): void {
    super.then(undefined, () => {});
  }
}
