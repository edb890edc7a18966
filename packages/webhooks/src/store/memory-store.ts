import type { Claim, ClaimVerdict, EventStore, KeptEvent, TakeOver } from './event-store.ts';
import { StoreFullError } from './store-full-error.ts';

/** What a memory store is made with. */
export interface MemoryStoreOptions {
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
  /** So many events are remembered; of those that are done the oldest go first. Default 100,000. */
  readonly maxEvents?: number | undefined;
}

interface Entry {
  readonly number: number;
  /** Whose it is; undefined when it is done, or given up and kept. */
  token: string | undefined;
  isDone: boolean;
  /** When the lease ends, or when it is forgotten that it is done. */
  until: number;
  payload: string | undefined;
  attempts: number;
}

/**
 * Remembers events in this process: a second process, or the next one, knows nothing of them. An effect that is committed
 * gets no transaction.
 */
export function memoryStore(options: MemoryStoreOptions = {}): EventStore {
  return new MemoryStore(options);
}

class MemoryStore implements EventStore {
  /** In the order in which they were first claimed, so that the oldest stands first. */
  readonly #entries = new Map<string, Entry>();
  /** Where the search for the oldest has come to: to begin anew each time would pass by all that were forgotten. */
  #oldest = this.#entries.entries();
  #numbers = 0;
  readonly #now: () => number;
  readonly #maxEvents: number;

  constructor({ now = Date.now, maxEvents = 100_000 }: MemoryStoreOptions) {
    if (!Number.isInteger(maxEvents) || maxEvents < 1) {
      throw new RangeError(
        `memoryStore: maxEvents: ${String(maxEvents)} is not possible. Give a whole number from 1.`,
      );
    }
    this.#now = now;
    this.#maxEvents = maxEvents;
  }

  claim(key: string, { token, leaseMilliseconds }: Claim): ClaimVerdict {
    const now = this.#now();
    const known = this.#entries.get(key);
    if (known?.isDone && known.until > now) return 'done';
    if (known && !known.isDone && known.token !== undefined && known.until > now) return 'in-flight';
    const until = now + leaseMilliseconds;
    if (!known) {
      this.#makeRoom(now);
      this.#numbers += 1;
      const number = this.#numbers;
      this.#entries.set(key, { number, token, isDone: false, until, payload: undefined, attempts: 1 });
      return 'claimed';
    }
    known.attempts = known.isDone ? 1 : known.attempts + 1;
    known.isDone = false;
    known.token = token;
    known.until = until;
    return 'claimed';
  }

  renew(key: string, { token, leaseMilliseconds }: Claim): boolean {
    const entry = this.#own(key, token);
    if (entry) entry.until = this.#now() + leaseMilliseconds;
    return entry !== undefined;
  }

  keep(key: string, token: string, payload: string): boolean {
    const entry = this.#own(key, token);
    if (entry) entry.payload = payload;
    return entry !== undefined;
  }

  complete(
    key: string,
    token: string,
    doneMilliseconds: number,
    effect?: (transaction: undefined) => void | Promise<void>,
  ): boolean | Promise<boolean> {
    const entry = this.#own(key, token);
    if (!entry) return false;
    const done = () => {
      entry.token = undefined;
      entry.isDone = true;
      entry.until = this.#now() + doneMilliseconds;
      entry.payload = undefined;
      return true;
    };
    const written = effect?.(undefined);
    return written instanceof Promise ? written.then(done) : done();
  }

  release(key: string, token: string): void {
    const entry = this.#own(key, token);
    if (!entry) return;
    if (entry.payload === undefined) this.#entries.delete(key);
    else entry.token = undefined;
  }

  takeOver({ token, leaseMilliseconds, limit, after, maxAttempts }: TakeOver): readonly KeptEvent[] {
    const now = this.#now();
    const taken: KeptEvent[] = [];
    for (const [key, entry] of this.#entries) {
      if (taken.length >= limit) break;
      if (entry.number <= after) continue;
      const isFree = entry.token === undefined || entry.until <= now;
      if (entry.payload === undefined || !isFree || entry.attempts >= maxAttempts) continue;
      entry.token = token;
      entry.until = now + leaseMilliseconds;
      entry.attempts += 1;
      taken.push({ key, payload: entry.payload, attempts: entry.attempts, position: entry.number });
    }
    return taken;
  }

  #own(key: string, token: string): Entry | undefined {
    const entry = this.#entries.get(key);
    return entry?.token === token && entry.until > this.#now() ? entry : undefined;
  }

  /** Forgets the oldest that is done, or whose claim has run out with nothing kept. */
  #makeRoom(now: number): void {
    const { size } = this.#entries;
    if (size < this.#maxEvents) return;
    // Once from here to the end, and once from the beginning to here.
    for (let looked = 0; looked <= size + 1; looked += 1) {
      const { done, value } = this.#oldest.next();
      if (done) {
        this.#oldest = this.#entries.entries();
        continue;
      }
      const [key, { isDone, until, payload }] = value;
      if (!isDone && (until > now || payload !== undefined)) continue;
      this.#entries.delete(key);
      return;
    }
    throw new StoreFullError(this.#maxEvents);
  }
}
