import {
  type ClaimVerdict,
  isThenable,
  type KeptEvent,
  type MaybePromise,
  type TakeOver,
} from '../stores/event-store.ts';
import type { BoundedStore } from './bounded-store.ts';
import type { RunningEvent } from './running-event.ts';

/** The events of this process: what runs here is in flight, whatever has become of its lease while it stood still. */
export class OwnEvents<Transaction> {
  readonly #store: BoundedStore<Transaction>;
  readonly #leaseMilliseconds: number;
  readonly #running = new Map<string, RunningEvent<Transaction>>();
  /** Claims that the store has not answered yet. */
  readonly #claims = new Map<string, Promise<ClaimVerdict>>();
  #takingOver: Promise<unknown> = Promise.resolve();

  constructor(store: BoundedStore<Transaction>, leaseMilliseconds: number) {
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
