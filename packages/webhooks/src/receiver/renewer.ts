import type { EventStore, MaybePromise } from '../stores/event-store.ts';

/** A store that finds a lease run out gives its owner time for one renewal more, however long the lease is. */
const longestInterval = 1000;

/** A claim that is held while a handler runs. */
export interface HeldClaim {
  readonly key: string;
  /** Another one when this process has taken the claim over from itself. */
  readonly token: string;
  /** Called once when somebody else has taken the claim. */
  lost(): void;
}

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
