import type { OperationId } from '../contract.ts';
import { LimiterFullError } from '../errors.ts';
import type { Limiter } from './local-limiter.ts';
import type { RedisPresence } from './redis-presence.ts';
import type { AskRedis } from './sliding-window.ts';

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
  // First come, first served; a set, since any of them may be aborted.
  readonly #waiting = new Set<() => void>();
  #isAsking = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #localTurn: AbortController | undefined;

  constructor(settings: LaneSettings) {
    this.#settings = settings;
  }

  take(signal: AbortSignal | undefined): Promise<void> {
    const { operationId, maxQueue } = this.#settings;
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.#waiting.size >= maxQueue) return Promise.reject(new LimiterFullError(operationId, maxQueue));
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(go);
        if (this.#waiting.size === 0) this.#rest();
        reject(signal?.reason);
      };
      const go = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.add(go);
      this.#serve();
    });
  }

  /** Redis went away or came back: turns are given by another one from now on. */
  presenceChanged(): void {
    this.#rest();
    this.#serve();
  }

  #serve(): void {
    const { presence } = this.#settings;
    if (!this.#isAsking && !this.#timer && this.#waiting.size > 0 && presence.mayAsk()) void this.#askRedis();
    if (presence.isAway) this.#serveLocally();
  }

  async #askRedis(): Promise<void> {
    const { presence, ask } = this.#settings;
    this.#isAsking = true;
    // While it is away, one call finds out whether it is back; the others do not wait for that.
    const calls = presence.isAway ? 1 : this.#waiting.size;
    const grant = await presence.ask(() => ask(calls));
    this.#isAsking = false;
    for (let count = 0; count < (grant?.granted ?? 0); count += 1) {
      this.#noteLocally();
      this.#letFirstGo();
    }
    if (grant && grant.milliseconds > 0 && this.#waiting.size > 0 && !presence.isAway) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#serve();
      }, grant.milliseconds);
    } else this.#serve();
  }

  #serveLocally(): void {
    const { local, operationId } = this.#settings;
    while (this.#waiting.size > 0 && !this.#localTurn) {
      const controller = new AbortController();
      const turn = local.take(operationId, controller.signal);
      if (turn) {
        this.#localTurn = controller;
        turn.then(
          () => {
            if (this.#localTurn === controller) this.#localTurn = undefined;
            this.#letFirstGo();
            this.#serve();
          },
          // Given up: Redis is back, or no call waits any more.
          () => {},
        );
      } else this.#letFirstGo();
    }
  }

  // Nothing waits here for the local limiter: what leaves later than Redis let it go meets what Redis let go later.
  #noteLocally(): void {
    const { local, operationId } = this.#settings;
    const controller = new AbortController();
    local.take(operationId, controller.signal)?.catch(() => {});
    controller.abort();
  }

  #letFirstGo(): void {
    for (const go of this.#waiting) {
      this.#waiting.delete(go);
      go();
      return;
    }
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#localTurn?.abort();
    this.#localTurn = undefined;
  }
}
