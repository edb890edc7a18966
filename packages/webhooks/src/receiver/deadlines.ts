/** Something that runs out. */
export interface Deadline {
  clear(): void;
}

interface Entry extends Deadline {
  readonly at: number;
  readonly run: () => void;
}

/**
 * Deadlines that all last equally long, so that the first to be set is the first to run out: one timer serves them all,
 * and setting or clearing one costs next to nothing.
 */
export class Deadlines {
  readonly #milliseconds: number;
  readonly #entries = new Set<Entry>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
  }

  /** Runs it when the time is over, unless it is cleared. */
  set(run: () => void): Deadline {
    const entry: Entry = {
      at: performance.now() + this.#milliseconds,
      run,
      clear: () => {
        this.#entries.delete(entry);
      },
    };
    this.#entries.add(entry);
    this.#timer ??= this.#wake(this.#milliseconds);
    return entry;
  }

  #wake(milliseconds: number): ReturnType<typeof setTimeout> {
    const timer = setTimeout(() => this.#expire(), milliseconds);
    // What is waited for keeps the process alive, not the clock.
    if (typeof timer === 'object') timer.unref();
    return timer;
  }

  #expire(): void {
    this.#timer = undefined;
    const now = performance.now();
    for (const entry of this.#entries) {
      if (entry.at > now) {
        this.#timer = this.#wake(Math.ceil(entry.at - now));
        return;
      }
      this.#entries.delete(entry);
      entry.run();
    }
  }
}
