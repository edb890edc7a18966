/**
 * A map that forgets the entry that was used longest ago when it is full, so that nobody can make the mock
 * grow by inventing keys.
 */
export class BoundedMap<Key, Value> {
  readonly #entries = new Map<Key, Value>();
  readonly #capacity: number;
  /** The entry used last; asked for again, as most often, it need not be looked up or moved. */
  #last: { readonly key: Key; readonly value: Value } | undefined;
  readonly #onDrop: (value: Value) => void;

  /** `onDrop` learns of each value that has to go. */
  constructor(capacity: number, onDrop: (value: Value) => void = () => {}) {
    this.#capacity = capacity;
    this.#onDrop = onDrop;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: Key): Value | undefined {
    if (this.#last?.key === key) return this.#last.value;
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    this.#last = { key, value };
    return value;
  }

  /** The value, without counting as a use. */
  peek(key: Key): Value | undefined {
    return this.#entries.get(key);
  }

  set(key: Key, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    this.#last = { key, value };
    if (this.#entries.size > this.#capacity) this.dropOldest();
  }

  /** Forgets the entry that was used longest ago. */
  dropOldest(): void {
    for (const [key, value] of this.#entries) {
      this.delete(key);
      this.#onDrop(value);
      return;
    }
  }

  delete(key: Key): void {
    if (this.#last?.key === key) this.#last = undefined;
    this.#entries.delete(key);
  }

  clear(): void {
    this.#last = undefined;
    this.#entries.clear();
  }
}

/** How much is kept. */
export interface LogBounds {
  readonly entries: number;
  /** The newest entry is kept whatever its size. */
  readonly bytes: number;
}

/** The last entries, at most so many and of at most so many bytes, so that a long run does not fill the memory. */
export class BoundedLog<Entry extends object> {
  readonly #bytesOf = new Map<Entry, number>();
  readonly #bounds: LogBounds;
  readonly #onDrop: (entry: Entry) => void;
  #bytes = 0;
  #dropped = 0;

  /** `onDrop` learns of each entry that has to go. */
  constructor(bounds: LogBounds, onDrop: (entry: Entry) => void = () => {}) {
    this.#bounds = bounds;
    this.#onDrop = onDrop;
  }

  /** Entries that had to go since the log was made or cleared. */
  get dropped(): number {
    return this.#dropped;
  }

  add(entry: Entry, bytes: number): void {
    this.#bytesOf.set(entry, bytes);
    this.#bytes += bytes;
    this.#shrink();
  }

  /** An entry has become larger. One that is no longer kept is left alone. */
  grow(entry: Entry, bytes: number): void {
    const before = this.#bytesOf.get(entry);
    if (before === undefined) return;
    this.#bytesOf.set(entry, before + bytes);
    this.#bytes += bytes;
    this.#shrink();
  }

  /** From the oldest to the newest. */
  list(): Entry[] {
    return [...this.#bytesOf.keys()];
  }

  clear(): void {
    this.#bytesOf.clear();
    this.#bytes = 0;
    this.#dropped = 0;
  }

  #shrink(): void {
    for (const [entry, bytes] of this.#bytesOf) {
      const { size } = this.#bytesOf;
      const fits = size <= this.#bounds.entries && (this.#bytes <= this.#bounds.bytes || size === 1);
      if (fits) return;
      this.#bytesOf.delete(entry);
      this.#bytes -= bytes;
      this.#dropped += 1;
      this.#onDrop(entry);
    }
  }
}
