import type { RetrySettings } from '../client-options.ts';
import type { TrtcCallError } from '../errors.ts';
import type { OperationFacts } from '../generated/v1-tables.gen.ts';

// The request did not reach anybody: these come before the first byte is sent.
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/**
 * Whether the same request may be sent again after this failure: where the service has refused it for now, or where
 * there was no readable answer and carrying it out twice is the same as once.
 */
export function mayRetry(error: TrtcCallError, { idempotent }: OperationFacts): boolean {
  switch (error.kind) {
    case 'refused':
      return error.retryable;
    case 'connection':
      return idempotent || !mayHaveArrived(error);
    case 'deadline':
      return idempotent && error.scope === 'attempt';
    case 'http-status':
      return idempotent && error.status >= 500;
    case 'contract':
      // A page in place of JSON came from something in between.
      return (
        idempotent && error.issues.some(({ pointer, expected }) => pointer === '' && expected === 'JSON')
      );
    default:
      return false;
  }
}

/** Whether the service may have carried out what it was asked by the attempt that failed so. */
export function mayHaveArrived(error: TrtcCallError): boolean {
  if (error.kind === 'connection') return error.code === undefined || !neverSent.has(error.code);
  return error.kind !== 'refused';
}

/**
 * How long to wait before the next attempt, in milliseconds: any time up to a bound that doubles with each attempt
 * and ends at the cap ("full jitter"), so that clients that failed together do not come back together.
 *
 * @param attempt the one that failed, counted from 1.
 */
export function delayAfter(
  attempt: number,
  error: TrtcCallError,
  { perSeconds }: OperationFacts,
  { baseMilliseconds, capMilliseconds }: RetrySettings,
  random: () => number,
): number {
  // Before the window of the rate limit is over there is no use in asking again.
  const base = error.kind === 'refused' ? Math.max(baseMilliseconds, perSeconds * 1000) : baseMilliseconds;
  return Math.floor(random() * Math.min(capMilliseconds, base * 2 ** (attempt - 1)));
}
