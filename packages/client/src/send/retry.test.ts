import { operations } from '@trtc-call/spec/v1';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConnectionError, DeadlineError, RefusedError, type TrtcCallError } from '../errors.ts';
import { delayAfter, mayRetry } from './retry.ts';

describe('what the contract allows', () => {
  const operationId = 'setCallback';
  const once = {
    ...operations[operationId],
    ...operations[operationId].rateLimit,
    data: 'string',
    allowsNothing: false,
    idempotent: false,
  } as const;
  const again = { ...once, idempotent: true };
  const failed = (code: string) => new ConnectionError(operationId, Object.assign(new Error(code), { code }));
  const limited = new RefusedError({
    code: 70005,
    reason: 'RateLimited',
    requestId: 'an-id',
    operationId,
    remedy: '',
    retryable: true,
    cause: '',
    vendorMessage: '',
  });
  const cases: Record<string, { error: TrtcCallError; once: boolean; again: boolean }> = {
    'what was never sent is sent again': { error: failed('ECONNREFUSED'), once: true, again: true },
    'what may have arrived only where twice is as once': {
      error: failed('ECONNRESET'),
      once: false,
      again: true,
    },
    'so is what was not answered in time': {
      error: new DeadlineError(operationId, 10_000, 'attempt'),
      once: false,
      again: true,
    },
    'what was refused for now was not carried out': { error: limited, once: true, again: true },
    'the whole call is not made again by itself': {
      error: new DeadlineError(operationId, 30_000, 'call'),
      once: false,
      again: false,
    },
  };
  test.each(Object.entries(cases))('%s', (_, expected) => {
    expect(mayRetry(expected.error, once)).toBe(expected.once);
    expect(mayRetry(expected.error, again)).toBe(expected.again);
  });

  test('a wait is anything below a bound that doubles and is capped', () => {
    const settings = { maxAttempts: 20, baseMilliseconds: 200, capMilliseconds: 5000 };
    const attempts = fc.integer({ min: 1, max: 20 });
    const draws = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(attempts, draws, (attempt, draw) => {
        const delay = delayAfter(attempt, failed('ECONNRESET'), again, settings, () => draw);
        const bound = Math.min(5000, 200 * 2 ** (attempt - 1));
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThan(bound);
        expect(delay).toBe(Math.floor(draw * bound));
        const limitedDelay = delayAfter(attempt, limited, again, settings, () => draw);
        expect(limitedDelay).toBe(Math.floor(draw * Math.min(5000, 1000 * 2 ** (attempt - 1))));
      }),
    );
  });
});
