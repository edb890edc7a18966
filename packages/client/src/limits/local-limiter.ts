import { aFunction, anInteger, anObject, checkOptions, type Rule } from '../check-options.ts';
import type { OperationId } from '../contract.ts';
import { ArgumentError, LimiterFullError } from '../errors.ts';

/** Holds calls back so that the service's rate limits are kept. It is asked once for each attempt. */
export interface Limiter {
  /**
   * Returns nothing when the request may go at once, else a promise of its turn. A promise that rejects ends the
   * call with that error: the reason of the signal, or a LimiterFullError.
   */
  take(operationId: OperationId, signal?: AbortSignal): Promise<void> | undefined;
}

/** At most `requests` within any `perSeconds` seconds. */
export interface RateLimit {
  readonly requests: number;
  readonly perSeconds: number;
}

/** The operations, each with its documented rate. */
export type Operations = Readonly<Record<string, { readonly rateLimit: RateLimit }>>;
type Limits = Readonly<Partial<Record<OperationId, RateLimit>>>;

export interface LocalLimiterOptions {
  /** How many calls of one operation wait at most; more are refused with a LimiterFullError. Default: 1000. */
  maxQueue?: number | undefined;
  /** Limits in place of the documented ones, where the vendor has agreed to others. */
  limits?: Partial<Record<OperationId, RateLimit>> | undefined;
  /** A clock, in milliseconds. Default: `performance.now`. */
  now?: (() => number) | undefined;
}

interface Lane {
  /** When the last requests went, as a ring; there are as many places as the limit has requests. */
  readonly times: Float64Array;
  readonly windowMilliseconds: number;
  /** The place of the oldest. */
  oldest: number;
  newestTime: number;
  /** First come, first served; a set, since any of them may be aborted. */
  readonly waiting: Set<() => void>;
  timer: ReturnType<typeof setTimeout> | undefined;
}

// Requests sent evenly can arrive in bursts: the window is padded by this much.
export const marginMilliseconds = 50;

const caller = 'createLocalLimiter';

/** The limiter of one process: no window of time ever holds more than the rates allow. @throws ArgumentError */
export function buildLocalLimiter(operations: Operations, options: LocalLimiterOptions = {}): Limiter {
  const rules = { maxQueue: anInteger(0), limits: createLimitsRule(operations), now: aFunction };
  checkOptions(caller, 'options', options, rules);
  return createLimiter(operations, options);
}

/** Limits of operations that there are. */
export function createLimitsRule(operations: Operations): Rule {
  const parts = { requests: anInteger(1), perSeconds: anInteger(1) };
  const limit = anObject(parts, Object.keys(parts));
  return anObject(Object.fromEntries(Object.keys(operations).map((name) => [name, limit])));
}

/** The same without a look at the options: those of a client are known to be right. */
export function createLimiter(operations: Operations, options: LocalLimiterOptions = {}): Limiter {
  const { maxQueue = 1000, limits = {}, now = () => performance.now() } = options;
  const lanes = new Map<OperationId, Lane>();

  const openLane = (operationId: OperationId) => {
    const known = lanes.get(operationId);
    if (known) return known;
    const { requests, perSeconds } = findRate(caller, operationId, limits, operations);
    const lane: Lane = {
      times: new Float64Array(requests).fill(Number.NEGATIVE_INFINITY),
      windowMilliseconds: perSeconds * 1000 + marginMilliseconds,
      oldest: 0,
      newestTime: Number.NEGATIVE_INFINITY,
      waiting: new Set(),
      timer: undefined,
    };
    lanes.set(operationId, lane);
    return lane;
  };

  const serve = (lane: Lane) => {
    lane.timer = undefined;
    for (const go of lane.waiting) {
      const left = millisecondsLeft(lane, now());
      if (left > 0) {
        lane.timer = setTimeout(serve, Math.ceil(left), lane);
        return;
      }
      lane.waiting.delete(go);
      note(lane, now());
      go();
    }
  };

  return Object.freeze<Limiter>({
    take(operationId, signal) {
      const lane = openLane(operationId);
      const time = now();
      if (lane.waiting.size === 0 && millisecondsLeft(lane, time) <= 0) {
        note(lane, time);
        return undefined;
      }
      if (signal?.aborted) return Promise.reject(signal.reason);
      if (lane.waiting.size >= maxQueue) return Promise.reject(new LimiterFullError(operationId, maxQueue));
      return new Promise((resolve, reject) => {
        const go = () => {
          signal?.removeEventListener('abort', leave);
          resolve();
        };
        const leave = () => {
          lane.waiting.delete(go);
          if (lane.waiting.size === 0) {
            clearTimeout(lane.timer);
            lane.timer = undefined;
          }
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', leave, { once: true });
        lane.waiting.add(go);
        if (lane.timer === undefined) serve(lane);
      });
    },
  });
}

/** @throws ArgumentError when neither names the operation: the limiter was made for another generation. */
export function findRate(
  caller: string,
  operationId: OperationId,
  limits: Limits,
  operations: Operations,
): RateLimit {
  const rate = limits[operationId] ?? operations[operationId]?.rateLimit;
  if (rate) return rate;
  const remedy = 'pass the client a limiter of its own generation';
  throw new ArgumentError(caller, 'limiter', `knows no limit of ${operationId}`, remedy);
}

/** How long until there is room; 0 or less when there is. */
function millisecondsLeft(lane: Lane, time: number): number {
  const { times, oldest, newestTime, windowMilliseconds } = lane;
  if (time < newestTime) {
    // The clock was set back: what went before went "now", or it would be waited for the same time again.
    const back = newestTime - time;
    for (let at = 0; at < times.length; at += 1) times[at] = (times[at] ?? 0) - back;
    lane.newestTime = time;
  }
  return (times[oldest] ?? 0) + windowMilliseconds - time;
}

function note(lane: Lane, time: number): void {
  lane.times[lane.oldest] = time;
  lane.newestTime = time;
  lane.oldest = (lane.oldest + 1) % lane.times.length;
}
