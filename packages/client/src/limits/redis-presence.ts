import { guardHook, toError } from '../hooks/guard-hook.ts';

export interface PresenceSettings {
  readonly timeoutMilliseconds: number;
  readonly pauseMilliseconds: number;
  readonly onFallback: (error: Error) => void;
  readonly onRecovery: () => void;
}

/** Whether Redis is there. Each change is told once, whatever number of questions found out about it. */
export class RedisPresence {
  readonly #settings: PresenceSettings;
  readonly #onChange: () => void;
  readonly #onFallback: (error: Error) => void;
  readonly #onRecovery: () => void;
  #isAway = false;
  // How often it went away: what was asked before says nothing of what is now.
  #times = 0;
  #askAgainAt = 0;
  #isAsking = false;

  /** @param onChange is called after each change, before it is told. */
  constructor(settings: PresenceSettings, onChange: () => void) {
    this.#settings = settings;
    this.#onChange = onChange;
    this.#onFallback = guardHook('onFallback', settings.onFallback);
    this.#onRecovery = guardHook('onRecovery', settings.onRecovery);
  }

  get isAway(): boolean {
    return this.#isAway;
  }

  /** Whether it is worth a question: while Redis is away, one at a time, and not at once after the last. */
  mayAsk(): boolean {
    return !this.#isAway || (!this.#isAsking && performance.now() >= this.#askAgainAt);
  }

  /** The answer, or nothing when there was none in time. */
  async ask<Answer>(question: () => Promise<Answer>): Promise<Answer | undefined> {
    const times = this.#times;
    this.#isAsking = true;
    try {
      const answer = await within(this.#settings.timeoutMilliseconds, question());
      if (this.#isAway && times === this.#times) this.#change(false, this.#onRecovery);
      return answer;
    } catch (error) {
      if (times === this.#times) this.#failed(error);
      return undefined;
    } finally {
      if (times === this.#times) this.#isAsking = false;
    }
  }

  #failed(error: unknown): void {
    this.#askAgainAt = performance.now() + this.#settings.pauseMilliseconds;
    this.#isAsking = false;
    if (this.#isAway) return;
    this.#times += 1;
    this.#change(true, () => this.#onFallback(toError(error)));
  }

  #change(isAway: boolean, report: () => void): void {
    this.#isAway = isAway;
    this.#onChange();
    report();
  }
}

/** @throws Error when the promise takes longer. */
async function within<Value>(milliseconds: number, promise: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
