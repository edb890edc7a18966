import { isThenable, type MaybePromise } from '../stores/event-store.ts';

/** Something that runs out. */
export interface Deadline {
  clear(): void;
}

interface Entry extends Deadline {
  readonly at: number;
  readonly run: Expire;
}

/** @param overdueMilliseconds how long ago the time was over: the event loop stood still for so long */
type Expire = (overdueMilliseconds: number) => void;

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
  set(run: Expire): Deadline {
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
      entry.run(now - entry.at);
    }
  }
}

/** A deadline that stands still while work goes on that takes the time it needs, and then begins anew. */
export class PausableDeadline {
  readonly #deadlines: Deadlines;
  #run: Expire | undefined;
  #deadline: Deadline | undefined;
  #isPaused = false;

  constructor(deadlines: Deadlines) {
    this.#deadlines = deadlines;
  }

  set(run: Expire): Deadline {
    this.#run = run;
    if (!this.#isPaused) this.#deadline = this.#deadlines.set(run);
    return {
      clear: () => {
        this.#run = undefined;
        this.#deadline?.clear();
      },
    };
  }

  pauseDuring<Given>(work: (given: Given) => MaybePromise<void>): (given: Given) => MaybePromise<void> {
    return (given) => {
      this.#isPaused = true;
      this.#deadline?.clear();
      let isWaiting = false;
      try {
        const done = work(given);
        if (!isThenable(done)) return undefined;
        isWaiting = true;
        return done.then(
          () => this.#resume(),
          (error: unknown) => {
            this.#resume();
            throw error;
          },
        );
      } finally {
        if (!isWaiting) this.#resume();
      }
    };
  }

  #resume(): void {
    this.#isPaused = false;
    if (this.#run) this.#deadline = this.#deadlines.set(this.#run);
  }
}
