import type { Contracts } from '../contract.ts';
import { parseWith, readQueryWith } from '../events/read-event.ts';
import type { AnyEvent } from '../generations.ts';
import { isThenable, type MaybePromise, StoreError } from '../stores/event-store.ts';
import { askAgain, startDeadline } from './deadline.ts';
import { ClaimLostError, HandlerTimeoutError } from './options.ts';

/** Where an event came from, and how far it was held against its record. Times are Unix milliseconds. */
export interface Origin {
  /** All that was sent. */
  readonly query: string;
  readonly body: string;
  /** Whether a parser in front had read the body. */
  readonly isParsed?: boolean | undefined;
  /** When it came. */
  readonly receivedAt: number;
  /** When its record was asked for last. */
  readonly askedAt?: number | undefined;
  readonly isConfirmed?: boolean | undefined;
  /** The address; undefined where it is not known, or where the event was kept. */
  readonly sender?: string | undefined;
  /** Whether it was taken over from the store, which has it already. */
  readonly isKept?: boolean | undefined;
  /** Makes room for another request, where the handler of this one was cut off. */
  readonly leave?: (() => void) | undefined;
}

/** What is kept of an event. As JSON: no NUL and no lone surrogate stands in it unescaped, so that every store gives back what it was given. */
export function writePayload({ query, body, isParsed, receivedAt, askedAt, isConfirmed }: Origin): string {
  return JSON.stringify({ query, body, isParsed, receivedAt, askedAt, isConfirmed });
}

/**
 * Reads what was kept of an event.
 *
 * @param now a process whose clock was ahead may have kept it: nothing happened later than now
 * @returns undefined when it is nothing that `writePayload` has made
 */
export function readPayload(
  contracts: Contracts<AnyEvent>,
  text: string,
  now: number,
): { readonly event: AnyEvent; readonly origin: Origin } | undefined {
  try {
    const { query: search, body, isParsed, receivedAt, askedAt, isConfirmed } = JSON.parse(text);
    if (typeof search !== 'string' || typeof body !== 'string') return undefined;
    const query = readQueryWith(contracts.choose(search));
    const event = 'problem' in query ? undefined : parseWith(contracts, query, body, isParsed === true);
    if (!event || 'misread' in event) return undefined;
    const readTime = (value: unknown) => (typeof value === 'number' && value <= now ? value : undefined);
    const origin: Origin = {
      query: search,
      body,
      isParsed: isParsed === true,
      receivedAt: readTime(receivedAt) ?? now,
      askedAt: readTime(askedAt),
      isConfirmed: isConfirmed === true,
      isKept: true,
    };
    return { event, origin };
  } catch {
    return undefined;
  }
}

/** One event that this process has claimed, from its claim to its end. */
export class ClaimedEvent {
  readonly event: AnyEvent;
  /** Under which the store has it: its fingerprint, or that of an older version which has kept it. */
  readonly key: string;
  /** Another one when this process has taken the claim over from itself. */
  token: string;
  /** Another one when its record was asked for. */
  origin: Origin;
  /** Whether its claim is still to be renewed. */
  isRenewed = true;
  /** Whether the vendor got an ErrorCode of 0 before it was handled. */
  isAcknowledged: boolean;
  /** Whether the store has what is needed to handle it later. */
  isInStore: boolean;
  /** Whether its handler was called. */
  isBegun = false;
  isTimedOut = false;
  readonly #controller = new AbortController();
  readonly #timedOut = Promise.withResolvers<never>();

  constructor(event: AnyEvent, key: string, token: string, origin: Origin) {
    this.event = event;
    this.key = key;
    this.token = token;
    this.origin = origin;
    this.isAcknowledged = origin.isKept === true;
    this.isInStore = origin.isKept === true;
    // Perhaps nothing waits.
    this.#timedOut.promise.catch(() => {});
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  loseClaim(): void {
    this.#controller.abort(new ClaimLostError());
  }

  /** Its time is up: its handler is no longer awaited, and nothing is retried. */
  timeOut(): void {
    const error = new HandlerTimeoutError();
    this.isTimedOut = true;
    this.#controller.abort(error);
    this.#timedOut.reject(error);
  }

  /** Waits for what belongs to the handler, until its time is over. */
  untilTimedOut<Value>(work: PromiseLike<Value>): Promise<Value> {
    return Promise.race([work, this.#timedOut.promise]);
  }

  /** The same with a time of its own. */
  async waitFor<Value>(work: PromiseLike<Value>, milliseconds: number): Promise<Value> {
    const deadline = startDeadline(milliseconds, () => this.timeOut());
    try {
      return await this.untilTimedOut(work);
    } finally {
      deadline.clear();
    }
  }
}

type Effect<Transaction> = (transaction: Transaction) => MaybePromise<void>;

/** @returns false when another process has taken the claim */
type MarkDone<Transaction> = (effect: Effect<Transaction> | undefined) => Promise<boolean>;

/** Marks an event as done in the store, together with the effect of its handler or without one. */
export class Commit<Transaction> {
  isCommitted = false;
  #pending: Promise<void> | undefined;
  readonly #claimed: ClaimedEvent;
  readonly #markDone: MarkDone<Transaction>;
  readonly #handlerMilliseconds: number;
  readonly #started = performance.now();
  /** Why an effect was not written, where the handler did not await it. */
  #unseenFailure: { readonly error: unknown } | undefined;

  constructor(claimed: ClaimedEvent, markDone: MarkDone<Transaction>, handlerMilliseconds: number) {
    this.#claimed = claimed;
    this.#markDone = markDone;
    this.#handlerMilliseconds = handlerMilliseconds;
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
        // An effect that never ends must not hold a transaction forever.
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
    return askAgain(
      () => this.#markDone(effect),
      (error, pause) => {
        const took = performance.now() - this.#started;
        const isOver = this.#claimed.isTimedOut || took + pause >= this.#handlerMilliseconds;
        return isHopeless() || isPermanent(error) || isOver;
      },
    );
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
