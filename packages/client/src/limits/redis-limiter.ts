import { isObject } from '@trtc-call/reporting/values';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import {
  aFunction,
  anInteger,
  anything,
  checkOptions,
  isFunction,
  longestWait,
  must,
  type Rule,
  withDefaults,
} from '../check-options.ts';
import type { OperationId } from '../contract.ts';
import {
  createLimiter,
  createLimitsRule,
  findRate,
  type Limiter,
  marginMilliseconds,
  type Operations,
  type RateLimit,
} from './local-limiter.ts';
import { type AskRedis, RedisPresence, SharedLane } from './shared-lane.ts';

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
  /** What the keys begin with. Default: `trtc-call`, and for generation v4 `trtc-call:v4`. */
  keyPrefix?: string | undefined;
  /**
   * Told once each time that Redis goes away: from then on the limits are kept within each process alone, and all
   * processes together may exceed them. Default: a line by `console.warn`.
   */
  onFallback?: ((error: Error) => void) | undefined;
  /** Told once when Redis is back. Default: a line by `console.warn`. */
  onRecovery?: (() => void) | undefined;
}

const caller = 'createRedisLimiter';
const rules: Readonly<Record<Exclude<keyof RedisLimiterOptions, 'limits'>, Rule>> = {
  redis: must(
    'a connected client of the package redis or ioredis',
    (value) => isObject(value) && isFunction(value.eval),
  ),
  sdkAppId: anInteger(1),
  maxQueue: anInteger(0),
  timeoutMilliseconds: anInteger(1, longestWait),
  pauseMilliseconds: anInteger(1),
  keyPrefix: anything,
  onFallback: aFunction,
  onRecovery: aFunction,
};

const defaults = {
  maxQueue: 1000,
  timeoutMilliseconds: 500,
  pauseMilliseconds: 1000,
  limits: {},
  onFallback: warnOfFallback,
  onRecovery: warnOfRecovery,
};

function warnOfFallback(error: Error): void {
  // Its name alone: the message of a client may hold the address and the password of Redis.
  console.warn(
    `trtc-call: Redis does not answer (${error.name}); rate limits are kept within this process until it does`,
  );
}

function warnOfRecovery(): void {
  console.warn('trtc-call: Redis answers again; rate limits are shared again');
}

/** The limiter of all processes that share a Redis. @throws ArgumentError */
export function buildRedisLimiter(
  operations: Operations,
  options: RedisLimiterOptions,
  defaultPrefix = 'trtc-call',
): Limiter {
  const limitsRule = { limits: createLimitsRule(operations) };
  checkOptions(caller, 'options', options, { ...rules, ...limitsRule }, '', ['redis', 'sdkAppId']);
  const settings = withDefaults(options, { ...defaults, keyPrefix: defaultPrefix });
  const { redis, sdkAppId } = options;
  const { keyPrefix, limits, maxQueue } = settings;
  // The queue is that of the lane: the local limiter has one call of it at a time, and those that Redis let go.
  const local = createLimiter(operations, { limits, maxQueue: Number.MAX_SAFE_INTEGER });
  const lanes = new Map<OperationId, SharedLane>();
  const presence = new RedisPresence(settings, () => {
    for (const lane of lanes.values()) lane.presenceChanged();
  });

  const openLane = (operationId: OperationId) => {
    const known = lanes.get(operationId);
    if (known) return known;
    const limit = findRate(caller, operationId, limits, operations);
    const ask = askRedisFor(redis, `${keyPrefix}:${sdkAppId}`, operationId, limit);
    const lane = new SharedLane({ operationId, maxQueue, ask, presence, local });
    lanes.set(operationId, lane);
    return lane;
  };

  return Object.freeze<Limiter>({ take: (operationId, signal) => openLane(operationId).take(signal) });
}

// By itself the library counts in windows that stand still, and two of them side by side hold twice the limit. This
// keeps the times of the last calls, by the clock of Redis: the window slides. Should that clock be set back, the
// calls that it remembers count as made just now: no call waits longer than a window.
const slidingWindow = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local asked = tonumber(ARGV[1])
local limit = tonumber(ARGV[3])
local window = ARGV[4] * 1000 + ${marginMilliseconds}
local times = redis.call('LRANGE', KEYS[1], 0, -1)
if times[1] and tonumber(times[1]) > now then
  redis.call('DEL', KEYS[1])
  for at = 1, #times do
    times[at] = now
    redis.call('RPUSH', KEYS[1], now)
  end
end
local count = #times
while count > 0 and times[count] + window <= now do count = count - 1 end
local granted = math.min(asked, limit - count)
if granted > 0 then
  for _ = 1, granted do redis.call('LPUSH', KEYS[1], now) end
  redis.call('LTRIM', KEYS[1], 0, count + granted - 1)
  redis.call('PEXPIRE', KEYS[1], window)
end
local left = 0
if granted < asked then left = (times[count] or now) + window - now end
return {math.max(granted, 0), left}
`;

/** The window that all processes share for one operation of one app. */
function askRedisFor(
  redis: object,
  keyPrefix: string,
  operationId: OperationId,
  { requests, perSeconds }: RateLimit,
): AskRedis {
  const limiter = new RateLimiterRedis({
    storeClient: isIoredis(redis) ? likeNodeRedis(redis) : redis,
    keyPrefix,
    points: requests,
    duration: perSeconds,
    customIncrTtlLuaScript: slidingWindow,
    rejectIfRedisNotReady: true,
    useRedisPackage: true,
  });
  return async (calls) => {
    // The script says what it granted, which is never more than the limit: nothing is rejected.
    const { consumedPoints, msBeforeNext } = await limiter.consume(operationId, Math.min(calls, requests));
    return { granted: consumedPoints, milliseconds: msBeforeNext };
  };
}

interface Ioredis {
  readonly status: string;
  eval(script: string, numberOfKeys: number, ...rest: string[]): Promise<unknown>;
}

function isIoredis(redis: object): redis is Ioredis {
  return 'defineCommand' in redis;
}

// The library gives an ioredis client a command of a fixed name; another limiter on the same client would replace the
// script behind it.
function likeNodeRedis(redis: Ioredis): object {
  return {
    get isReady() {
      return redis.status === 'ready';
    },
    eval: (script: string, { keys, arguments: rest }: { keys: string[]; arguments: string[] }) =>
      redis.eval(script, keys.length, ...keys, ...rest),
  };
}
