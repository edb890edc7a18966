import type { Contracts } from '../contract.ts';
import { parseWith, readQueryWith } from '../events/read-event.ts';
import type { AnyEvent } from '../generations.ts';
import {
  type ClaimVerdict,
  type EventStore,
  isThenable,
  type KeptEvent,
  type TakeOver,
} from '../stores/event-store.ts';
import { startDeadline } from './deadline.ts';
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

/** A store that finds a lease run out gives its owner time for one renewal more, however long the lease is. */
const longestInterval = 1000;

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
  isTimedOut = false;
  readonly #controller = new AbortController();
  readonly #timedOut = Promise.withResolvers<never>();

  constructor(event: AnyEvent, key: string, token: string, origin: Origin) {
    this.event = event;
    this.key = key;
    this.token = token;
    this.origin = origin;
    this.isAcknowledged = origin.isKept === true;
    // It may be that nothing waits.
    this.#timedOut.promise.catch(() => {});
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  loseClaim(): void {
    this.#controller.abort(new ClaimLostError());
  }

  /** Its time is over: its handler is no longer awaited, and nothing is tried again. */
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

/**
 * The events that this process has claimed. What runs here is in flight, whatever has become of its lease while the process
 * stood still. Each claim is renewed at least three times a lease, by one renewal at a time.
 */
export class Claims<Transaction> {
  readonly #store: EventStore<Transaction>;
  readonly #leaseMilliseconds: number;
  #running = new Map<string, ClaimedEvent>();
  readonly #asked = new Map<string, Promise<ClaimVerdict>>();
  readonly #renewals = new Map<ClaimedEvent, Promise<void>>();
  #takingOver: Promise<unknown> = Promise.resolve();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(store: EventStore<Transaction>, leaseMilliseconds: number) {
    this.#store = store;
    this.#leaseMilliseconds = leaseMilliseconds;
  }

  async claim(key: string, token: string): Promise<ClaimVerdict> {
    if (this.#running.has(key)) return 'in-flight';
    const other = this.#asked.get(key);
    if (other) return (await other) === 'done' ? 'done' : 'in-flight';
    const asked = this.#store.claim(key, { token, leaseMilliseconds: this.#leaseMilliseconds });
    if (!isThenable(asked)) return asked;
    this.#asked.set(key, asked);
    try {
      const verdict = await asked;
      // Taken over from itself meanwhile, having stood still.
      return verdict === 'claimed' && this.#adopt(key, token) ? 'in-flight' : verdict;
    } finally {
      this.#asked.delete(key);
    }
  }

  /** @returns whether the store has what is needed to handle it later: false when another process has taken the claim */
  async keep({ key, token, origin }: ClaimedEvent): Promise<boolean> {
    return this.#store.keep(key, token, writePayload(origin));
  }

  /** Its claim is renewed until it is released or has ended. */
  begin(event: ClaimedEvent): void {
    this.#running.set(event.key, event);
    const interval = Math.min(this.#leaseMilliseconds / 3, longestInterval);
    this.#timer ??= setInterval(() => this.#renewAll(), interval);
  }

  end(event: ClaimedEvent): void {
    event.isRenewed = false;
    this.#running.delete(event.key);
    // The tables that a Map has outgrown hold each other, with all that was in them, until a whole collection.
    if (this.#running.size === 0) this.#running = new Map();
  }

  /** Gives the claim up, and says why. Where the store cannot be reached, the lease runs out by itself. */
  async release(event: ClaimedEvent, error?: string): Promise<void> {
    event.isRenewed = false;
    try {
      // A renewal must not arrive after the claim was released.
      await this.#renewals.get(event);
      await this.#store.release(event.key, event.token, error);
    } catch {}
  }

  timeOut(): void {
    for (const event of this.#running.values()) event.timeOut();
  }

  /** @returns whether it runs here already: the claim, which it may have lost by standing still, is its own again */
  #adopt(key: string, token: string): boolean {
    const running = this.#running.get(key);
    if (running) running.token = token;
    return running !== undefined;
  }

  /**
   * Claims what the store has kept, without what runs here already.
   *
   * @throws what the store throws, and StoreError when it does not answer in time
   */
  takeOver(wanted: TakeOver): Promise<readonly KeptEvent[]> {
    const taken = this.#takingOver.then(async () => {
      const kept = await this.#store.takeOver(wanted);
      await Promise.all(kept.map(({ key }) => this.#asked.get(key)?.catch(() => {})));
      return kept.filter(({ key }) => !this.#adopt(key, wanted.token));
    });
    this.#takingOver = taken.catch(() => {});
    return taken;
  }

  async settleTakeOver(): Promise<void> {
    await this.#takingOver;
  }

  /** With nothing to renew the timer ends. */
  #renewAll(): void {
    if (this.#running.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    for (const event of this.#running.values()) {
      if (!event.isRenewed || this.#renewals.has(event)) continue;
      const renewal = this.#renew(event).finally(() => this.#renewals.delete(event));
      this.#renewals.set(event, renewal);
    }
  }

  async #renew(event: ClaimedEvent): Promise<void> {
    try {
      const { key, token } = event;
      if (await this.#store.renew(key, { token, leaseMilliseconds: this.#leaseMilliseconds })) return;
      await this.settleTakeOver();
      if (event.token !== token || !event.isRenewed) return;
      event.isRenewed = false;
      event.loseClaim();
    } catch {
      // The store is away: the next turn asks again, and `complete` tells whether another process has taken the claim.
    }
  }
}
