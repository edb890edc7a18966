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
