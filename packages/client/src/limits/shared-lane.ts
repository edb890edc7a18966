import type { OperationId } from '../contract.ts';
import { guardHook } from '../hooks/index.ts';
import { createWaitingLine, type Limiter, type WaitingLine } from './local-limiter.ts';

/** How many of the calls that were asked for may go, and when to ask for the others. */
export interface Grant {
  readonly granted: number;
  readonly milliseconds: number;
}

/** Asks for several calls in one round trip. @throws Error when Redis does not answer. */
export type AskRedis = (calls: number) => Promise<Grant>;

export interface LaneSettings {
  readonly operationId: OperationId;
  readonly maxQueue: number;
  readonly ask: AskRedis;
  readonly presence: RedisPresence;
  /** What holds when Redis is away. It is told of every call, for it would know of none when that happens. */
  readonly local: Limiter;
}

/** The calls of one operation in this process: one queue, for turns given by Redis and by the local limiter. */
export class SharedLane {
  readonly #settings: LaneSettings;
  readonly #line: WaitingLine;
  #isAsking = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #localTurn: AbortController | undefined;

  constructor(settings: LaneSettings) {
    this.#settings = settings;
    this.#line = createWaitingLine(settings.operationId, settings.maxQueue, () => this.#rest());
  }

  take(signal: AbortSignal | undefined): Promise<void> {
    const turn = this.#line.join(signal);
    this.#serve();
    return turn;
  }

  /** Redis went away or came back: turns are given by another one from now on. */
  presenceChanged(): void {
    this.#rest();
    this.#serve();
  }

  #serve(): void {
    const { presence } = this.#settings;
    if (!this.#isAsking && !this.#timer && this.#line.length() > 0 && presence.mayAsk())
      void this.#askRedis();
    if (presence.isAway) this.#serveLocally();
  }

  async #askRedis(): Promise<void> {
    const { presence, ask } = this.#settings;
    this.#isAsking = true;
    // While it is away, one call finds out whether it is back; the others do not wait for that.
    const calls = presence.isAway ? 1 : this.#line.length();
    const grant = await presence.ask(() => ask(calls));
    this.#isAsking = false;
    for (let count = 0; count < (grant?.granted ?? 0); count += 1) {
      this.#noteLocally();
      this.#line.letFirstGo();
    }
    if (grant && grant.milliseconds > 0 && this.#line.length() > 0 && !presence.isAway) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#serve();
      }, grant.milliseconds);
    } else this.#serve();
  }

  #serveLocally(): void {
    const { local, operationId } = this.#settings;
    while (this.#line.length() > 0 && !this.#localTurn) {
      const controller = new AbortController();
      const turn = local.take(operationId, controller.signal);
      if (turn) {
        this.#localTurn = controller;
        turn.then(
          () => {
            if (this.#localTurn === controller) this.#localTurn = undefined;
            this.#line.letFirstGo();
            this.#serve();
          },
          // Given up: Redis is back, or no call waits any more.
          () => {},
        );
      } else this.#line.letFirstGo();
    }
  }

  // Nothing waits here for the local limiter: what leaves later than Redis let it go meets what Redis let go later.
  #noteLocally(): void {
    const { local, operationId } = this.#settings;
    const controller = new AbortController();
    local.take(operationId, controller.signal)?.catch(() => {});
    controller.abort();
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#localTurn?.abort();
    this.#localTurn = undefined;
  }
}

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

/** Anything that was thrown as an Error. It never throws, whatever getters and proxies there are. */
function toError(thrown: unknown): Error {
  try {
    return thrown instanceof Error ? thrown : new Error(`a value of type ${typeof thrown} was thrown`);
  } catch {
    return new Error('a value was thrown that cannot be read');
  }
}
