export type { TrtcCallError } from '../errors.ts';
export { ArgumentError, isTrtcCallError, LimiterFullError } from '../errors.ts';
export type { Limiter, RateLimit } from './local-limiter.ts';
export type { RedisLimiterOptions } from './redis-limiter.ts';
export { createRedisLimiter } from './redis-limiter.ts';
