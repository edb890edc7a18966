import { RateLimiterRedis } from 'rate-limiter-flexible';
import type { OperationId } from '../contract.ts';
import { marginMilliseconds, type RateLimit } from './local-limiter.ts';

/** How many of the calls that were asked for may go, and when to ask for the others. */
export interface Grant {
  readonly granted: number;
  readonly milliseconds: number;
}

/** Asks for several calls in one round trip. @throws Error when Redis does not answer. */
export type AskRedis = (calls: number) => Promise<Grant>;

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
export function askRedisFor(
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
