interface Timer {
  readonly id: number;
  readonly at: number;
  readonly run: () => void;
}

/** What the platform's `setTimeout` gives, as far as it is used here. */
interface TimerHandle {
  readonly id: number;
  ref(): TimerHandle;
  unref(): TimerHandle;
  hasRef(): boolean;
}

/**
 * Time that passes only when it is told to, while sockets go on as ever: a minute of retries is over in an
 * instant, and every timer that is left behind is seen. Node's own sockets use timers of their own.
 */
export class VirtualTime {
  #milliseconds = 0;
  #lastId = 0;
  #timers: Timer[] = [];

  /** Milliseconds that have passed. */
  get milliseconds(): number {
    return this.#milliseconds;
  }

  /** Timers that have been set and have neither fired nor been cleared. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Passes until the next timer, and fires it. */
  advance(): void {
    const [next] = this.#timers.sort((one, two) => one.at - two.at || one.id - two.id);
    if (!next) return;
    this.#timers.shift();
    this.#milliseconds = Math.max(this.#milliseconds, next.at);
    next.run();
  }

  /** Waits in this time; rejects with the signal's reason. */
  readonly wait = (milliseconds: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const timer = this.#set(() => {
        signal.removeEventListener('abort', stop);
        resolve();
      }, milliseconds);
      const stop = (): void => {
        this.#clear(timer);
        reject(signal.reason);
      };
      signal.addEventListener('abort', stop, { once: true });
    });

  /** Puts this time in the place of the platform's, until it is disposed. */
  install(): Disposable {
    const replaced = [
      [globalThis, 'setTimeout', (run: () => void, milliseconds = 0) => this.#set(run, milliseconds)],
      [globalThis, 'clearTimeout', (timer: TimerHandle | undefined) => this.#clear(timer)],
      [performance, 'now', () => this.#milliseconds],
    ] as const;
    const before = replaced.map(([place, name]) => Reflect.getOwnPropertyDescriptor(place, name));
    for (const [place, name, value] of replaced) {
      Reflect.defineProperty(place, name, { value, configurable: true, writable: true });
    }
    return {
      [Symbol.dispose]: () => {
        for (const [at, [place, name]] of replaced.entries()) {
          const own = before[at];
          if (own) Reflect.defineProperty(place, name, own);
          else Reflect.deleteProperty(place, name);
        }
      },
    };
  }

  #set(run: () => void, milliseconds: number): TimerHandle {
    this.#lastId += 1;
    const id = this.#lastId;
    this.#timers.push({ id, at: this.#milliseconds + milliseconds, run });
    const handle: TimerHandle = { id, ref: () => handle, unref: () => handle, hasRef: () => true };
    return handle;
  }

  #clear(handle: TimerHandle | undefined): void {
    this.#timers = this.#timers.filter(({ id }) => id !== handle?.id);
  }
}

/** Rounds of the event loop in which what is on the way between two sockets of this process arrives. */
const settlingRounds = 30;

/** Real time after which a call counts as one that never ends, in milliseconds. */
const patienceMilliseconds = 60_000;

/**
 * Lets time pass until the promise is settled, but only where all that is awaited is time: what sockets and
 * threads take is real, and must not look like a timeout.
 */
export async function passTime<Value>(
  promise: Promise<Value>,
  time: VirtualTime,
  isWaitedFor: () => boolean,
): Promise<Value> {
  let settled = false;
  const end = (): void => {
    settled = true;
  };
  promise.then(end, end);
  const patience = Date.now() + patienceMilliseconds;
  while (!settled) {
    await settle(() => settled);
    if (settled) break;
    if (Date.now() > patience) {
      throw new Error(
        `the call did not end within ${patienceMilliseconds} ms: see what the client waits for`,
      );
    }
    if (isWaitedFor()) time.advance();
  }
  return promise;
}

/** Rounds of the event loop until something is true, at most as many as sockets need. */
export async function settle(isDone: () => boolean): Promise<void> {
  for (let round = 0; round < settlingRounds && !isDone(); round += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
