import { aFunction, anInteger, anObject, checkOptions, longestWait, type Rule } from '../check-options.ts';
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

/** Calls that wait for their turn: first come, first served, and any of them may be aborted. */
export interface WaitingLine {
  length(): number;
  /** Rejects with a LimiterFullError where too many wait already, and with the reason of the signal once that is aborted. */
  join(signal: AbortSignal | undefined): Promise<void>;
  letFirstGo(): void;
}

/** @param onEmpty is called when the last call was aborted. */
export function createWaitingLine(
  operationId: OperationId,
  maxQueue: number,
  onEmpty?: () => void,
): WaitingLine {
  const waiting = new Set<() => void>();
  return {
    length: () => waiting.size,
    join(signal) {
      if (signal?.aborted) return Promise.reject(signal.reason);
      if (waiting.size >= maxQueue) return Promise.reject(new LimiterFullError(operationId, maxQueue));
      return new Promise((resolve, reject) => {
        const go = () => {
          signal?.removeEventListener('abort', leave);
          resolve();
        };
        const leave = () => {
          waiting.delete(go);
          if (waiting.size === 0) onEmpty?.();
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', leave, { once: true });
        waiting.add(go);
      });
    },
    letFirstGo() {
      const [first] = waiting;
      if (!first) return;
      waiting.delete(first);
      first();
    },
  };
}

interface Lane {
  readonly requests: number;
  readonly windowMilliseconds: number;
  /** When the requests of the last window went, from the oldest. */
  times: number[];
  readonly line: WaitingLine;
}

// A wait for the end of a window is one timer.
const longestWindowSeconds = Math.floor(longestWait / 1000) - 1;

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
  const parts = { requests: anInteger(1), perSeconds: anInteger(1, longestWindowSeconds) };
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
      requests,
      windowMilliseconds: perSeconds * 1000 + marginMilliseconds,
      times: [],
      line: createWaitingLine(operationId, maxQueue),
    };
    lanes.set(operationId, lane);
    return lane;
  };

  /** Lets calls go while there is room. Gives how long it is until there is room again, in milliseconds. */
  const serve = (lane: Lane): number => {
    while (lane.line.length() > 0) {
      const time = now();
      const left = millisecondsLeft(lane, time);
      if (left > 0) return left;
      lane.times.push(time);
      lane.line.letFirstGo();
    }
    return 0;
  };

  // Each call has a timer of its own: in Workers the timers of a request end with it, and others may still wait then.
  const wait = (lane: Lane, signal: AbortSignal | undefined): Promise<void> => {
    const turn = lane.line.join(signal);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wake = () => {
      timer = setTimeout(wake, Math.ceil(serve(lane)));
    };
    wake();
    return turn.finally(() => clearTimeout(timer));
  };

  return Object.freeze<Limiter>({
    take(operationId, signal) {
      const lane = openLane(operationId);
      const time = now();
      if (lane.line.length() === 0 && millisecondsLeft(lane, time) <= 0) {
        lane.times.push(time);
        return undefined;
      }
      return wait(lane, signal);
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
  const back = (lane.times.at(-1) ?? time) - time;
  // The clock was set back: earlier requests count as sent now, or the caller would wait for that time again.
  if (back > 0) lane.times = lane.times.map((went) => went - back);
  const { times, requests, windowMilliseconds } = lane;
  const kept = times.findIndex((went) => went + windowMilliseconds > time);
  times.splice(0, kept === -1 ? times.length : kept);
  return times.length < requests ? 0 : (times[0] ?? time) + windowMilliseconds - time;
}
