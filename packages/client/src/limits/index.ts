export { ArgumentError, isTrtcCallError, LimiterFullError, type TrtcCallError } from '../errors.ts';
export type { Limiter } from './local-limiter.ts';
export { createLocalLimiter, type LocalLimiterOptions, type RateLimit } from './local-limiter.ts';
