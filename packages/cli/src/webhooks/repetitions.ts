/** How often each event has come, of the last so many events. */
export class Repetitions {
  readonly #counts = new Map<string, number>();
  readonly #capacity: number;
  #distinct = 0;

  constructor(capacity = 100_000) {
    this.#capacity = capacity;
  }

  /** Events that were not a repetition. */
  get distinct(): number {
    return this.#distinct;
  }

  /** @returns how often the event has come by now */
  count(fingerprint: string): number {
    const times = (this.#counts.get(fingerprint) ?? 0) + 1;
    if (times === 1) this.#distinct += 1;
    // Set anew, the oldest stands first.
    this.#counts.delete(fingerprint);
    this.#counts.set(fingerprint, times);
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > this.#capacity && oldest !== undefined) this.#counts.delete(oldest);
    return times;
  }
}
