import type { Limiter } from '../limits/local-limiter.ts';
import { buildRedisLimiter, type RedisLimiterOptions } from '../limits/redis-limiter.ts';
import { operations } from './generated/v4-tables.gen.ts';

export { ArgumentError, isTrtcCallError, LimiterFullError, type TrtcCallError } from '../errors.ts';
export type { Limiter, RateLimit } from '../limits/local-limiter.ts';
export type { RedisLimiterOptions } from '../limits/redis-limiter.ts';

/**
 * Keeps the documented rates of generation v4 for all processes that share an app, over Redis. Calls go on without it.
 * `keyPrefix` is `trtc-call:v4` unless given, so that an app may use both generations.
 *
 * @throws ArgumentError naming the option and what to pass instead.
 */
export function createRedisLimiter(options: RedisLimiterOptions): Limiter {
  return buildRedisLimiter(operations, options, 'trtc-call:v4');
}
