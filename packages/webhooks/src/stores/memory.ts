import {
  type Claim,
  type ClaimVerdict,
  type EventStore,
  isThenable,
  type KeptEvent,
  type KeptList,
  mustBe,
  refuseUnknownOptions,
  StoreError,
  type TakeOver,
} from './event-store.ts';

/** What a memory store is made with. */
export interface MemoryStoreOptions {
  /** A clock in milliseconds that is never set. Default `performance.now`. */
  readonly now?: (() => number) | undefined;
  /** How many events are remembered; of those that are done the oldest are forgotten first. Default 100,000. */
  readonly maxEvents?: number | undefined;
}

interface Entry {
  readonly number: number;
  token: string;
  state: 'held' | 'released' | 'done';
  until: number;
  payload: string | undefined;
  attempts: number;
  error: string | undefined;
}

/**
 * Remembers events in this process: a second process, or the next one, knows nothing of them. A claim ends when it is
 * completed or released, and with the process; it needs no lease. An effect that is committed gets no transaction.
 */
export function memoryStore(options: MemoryStoreOptions = {}): EventStore & KeptList {
  refuseUnknownOptions('memoryStore', options, knownOptions);
  return new MemoryStore(options);
}

const knownOptions = { now: true, maxEvents: true } satisfies Record<keyof MemoryStoreOptions, true>;

class MemoryStore implements EventStore, KeptList {
  /** In the order in which they were first claimed, so that the oldest stands first. */
  readonly #entries = new Map<string, Entry>();
  /** Where the search for the oldest has come to: to begin anew each time would pass by all that were forgotten. */
  #oldest = this.#entries.entries();
  #numbers = 0;
  readonly #now: () => number;
  readonly #maxEvents: number;

  constructor({ now = () => performance.now(), maxEvents = 100_000 }: MemoryStoreOptions) {
    if (typeof now !== 'function') throw mustBe('memoryStore', 'now', 'a function', now);
    if (!Number.isInteger(maxEvents) || maxEvents < 1) {
      throw mustBe('memoryStore', 'maxEvents', 'an integer from 1', maxEvents);
    }
    this.#now = now;
    this.#maxEvents = maxEvents;
  }

  claim(key: string, { token }: Pick<Claim, 'token'>, payload?: string): ClaimVerdict {
    const known = this.#entries.get(key);
    if (known) {
      if (known.state === 'held') return 'in-flight';
      if (known.state === 'done' && known.until > this.#now()) return 'done';
      known.attempts = known.state === 'done' ? 1 : known.attempts + 1;
      known.state = 'held';
      known.token = token;
    }
    const entry = known ?? this.#add(key, token, 'held');
    if (payload === undefined) return 'claimed';
    entry.payload = payload;
    return 'kept';
  }

  renew(key: string, { token }: Pick<Claim, 'token'>): boolean {
    return this.#isFreeOrOwn(key, token);
  }

  keep(key: string, token: string, payload: string): boolean {
    if (!this.#isFreeOrOwn(key, token)) return false;
    const entry = this.#entries.get(key) ?? this.#add(key, token, 'released');
    if (entry.state !== 'done') entry.payload = payload;
    return true;
  }

  complete(
    key: string,
    token: string,
    doneMilliseconds: number,
    effect?: (transaction: undefined) => void | Promise<void>,
  ): boolean | Promise<boolean> {
    if (!this.#isFreeOrOwn(key, token)) return false;
    if (this.#entries.get(key)?.state === 'done') return true;
    const written = effect?.(undefined);
    return isThenable(written)
      ? written.then(() => this.#mark(key, token, doneMilliseconds))
      : this.#mark(key, token, doneMilliseconds);
  }

  release(key: string, token: string, error?: string, isUntried = false): void {
    const entry = this.#entries.get(key);
    if (entry?.token !== token || entry.state === 'done') return;
    if (entry.payload === undefined) this.#entries.delete(key);
    else entry.state = 'released';
    entry.error = error ?? entry.error;
    entry.attempts -= Number(isUntried);
  }

  takeOver({ token, limit, after, maxAttempts }: TakeOver): readonly KeptEvent[] {
    const taken: KeptEvent[] = [];
    for (const [key, entry] of this.#entries) {
      if (taken.length >= limit) break;
      if (entry.number <= after || entry.state !== 'released') continue;
      if (entry.payload === undefined || entry.attempts >= maxAttempts) continue;
      entry.token = token;
      entry.state = 'held';
      entry.attempts += 1;
      const { payload, attempts, number: position, error } = entry;
      taken.push({ key, payload, attempts, position, error });
    }
    return taken;
  }

  listKept({ limit, after }: Pick<TakeOver, 'limit' | 'after'>): readonly KeptEvent[] {
    const kept: KeptEvent[] = [];
    for (const [key, { number: position, payload, attempts, error }] of this.#entries) {
      if (kept.length >= limit) break;
      if (position > after && payload !== undefined) kept.push({ key, payload, attempts, position, error });
    }
    return kept;
  }

  #mark(key: string, token: string, doneMilliseconds: number): boolean {
    if (!this.#isFreeOrOwn(key, token)) return false;
    const entry = this.#entries.get(key) ?? this.#add(key, token, 'done');
    entry.state = 'done';
    entry.until = this.#now() + doneMilliseconds;
    entry.payload = undefined;
    entry.error = undefined;
    return true;
  }

  #isFreeOrOwn(key: string, token: string): boolean {
    const entry = this.#entries.get(key);
    return entry === undefined || entry.token === token;
  }

  #add(key: string, token: string, state: Entry['state']): Entry {
    this.#makeRoom();
    this.#numbers += 1;
    const entry: Entry = {
      number: this.#numbers,
      token,
      state,
      until: 0,
      payload: undefined,
      attempts: 1,
      error: undefined,
    };
    this.#entries.set(key, entry);
    return entry;
  }

  #makeRoom(): void {
    const { size } = this.#entries;
    if (size < this.#maxEvents) return;
    // Once from here to the end, and once from the beginning to here.
    for (let looked = 0; looked <= size + 1; looked += 1) {
      const { done, value } = this.#oldest.next();
      if (done) {
        this.#oldest = this.#entries.entries();
        continue;
      }
      const [key, { state }] = value;
      if (state !== 'done') continue;
      this.#entries.delete(key);
      return;
    }
    const remedy = "Raise maxEvents, or lower the receiver's limits.concurrent below it.";
    throw new StoreError('store-full', `memoryStore: ${this.#maxEvents} events are unfinished. ${remedy}`);
  }
}
