import type { OperationFacts } from '../contract.ts';
import { isOfCertificate, isTrtcCallError, type TrtcCallError } from '../errors.ts';
import type { ClientSettings, RetrySettings } from '../options.ts';

const passingStatuses = new Set([408, 429]);

/**
 * Whether the same request may be sent again after this failure. What may have been carried out is sent again only where
 * twice is the same as once.
 */
export function mayRetry(error: TrtcCallError, { idempotent }: OperationFacts): boolean {
  return isPassing(error) && (idempotent || !mayBeApplied(error));
}

/** Whether the service may have carried out what failed so. */
export function mayBeApplied(error: TrtcCallError): boolean {
  return error.kind !== 'argument' && error.possiblyApplied;
}

/** Whether another attempt may come to more than this failure. */
function isPassing(error: TrtcCallError): boolean {
  switch (error.kind) {
    case 'refused':
      return error.retryable;
    case 'connection':
      // A certificate that is not accepted will not be the next time.
      return !isOfCertificate(error.code);
    case 'deadline':
      return error.scope === 'attempt';
    case 'http-status':
      return error.status >= 500 || passingStatuses.has(error.status);
    case 'contract':
      // A page in place of JSON came from something in between.
      return error.issues.some(({ pointer, expected }) => pointer === '' && expected === 'JSON');
    default:
      return false;
  }
}

/**
 * How long to wait before the next attempt, in milliseconds: any time up to a bound that doubles with each attempt
 * and ends at the cap ("full jitter"), so that clients that failed together do not come back together. After a refusal
 * for the rate it is at least the window of the limit.
 *
 * @param attempt the one that failed, counted from 1.
 */
export function delayAfter(
  attempt: number,
  error: TrtcCallError,
  { rateLimit }: OperationFacts,
  { baseMilliseconds, capMilliseconds }: RetrySettings,
  random: () => number,
): number {
  // Asking again is of use only after the window of the rate limit.
  const window = error.kind === 'refused' ? rateLimit.perSeconds * 1000 : 0;
  const least = Math.min(window, capMilliseconds);
  const bound = Math.max(baseMilliseconds, window) * 2 ** (attempt - 1);
  return Math.floor(least + random() * Math.min(capMilliseconds - least, bound));
}

/**
 * How long to wait before another attempt, in milliseconds; undefined where there is to be none.
 *
 * @param attempt the one that failed, counted from 1.
 * @param readHeaders gives those of its answer, where it has one.
 */
export function findDelay(
  attempt: number,
  error: TrtcCallError,
  readHeaders: (() => Headers) | undefined,
  { facts, retry }: { readonly facts: OperationFacts; readonly retry: RetrySettings | false },
  { random, now }: Pick<ClientSettings, 'random' | 'now'>,
): number | undefined {
  if (!retry || attempt >= retry.maxAttempts || !mayRetry(error, facts)) return undefined;
  const asked =
    error.kind === 'http-status'
      ? error.retryAfterMilliseconds
      : readHeaders && readRetryAfter(readHeaders(), now());
  return Math.max(delayAfter(attempt, error, facts, retry, random), asked ?? 0);
}

/**
 * How long an answer asks to wait, in milliseconds, by its `Retry-After` (RFC 9110: seconds, or a date).
 *
 * @param now the machine's clock, used where the answer has no date of its own.
 */
export function readRetryAfter(headers: Headers, now: number): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const until = Date.parse(text);
  if (Number.isNaN(until)) return undefined;
  const sentAt = Date.parse(headers.get('date') ?? '');
  return Math.max(0, until - (Number.isNaN(sentAt) ? now : sentAt));
}

const onTheWay = /^(connection|http-status|deadline)$/;

/**
 * The last error of a call knows those before it, and where it was sent.
 *
 * @param hasLeft whether the last attempt may have been sent.
 */
export function withAttempts<Value>(
  error: Value,
  url: string,
  previousAttempts: readonly TrtcCallError[],
  hasLeft: boolean,
): Value {
  if (!isTrtcCallError(error) || error.kind === 'argument') return error;
  const possiblyApplied = (hasLeft && error.possiblyApplied) || previousAttempts.some(mayBeApplied);
  Object.assign(error, { url, possiblyApplied });
  // A refusal came from the service; all else may have met another host than the one that was meant.
  if (onTheWay.test(error.kind)) {
    error.message = error.message.replace(':', () => ` at ${new URL(url).host}:`);
  }
  if (previousAttempts.length === 0) return error;
  const message = `${error.message}; attempt ${previousAttempts.length + 1} of the call`;
  return Object.assign(error, { previousAttempts, message });
}
