/** How much is kept. */
export interface Bounds {
  readonly entries: number;
  /** Default any number. The newest entry is kept whatever its size. */
  readonly bytes?: number;
}

interface Kept<Value> {
  readonly value: Value;
  bytes: number;
}

/**
 * A map that forgets the entry that was used longest ago when it is full, so that neither a long run nor somebody who
 * invents keys can fill the memory.
 */
export class BoundedMap<Key, Value> {
  readonly #entries = new Map<Key, Kept<Value>>();
  readonly #bounds: Required<Bounds>;
  readonly #onDrop: (value: Value) => void;
  #bytes = 0;
  #dropped = 0;

  /** `onDrop` learns of each value that has to go. */
  constructor(bounds: Bounds, onDrop: (value: Value) => void = () => {}) {
    this.#bounds = { bytes: Infinity, ...bounds };
    this.#onDrop = onDrop;
  }

  /** Entries that had to go since the map was made or cleared. */
  get dropped(): number {
    return this.#dropped;
  }

  /** The value, which is now the one used last. */
  get(key: Key): Value | undefined {
    const kept = this.#entries.get(key);
    if (kept === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, kept);
    return kept.value;
  }

  /** The value, without counting as a use. */
  peek(key: Key): Value | undefined {
    return this.#entries.get(key)?.value;
  }

  /** From the one used longest ago to the one used last. */
  values(): Value[] {
    return Array.from(this.#entries.values(), ({ value }) => value);
  }

  set(key: Key, value: Value, bytes = 0): void {
    this.delete(key);
    this.#entries.set(key, { value, bytes });
    this.#bytes += bytes;
    this.#shrink();
  }

  /** An entry has become larger or smaller. One that is no longer kept is left alone. */
  grow(key: Key, bytes: number): void {
    const kept = this.#entries.get(key);
    if (kept === undefined) return;
    kept.bytes += bytes;
    this.#bytes += bytes;
    this.#shrink();
  }

  delete(key: Key): void {
    this.#bytes -= this.#entries.get(key)?.bytes ?? 0;
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
    this.#bytes = 0;
    this.#dropped = 0;
  }

  #shrink(): void {
    for (const [key, { value }] of this.#entries) {
      const { size } = this.#entries;
      if (size <= this.#bounds.entries && (this.#bytes <= this.#bounds.bytes || size === 1)) return;
      this.delete(key);
      this.#dropped += 1;
      this.#onDrop(value);
    }
  }
}
