/**
 * A map that forgets the entry that was used longest ago when it is full, so that nobody can make the mock
 * grow by inventing keys.
 */
export class BoundedMap<Key, Value> {
  readonly #entries = new Map<Key, Value>();
  readonly #capacity: number;
  /** The entry used last; asked for again, as most often, it need not be looked up or moved. */
  #last: { readonly key: Key; readonly value: Value } | undefined;

  constructor(capacity: number) {
    this.#capacity = capacity;
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

  set(key: Key, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    this.#last = { key, value };
    if (this.#entries.size <= this.#capacity) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
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
