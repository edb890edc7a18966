import {
  type ClaimVerdict,
  type EventStore,
  isThenable,
  type KeptEvent,
  type MaybePromise,
  type TakeOver,
} from '../stores/event-store.ts';
import type { HeldClaim, RunningEvent } from './running-event.ts';

/** The events of this process: what runs here is in flight, whatever has become of its lease while it stood still. */
export class OwnEvents<Transaction> {
  readonly #store: EventStore<Transaction>;
  readonly #leaseMilliseconds: number;
  readonly #running = new Map<string, RunningEvent<Transaction>>();
  /** Claims that the store has not answered yet. */
  readonly #claims = new Map<string, Promise<ClaimVerdict>>();
  #takingOver: Promise<unknown> = Promise.resolve();

  constructor(store: EventStore<Transaction>, leaseMilliseconds: number) {
    this.#store = store;
    this.#leaseMilliseconds = leaseMilliseconds;
  }

  add(running: RunningEvent<Transaction>): void {
    this.#running.set(running.key, running);
  }

  remove(running: RunningEvent<Transaction>): void {
    this.#running.delete(running.key);
  }

  /** Stops waiting for every handler that is at work. */
  timeOut(): void {
    for (const running of this.#running.values()) running.timeOut();
  }

  claim(key: string, token: string): MaybePromise<ClaimVerdict> {
    if (this.#running.has(key)) return 'in-flight';
    const other = this.#claims.get(key);
    if (other) return other.then((verdict) => (verdict === 'claimed' ? 'in-flight' : verdict));
    const claimed = this.#store.claim(key, { token, leaseMilliseconds: this.#leaseMilliseconds });
    if (!isThenable(claimed)) return claimed;
    this.#claims.set(key, claimed);
    const forget = () => void this.#claims.delete(key);
    claimed.then(forget, forget);
    return claimed;
  }

  /** @returns whether it runs here already: the claim, which it may have lost by standing still, is its own again */
  adopt(key: string, token: string): boolean {
    const running = this.#running.get(key);
    running?.adopt(token);
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
      const others = await Promise.all(
        kept.map(async ({ key }) => {
          await this.#claims.get(key)?.catch(() => {});
          return !this.adopt(key, wanted.token);
        }),
      );
      return kept.filter((_, place) => others[place]);
    });
    this.#takingOver = taken.catch(() => {});
    return taken;
  }

  /** Settles when it is known which claims this process has taken over from itself. */
  readonly settleTakeOver = async (): Promise<void> => {
    await this.#takingOver;
  };
}

/** A store that finds a lease run out gives its owner time for one renewal more, however long the lease is. */
const longestInterval = 1000;

/**
 * Renews every claim that is held, at least three times a lease, each by one renewal at a time. With nothing to hold the timer
 * ends at its next turn.
 */
export class Renewer {
  readonly #store: Pick<EventStore, 'renew'>;
  readonly #leaseMilliseconds: number;
  readonly #settleTakeOver: () => Promise<void>;
  readonly #held = new Set<HeldClaim>();
  readonly #renewals = new Map<HeldClaim, Promise<void>>();
  #timer: ReturnType<typeof setInterval> | undefined;

  /** @param settleTakeOver settles when it is known which claims this process has taken over from itself */
  constructor(
    store: Pick<EventStore, 'renew'>,
    leaseMilliseconds: number,
    settleTakeOver: () => Promise<void>,
  ) {
    this.#store = store;
    this.#leaseMilliseconds = leaseMilliseconds;
    this.#settleTakeOver = settleTakeOver;
  }

  hold(claim: HeldClaim): void {
    this.#held.add(claim);
    this.#timer ??= setInterval(
      () => this.#renewAll(),
      Math.min(this.#leaseMilliseconds / 3, longestInterval),
    );
  }

  /** @returns a promise while a renewal is still under way, which must not arrive after the claim was released */
  drop(claim: HeldClaim): MaybePromise<void> {
    this.#held.delete(claim);
    return this.#renewals.get(claim);
  }

  #renewAll(): void {
    if (this.#held.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    for (const claim of this.#held) {
      if (this.#renewals.has(claim)) continue;
      const renewal = this.#renew(claim).finally(() => this.#renewals.delete(claim));
      this.#renewals.set(claim, renewal);
    }
  }

  async #renew(claim: HeldClaim): Promise<void> {
    try {
      const { key, token } = claim;
      if (await this.#store.renew(key, { token, leaseMilliseconds: this.#leaseMilliseconds })) return;
      await this.#settleTakeOver();
      if (claim.token === token && this.#held.delete(claim)) claim.lost();
    } catch {
      // The store is away: the next turn asks again, and `complete` tells whether somebody else has taken the claim.
    }
  }
}
