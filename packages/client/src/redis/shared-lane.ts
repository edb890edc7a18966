import type { OperationId } from '@trtc-call/spec/v1';
import { LimiterFullError } from '../errors.ts';
import type { Limiter } from '../limiter/limiter.ts';
import type { RedisPresence } from './redis-presence.ts';
import type { AskRedis } from './shared-window.ts';

export interface LaneSettings {
  readonly operationId: OperationId;
  readonly maxQueue: number;
  readonly ask: AskRedis;
  readonly presence: RedisPresence;
  /** What holds when Redis is away. It is told of every call, or it would know nothing when that happens. */
  readonly local: Limiter;
}

interface Waiting {
  /** Lets it go; or, when the local limiter does not know of it yet, as soon as that agrees. */
  go(isNotedLocally: boolean): void;
}

/** The calls of one operation in this process: one queue, whoever gives the turns. */
export class SharedLane {
  readonly #settings: LaneSettings;
  // First come, first served; a set, since any of them may be aborted.
  readonly #waiting = new Set<Waiting>();
  #isAsking = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #localTurn: AbortController | undefined;

  constructor(settings: LaneSettings) {
    this.#settings = settings;
  }

  take(signal: AbortSignal | undefined): Promise<void> {
    const { operationId, maxQueue, local } = this.#settings;
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.#waiting.size >= maxQueue) return Promise.reject(new LimiterFullError(operationId, maxQueue));
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(waiting);
        if (this.#waiting.size === 0) this.#rest();
        reject(signal?.reason);
      };
      const waiting: Waiting = {
        go(isNotedLocally) {
          signal?.removeEventListener('abort', leave);
          const turn = isNotedLocally ? undefined : local.take(operationId, signal);
          if (turn) turn.then(resolve, reject);
          else resolve();
        },
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.add(waiting);
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
    for (let count = 0; count < (grant?.granted ?? 0); count += 1) this.#letFirstGo(false);
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
            this.#letFirstGo(true);
            this.#serve();
          },
          // Given up, since Redis is back or nobody waits.
          () => {},
        );
      } else this.#letFirstGo(true);
    }
  }

  #letFirstGo(isNotedLocally: boolean): void {
    for (const waiting of this.#waiting) {
      this.#waiting.delete(waiting);
      waiting.go(isNotedLocally);
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
