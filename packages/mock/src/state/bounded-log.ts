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
