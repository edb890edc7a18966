import type { UnknownEvent, WebhookEvent } from '../events/event.ts';
import { type EventStore, isThenable, type MaybePromise, StoreError } from '../stores/event-store.ts';
import { ClaimLostError, HandlerTimeoutError } from './errors.ts';
import type { HandlerContext } from './options.ts';
import { startDeadline } from './store-deadline.ts';

/** Pauses before the store is told again that an event is done, in milliseconds. */
const pauses = { first: 25, longest: 500 } as const;

/** What all events of a receiver run with. */
export interface RunningSettings<Transaction> {
  readonly store: EventStore<Transaction>;
  readonly doneMilliseconds: number;
  readonly handlerMilliseconds: number;
  /** Settles when it is known which claims this process has taken over from itself. */
  readonly settleTakeOver: () => Promise<void>;
}

/** A claim that is held while a handler runs. */
export interface HeldClaim {
  readonly key: string;
  /** Another one when this process has taken the claim over from itself. */
  readonly token: string;
  /** Called once when somebody else has taken the claim. */
  lost(): void;
}

/** One event that is claimed, from its claim to its end. */
export class RunningEvent<Transaction> implements HeldClaim, HandlerContext<Transaction> {
  readonly event: WebhookEvent | UnknownEvent;
  /** Under which the store has it: its fingerprint, or that of an older version which has kept it. */
  readonly key: string;
  /** What it can be read from again; undefined when the store has it already. */
  readonly payload: (() => string) | undefined;
  /** Whether the vendor was told that it is handled, before it was. */
  isAcknowledged = false;
  isCommitted = false;
  /** Why a commit was not written that nobody waited for. */
  #unseenFailure: { readonly error: unknown } | undefined;
  isTimedOut = false;
  /** A commit that has not settled yet. */
  committing: Promise<void> | undefined;
  #token: string;
  readonly #settings: RunningSettings<Transaction>;
  readonly #started = performance.now();
  #stopWaiting: ((error: Error) => void) | undefined;
  #stopEffect: ((error: Error) => void) | undefined;
  #abortReason: Error | undefined;
  #controller: AbortController | undefined;

  constructor(
    event: WebhookEvent | UnknownEvent,
    key: string,
    token: string,
    settings: RunningSettings<Transaction>,
    payload?: () => string,
  ) {
    this.event = event;
    this.key = key;
    this.#token = token;
    this.payload = payload;
    this.#settings = settings;
  }

  get token(): string {
    return this.#token;
  }

  /** The claim is this process's under another token from now on. */
  adopt(token: string): void {
    this.#token = token;
  }

  // Made when somebody asks for it: most handlers are over before anything could be aborted.
  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.#abortReason) this.#controller.abort(this.#abortReason);
    }
    return this.#controller.signal;
  }

  lost(): void {
    this.#abort(new ClaimLostError());
  }

  /** Waits for what belongs to the handler, as long as it has time. */
  waitFor<Value>(work: PromiseLike<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      const deadline = startDeadline(this.#settings.handlerMilliseconds, () => this.timeOut());
      this.#stopWaiting = (error) => {
        deadline.clear();
        reject(error);
      };
      const end = () => {
        deadline.clear();
        this.#stopWaiting = undefined;
      };
      work.then(
        (value) => {
          end();
          resolve(value);
        },
        (error: unknown) => {
          end();
          reject(error);
        },
      );
    });
  }

  /** Its time is over: nobody waits for its handler any more, and nothing is tried again. */
  timeOut(): void {
    const error = new HandlerTimeoutError();
    this.isTimedOut = true;
    this.#abort(error);
    this.#stopWaiting?.(error);
    this.#stopEffect?.(error);
  }

  // An arrow function, since handlers take it out of their context.
  readonly commit = (effect: (transaction: Transaction) => MaybePromise<void>): Promise<void> => {
    const committing = this.#commit(effect);
    this.committing = committing;
    const returned = new WatchedPromise<void>((resolve, reject) => {
      const end = () => {
        if (this.committing === committing) this.committing = undefined;
      };
      committing.then(
        () => {
          end();
          resolve();
        },
        (error: unknown) => {
          if (!returned.isWatched) this.#unseenFailure = { error };
          end();
          reject(error);
        },
      );
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
    const attempt = () => this.#complete(watched);
    if (!(await this.#insist(attempt, attempt(), () => isEffectToBlame))) throw new ClaimLostError();
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
  complete(): MaybePromise<boolean> {
    if (this.isCommitted) return true;
    const attempt = () => this.#complete();
    const completed = attempt();
    return completed === true || this.#insist(attempt, completed, () => false);
  }

  #complete(effect?: (transaction: Transaction) => MaybePromise<void>): MaybePromise<boolean> {
    const { store, doneMilliseconds } = this.#settings;
    return store.complete(this.key, this.token, doneMilliseconds, effect);
  }

  /**
   * Tries again where the store could not be told, or its answer was lost: what it was told before it knows by the token.
   */
  async #insist(
    attempt: () => MaybePromise<boolean>,
    first: MaybePromise<boolean>,
    isHopeless: () => boolean,
  ): Promise<boolean> {
    let completed = first;
    for (let pause: number = pauses.first; ; pause = Math.min(2 * pause, pauses.longest)) {
      const { token } = this;
      try {
        if (await completed) return true;
        await this.#settings.settleTakeOver();
        if (this.token === token) return false;
      } catch (error) {
        if (isHopeless() || isPermanent(error) || this.#isOver(pause)) throw error;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
      completed = attempt();
    }
  }

  #isOver(pause: number): boolean {
    const { handlerMilliseconds } = this.#settings;
    return this.isTimedOut || performance.now() + pause - this.#started >= handlerMilliseconds;
  }

  #abort(reason: Error): void {
    this.#abortReason ??= reason;
    this.#controller?.abort(reason);
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
