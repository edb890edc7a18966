/** Limits of a map. */
export interface Bounds {
  readonly entries: number;
  /** Default unlimited. The newest entry is kept whatever its size. */
  readonly bytes?: number;
}

interface Kept<Value> {
  readonly value: Value;
  bytes: number;
}

/**
 * A map that drops the least recently used entry when it is full, so that neither a long run nor invented keys can fill
 * the memory.
 */
export class BoundedMap<Key, Value> {
  readonly #entries = new Map<Key, Kept<Value>>();
  readonly #bounds: Required<Bounds>;
  readonly #onDrop: (value: Value) => void;
  #bytes = 0;
  #dropped = 0;

  /** `onDrop` receives each dropped value. */
  constructor(bounds: Bounds, onDrop: (value: Value) => void = () => {}) {
    this.#bounds = { bytes: Infinity, ...bounds };
    this.#onDrop = onDrop;
  }

  /** Number of entries dropped since the map was created or cleared. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Gets a value, and marks it as the most recently used. */
  get(key: Key): Value | undefined {
    const kept = this.#entries.get(key);
    if (kept === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, kept);
    return kept.value;
  }

  /** Gets a value without marking it as used. */
  peek(key: Key): Value | undefined {
    return this.#entries.get(key)?.value;
  }

  /** Values from the least to the most recently used. */
  values(): Value[] {
    return Array.from(this.#entries.values(), ({ value }) => value);
  }

  set(key: Key, value: Value, bytes = 0): void {
    this.delete(key);
    this.#entries.set(key, { value, bytes });
    this.#bytes += bytes;
    this.#shrink();
  }

  /** Changes the size of an entry, unless it was dropped. */
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
