import { buildLocalLimiter, type Limiter, type LocalLimiterOptions } from '../limits/local-limiter.ts';
import { operations } from './generated/v4-tables.gen.ts';

export { ArgumentError, isTrtcCallError, LimiterFullError, type TrtcCallError } from '../errors.ts';
export type { Limiter, LocalLimiterOptions, RateLimit } from '../limits/local-limiter.ts';

/**
 * Keeps the documented rate of each operation of generation v4 within this process: no window of time ever holds more. One limiter may
 * be given to several clients of the same app.
 *
 * @throws ArgumentError naming the option and what to pass instead.
 */
export function createLocalLimiter(options: LocalLimiterOptions = {}): Limiter {
  return buildLocalLimiter(operations, options);
}
