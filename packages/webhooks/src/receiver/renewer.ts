import type { EventStore } from '../store/event-store.ts';

/** A claim that is held while a handler runs. */
export interface HeldClaim {
  readonly key: string;
  readonly token: string;
  /** Called once when the claim is no longer ours. */
  lost(): void;
}

/** Renews every claim that is held, three times a lease. With nothing to hold the timer ends at its next turn. */
export class Renewer {
  readonly #store: Pick<EventStore, 'renew'>;
  readonly #leaseMilliseconds: number;
  readonly #held = new Set<HeldClaim>();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(store: Pick<EventStore, 'renew'>, leaseMilliseconds: number) {
    this.#store = store;
    this.#leaseMilliseconds = leaseMilliseconds;
  }

  hold(claim: HeldClaim): void {
    this.#held.add(claim);
    this.#timer ??= setInterval(() => this.#renewAll(), this.#leaseMilliseconds / 3);
  }

  drop(claim: HeldClaim): void {
    this.#held.delete(claim);
  }

  #renewAll(): void {
    if (this.#held.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    for (const claim of this.#held) void this.#renew(claim);
  }

  async #renew(claim: HeldClaim): Promise<void> {
    try {
      const { key, token } = claim;
      const isOurs = await this.#store.renew(key, { token, leaseMilliseconds: this.#leaseMilliseconds });
      if (isOurs || !this.#held.delete(claim)) return;
      claim.lost();
    } catch {
      // The store is away: the next turn asks again, and `complete` tells whether the lease has run out meanwhile.
    }
  }
}
