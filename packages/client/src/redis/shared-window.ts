import type { OperationId } from '@trtc-call/spec/v1';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { marginMilliseconds, type RateLimit } from '../limiter/local-limiter.ts';

/** One request of an operation: it may go, or not for so many milliseconds. */
export type Verdict = { readonly granted: true } | { readonly granted: false; readonly milliseconds: number };

/** Asks Redis for one request. @throws Error when Redis does not answer. */
export type AskRedis = () => Promise<Verdict>;

// By itself the library counts in windows that stand still, and two of them side by side hold twice the limit. This
// keeps the times of the last requests, by the clock of Redis: the window slides. A clock that was set back cannot
// make anybody wait for more than a window.
const slidingWindow = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local requests = tonumber(ARGV[3])
local window = ARGV[4] * 1000 + ${marginMilliseconds}
if redis.call('LLEN', KEYS[1]) >= requests then
  local left = redis.call('LINDEX', KEYS[1], -1) + window - now
  if left > window then left = window end
  if left > 0 then return {requests + 1, left} end
  redis.call('LTRIM', KEYS[1], 0, requests - 2)
end
redis.call('LPUSH', KEYS[1], now)
redis.call('PEXPIRE', KEYS[1], window)
return {1, 0}
`;

/** The window that all processes share for one operation of one app. */
export function askRedisFor(
  redis: object,
  keyPrefix: string,
  operationId: OperationId,
  { requests, perSeconds }: RateLimit,
): AskRedis {
  const limiter = new RateLimiterRedis({
    storeClient: redis,
    keyPrefix,
    points: requests,
    duration: perSeconds,
    customIncrTtlLuaScript: slidingWindow,
    rejectIfRedisNotReady: true,
    // Of the clients of the field only ioredis defines commands; the library would look at the name of a class.
    useRedisPackage: !('defineCommand' in redis),
  });
  return async () => {
    try {
      await limiter.consume(operationId);
      return { granted: true };
    } catch (error) {
      if (error instanceof RateLimiterRes) return { granted: false, milliseconds: error.msBeforeNext };
      throw error;
    }
  };
}
