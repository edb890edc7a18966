export type { TrtcCallError } from '../errors.ts';
export { ArgumentError, isTrtcCallError, LimiterFullError } from '../errors.ts';
export type { Limiter } from '../limiter/limiter.ts';
export type { RateLimit } from '../limiter/local-limiter.ts';
export { createRedisLimiter } from './redis-limiter.ts';
export type { RedisLimiterOptions } from './redis-options.ts';
