/** The last so many entries, so that a long run does not fill the memory. */
export class Ring<Entry> {
  #entries: Entry[] = [];
  #next = 0;
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add(entry: Entry): void {
    if (this.#capacity === 0) return;
    this.#entries[this.#next] = entry;
    this.#next = (this.#next + 1) % this.#capacity;
  }

  /** From the oldest to the newest. */
  list(): Entry[] {
    const isFull = this.#entries.length === this.#capacity;
    return isFull
      ? [...this.#entries.slice(this.#next), ...this.#entries.slice(0, this.#next)]
      : [...this.#entries];
  }

  clear(): void {
    this.#entries = [];
    this.#next = 0;
  }
}
