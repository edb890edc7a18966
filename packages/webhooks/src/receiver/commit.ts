import { type EventStore, isThenable, type MaybePromise, StoreError } from '../stores/event-store.ts';
import type { ClaimedEvent, Claims } from './claims.ts';
import { ClaimLostError } from './options.ts';

/** Pauses before the store is called again, in milliseconds. */
const pauses = { first: 25, longest: 500 } as const;

type Effect<Transaction> = (transaction: Transaction) => MaybePromise<void>;

export interface CommitSettings<Transaction> {
  readonly store: EventStore<Transaction>;
  readonly claims: Claims<Transaction>;
  readonly doneMilliseconds: number;
  readonly handlerMilliseconds: number;
}

/** Marks an event as done in the store, together with the effect of its handler or without one. */
export class Commit<Transaction> {
  isCommitted = false;
  #pending: Promise<void> | undefined;
  readonly #claimed: ClaimedEvent;
  readonly #settings: CommitSettings<Transaction>;
  readonly #started = performance.now();
  /** Why an effect was not written, where the handler did not await it. */
  #unseenFailure: { readonly error: unknown } | undefined;

  constructor(claimed: ClaimedEvent, settings: CommitSettings<Transaction>) {
    this.#claimed = claimed;
    this.#settings = settings;
  }

  write(effect: Effect<Transaction>): Promise<void> {
    const pending = this.#commit(effect);
    this.#pending = pending;
    const returned = new WatchedPromise<void>((resolve, reject) => {
      const fail = (error: unknown) => {
        if (!returned.isWatched) this.#unseenFailure = { error };
        reject(error);
      };
      void pending.then(resolve, fail).finally(() => {
        if (this.#pending === pending) this.#pending = undefined;
      });
    });
    // A handler that does not await it must not end the process.
    returned.ignoreRejection();
    return returned;
  }

  /**
   * Waits for what the handler has not awaited: an event is not done where its effect was not written and its handler did
   * not look.
   *
   * @throws what the commit failed with
   */
  async settle(): Promise<void> {
    if (this.#pending) await this.#pending;
    if (this.#unseenFailure && !this.isCommitted) throw this.#unseenFailure.error;
  }

  /** @returns whether the event is done: false when another process has taken the claim */
  async complete(): Promise<boolean> {
    return this.isCommitted || this.#complete();
  }

  async #commit(effect: Effect<Transaction>): Promise<void> {
    if (this.isCommitted) {
      throw new TypeError('commit: this event is committed already. Write everything in one effect.');
    }
    let isEffectToBlame = false;
    const blame = (error: unknown): never => {
      isEffectToBlame = true;
      throw error;
    };
    const watched = (transaction: Transaction): MaybePromise<void> => {
      try {
        const written = effect(transaction);
        // An effect that never ends must not hold a transaction for ever.
        return isThenable(written) ? this.#claimed.untilTimedOut(written).catch(blame) : undefined;
      } catch (error) {
        return blame(error);
      }
    };
    if (!(await this.#complete(watched, () => isEffectToBlame))) throw new ClaimLostError();
    this.isCommitted = true;
  }

  /**
   * Tries again where the store could not be reached, or its answer was lost: what it did before it knows by the token.
   *
   * @param isHopeless whether the effect itself has failed
   */
  async #complete(effect?: Effect<Transaction>, isHopeless = () => false): Promise<boolean> {
    const { store, claims, doneMilliseconds, handlerMilliseconds } = this.#settings;
    for (let pause: number = pauses.first; ; pause = Math.min(2 * pause, pauses.longest)) {
      const { key, token } = this.#claimed;
      try {
        if (await store.complete(key, token, doneMilliseconds, effect)) return true;
        await claims.settleTakeOver();
        if (this.#claimed.token === token) return false;
      } catch (error) {
        const isOver =
          this.#claimed.isTimedOut || performance.now() + pause - this.#started >= handlerMilliseconds;
        if (isHopeless() || isPermanent(error) || isOver) throw error;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }
}

function isPermanent(error: unknown): boolean {
  return error instanceof StoreError && error.code === 'effect-not-possible';
}

/** Knows whether it was awaited. */
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

  ignoreRejection(): void {
    super.then(undefined, () => {});
  }
}
