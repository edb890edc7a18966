import { isOperationId, type OperationId } from '@trtc-call/spec/v1';
import { checkInteger, checkNames } from '../check-options.ts';
import { ArgumentError, LimiterFullError } from '../errors.ts';
import { operationTable } from '../generated/v1-tables.gen.ts';
import type { Limiter } from '../limiter/limiter.ts';
import { createLocalLimiter, type RateLimit } from '../limiter/local-limiter.ts';
import { describeValue, isObject } from '../shape.ts';
import { type AskRedis, askRedisFor } from './shared-window.ts';

export interface RedisLimiterOptions {
  /** A connected client of the package `redis` or `ioredis`. It stays yours: nothing here closes it. */
  redis: object;
  /** The app whose limits are shared. */
  sdkAppId: number;
  /** How many calls of one operation wait in this process at most. Default: 1000. */
  maxQueue?: number | undefined;
  /** How long Redis may take to answer, in milliseconds. Default: 500. */
  timeoutMilliseconds?: number | undefined;
  /** How long it is left alone after it failed to answer, in milliseconds. Default: 1000. */
  pauseMilliseconds?: number | undefined;
  /** Limits in place of the documented ones, the same in every process. */
  limits?: Partial<Record<OperationId, RateLimit>> | undefined;
  /** What the keys begin with. Default: `trtc-call`. */
  keyPrefix?: string | undefined;
  /**
   * Told once each time that Redis goes away: from then on the limits are kept within each process alone, and all
   * processes together may exceed them. Default: a line by `console.warn`.
   */
  onFallback?: ((error: Error) => void) | undefined;
  /** Told once when Redis is back. Default: a line by `console.warn`. */
  onRecovery?: (() => void) | undefined;
}

interface Waiting {
  go(): void;
  /** Asks the local limiter instead. */
  fallBack(): void;
}

interface Lane {
  readonly ask: AskRedis;
  /** First come, first served within this process. */
  readonly waiting: Set<Waiting>;
  asking: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

const caller = 'createRedisLimiter';
const optionNames: readonly (keyof RedisLimiterOptions)[] = [
  'redis',
  'sdkAppId',
  'maxQueue',
  'timeoutMilliseconds',
  'pauseMilliseconds',
  'limits',
  'keyPrefix',
  'onFallback',
  'onRecovery',
];

// Enough to use up the largest limit over a connection of 30 ms; more would only ask for what is refused.
const mostAsking = 8;

/**
 * Keeps the documented rates for all processes that share an app, over Redis. Calls go on without it.
 *
 * @throws ArgumentError naming the option and what to pass instead.
 */
export function createRedisLimiter(options: RedisLimiterOptions): Limiter {
  checkOptions(options);
  const { redis, sdkAppId, maxQueue = 1000, timeoutMilliseconds = 500, pauseMilliseconds = 1000 } = options;
  const { limits = {}, keyPrefix = 'trtc-call' } = options;
  const { onFallback = warnOfFallback, onRecovery = warnOfRecovery } = options;
  const local = createLocalLimiter({ maxQueue, limits });
  const lanes = new Map<OperationId, Lane>();
  let isAway = false;
  let askAgainAt = 0;

  const laneOf = (operationId: OperationId) => {
    const known = lanes.get(operationId);
    if (known) return known;
    const limit = limits[operationId] ?? operationTable[operationId];
    const ask = askRedisFor(redis, `${keyPrefix}:${sdkAppId}`, operationId, limit);
    const lane: Lane = { ask, waiting: new Set(), asking: 0, timer: undefined };
    lanes.set(operationId, lane);
    return lane;
  };

  const fallBack = (error: unknown) => {
    askAgainAt = performance.now() + pauseMilliseconds;
    if (!isAway) {
      isAway = true;
      onFallback(error instanceof Error ? error : new Error(String(error)));
    }
    for (const lane of lanes.values()) {
      clearTimeout(lane.timer);
      lane.timer = undefined;
      for (const waiting of lane.waiting) waiting.fallBack();
      lane.waiting.clear();
    }
  };

  const recover = () => {
    if (!isAway) return;
    isAway = false;
    onRecovery();
  };

  /** Asks for as many requests as wait. Whoever waits longest takes the next that is granted. */
  const pump = (lane: Lane) => {
    while (lane.timer === undefined && lane.asking < Math.min(mostAsking, lane.waiting.size)) {
      lane.asking += 1;
      void askOnce(lane);
    }
  };

  const askOnce = async (lane: Lane) => {
    try {
      const verdict = await within(timeoutMilliseconds, lane.ask());
      lane.asking -= 1;
      recover();
      if (verdict.granted) take(lane);
      else lane.timer ??= setTimeout(resume, verdict.milliseconds, lane);
      pump(lane);
    } catch (error) {
      lane.asking -= 1;
      fallBack(error);
    }
  };

  const take = (lane: Lane) => {
    for (const waiting of lane.waiting) {
      lane.waiting.delete(waiting);
      waiting.go();
      return;
    }
  };

  const resume = (lane: Lane) => {
    lane.timer = undefined;
    pump(lane);
  };

  return Object.freeze<Limiter>({
    take(operationId, signal) {
      const lane = laneOf(operationId);
      if (isAway) {
        // One call at a time finds out whether Redis is back; it does not wait for that itself.
        if (lane.asking === 0 && performance.now() >= askAgainAt) {
          lane.asking += 1;
          void askOnce(lane);
        }
        return local.take(operationId, signal);
      }
      if (signal?.aborted) return Promise.reject(signal.reason);
      if (lane.waiting.size >= maxQueue) return Promise.reject(new LimiterFullError(operationId, maxQueue));
      return new Promise((resolve, reject) => {
        const leave = () => {
          lane.waiting.delete(waiting);
          if (lane.waiting.size === 0) {
            clearTimeout(lane.timer);
            lane.timer = undefined;
          }
          reject(signal?.reason);
        };
        const goLocally = () => {
          signal?.removeEventListener('abort', leave);
          const turn = local.take(operationId, signal);
          if (turn) turn.then(resolve, reject);
          else resolve();
        };
        // What Redis granted is noted locally too: should it go away now, the local window knows of it.
        const waiting: Waiting = { go: goLocally, fallBack: goLocally };
        signal?.addEventListener('abort', leave, { once: true });
        lane.waiting.add(waiting);
        pump(lane);
      });
    },
  });
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

function checkOptions(options: RedisLimiterOptions): void {
  checkNames(caller, 'options', options, optionNames);
  const { redis, sdkAppId, timeoutMilliseconds = 1, pauseMilliseconds = 1, limits = {} } = options;
  if (!isObject(redis) || !('eval' in redis)) {
    const remedy = 'pass a connected client of the package redis or ioredis';
    throw new ArgumentError(caller, 'redis', `is ${describeValue(redis)} without eval`, remedy);
  }
  checkInteger(caller, 'sdkAppId', sdkAppId, 1);
  checkInteger(caller, 'timeoutMilliseconds', timeoutMilliseconds, 1);
  checkInteger(caller, 'pauseMilliseconds', pauseMilliseconds, 1);
  const unknown = Object.keys(limits).find((name) => !isOperationId(name));
  if (unknown === undefined) return;
  throw new ArgumentError(
    caller,
    `limits.${unknown}`,
    'is no operation',
    'name an operation of the contract',
  );
}

function warnOfFallback(error: Error): void {
  // Its name alone: the message of a client may hold the address and the password of Redis.
  console.warn(
    `trtc-call: Redis does not answer (${error.name}); rate limits are kept within this process until it does`,
  );
}

function warnOfRecovery(): void {
  console.warn('trtc-call: Redis answers again; rate limits are shared again');
}
