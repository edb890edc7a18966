import { operations } from '@trtc-call/spec/v1';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ConnectionError,
  DeadlineError,
  HttpStatusError,
  RefusedError,
  type TrtcCallError,
} from '../errors.ts';
import { delayAfter, findDelay, mayRetry, readRetryAfter } from './retry.ts';

const operationId = 'setCallback';
const once = { ...operations[operationId], idempotent: false };
const again = { ...once, idempotent: true };
const failed = (code: string) => new ConnectionError(operationId, Object.assign(new Error(code), { code }));
const limited = new RefusedError({
  code: 70005,
  reason: 'RateLimited',
  requestId: 'an-id',
  operationId,
  remedy: '',
  retryable: true,
  vendorMessage: '',
});

describe('what the contract allows', () => {
  const cases: Readonly<Record<string, [error: TrtcCallError, once: boolean, again: boolean]>> = {
    'what was never sent is sent again': [failed('ECONNREFUSED'), true, true],
    'what may have arrived only where twice is as once': [failed('ECONNRESET'), false, true],
    'so is what was not answered in time': [new DeadlineError(operationId, 10_000, 'attempt'), false, true],
    'what was refused for now was not carried out': [limited, true, true],
    'a gateway that is asked too often is asked again': [new HttpStatusError(operationId, 429), false, true],
    'so is one that waited for the request in vain': [new HttpStatusError(operationId, 408), false, true],
    'one that forbids it is not': [new HttpStatusError(operationId, 403), false, false],
    'the whole call is not made again by itself': [
      new DeadlineError(operationId, 30_000, 'call'),
      false,
      false,
    ],
  };
  test.each(Object.entries(cases))('%s', (_, [error, isOnce, isAgain]) => {
    expect(mayRetry(error, once)).toBe(isOnce);
    expect(mayRetry(error, again)).toBe(isAgain);
  });

  test.each([
    'SELF_SIGNED_CERT_IN_CHAIN',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'CERT_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'HOSTNAME_MISMATCH',
  ])('a certificate that is not accepted (%s) is not tried again, and the error says what to do', (code) => {
    expect(mayRetry(failed(code), again)).toBe(false);
    expect(failed(code).message).toContain('NODE_EXTRA_CA_CERTS');
  });

  test('a wait is anything below a bound that doubles and is capped', () => {
    const settings = { maxAttempts: 20, baseMilliseconds: 200, capMilliseconds: 5000 };
    const attempts = fc.integer({ min: 1, max: 20 });
    const draws = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const waits = (draw: number) =>
      [1, 2, 6].map((n) => delayAfter(n, failed('ECONNRESET'), again, settings, () => draw));
    expect([waits(0), waits(0.5)]).toEqual([
      [0, 0, 0],
      [100, 200, 2500],
    ]);
    fc.assert(
      fc.property(attempts, draws, (attempt, draw) => {
        const delay = delayAfter(attempt, failed('ECONNRESET'), again, settings, () => draw);
        const bound = Math.min(5000, 200 * 2 ** (attempt - 1));
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThan(bound);
        const limitedDelay = delayAfter(attempt, limited, again, settings, () => draw);
        expect(limitedDelay).toBeGreaterThanOrEqual(1000);
        expect(limitedDelay).toBeLessThanOrEqual(5000);
      }),
    );
  });
});

describe('the wait before another attempt', () => {
  const retry = { maxAttempts: 3, baseMilliseconds: 200, capMilliseconds: 5000 };
  const cases: Readonly<
    Record<string, [error: TrtcCallError, retryAfter: string | undefined, draw: number, expected: unknown]>
  > = {
    'is drawn': [failed('ECONNREFUSED'), undefined, 0.5, 100],
    'is as long as a gateway asks for': [new HttpStatusError(operationId, 503, 7000), undefined, 0.5, 7000],
    'is not shorter than what is drawn': [new HttpStatusError(operationId, 503, 1), undefined, 0.5, 100],
    'after a refusal is as long as its answer asks for': [limited, '7', 0, 7000],
    'after a refusal is the window of the rate at least': [limited, '0', 0, 1000],
    'is none where it is not tried again': [
      new HttpStatusError(operationId, 403, 7000),
      undefined,
      0,
      undefined,
    ],
  };
  test.each(Object.entries(cases))('%s', (_, [error, retryAfter, draw, expected]) => {
    const readHeaders =
      retryAfter === undefined ? undefined : () => new Headers({ 'retry-after': retryAfter });
    const clocks = { random: () => draw, now: () => 0 };
    expect(findDelay(1, error, readHeaders, { facts: again, retry }, clocks)).toBe(expected);
    expect(findDelay(3, error, readHeaders, { facts: again, retry }, clocks), 'after the last').toBe(
      undefined,
    );
    expect(findDelay(1, error, readHeaders, { facts: again, retry: false }, clocks)).toBe(undefined);
  });
});

describe('Retry-After', () => {
  const now = Date.UTC(2026, 10, 28);
  const date = new Date(now + 3_600_000).toUTCString();
  const cases: [name: string, headers: Record<string, string>, milliseconds: number | undefined][] = [
    ['in seconds', { 'retry-after': '7' }, 7000],
    [
      'as a date, by the date of the answer',
      { 'retry-after': new Date(now + 3_605_000).toUTCString(), date },
      5000,
    ],
    ['as a date, by this machine', { 'retry-after': new Date(now + 9000).toUTCString() }, 9000],
    ['that is over', { 'retry-after': new Date(now - 9000).toUTCString() }, 0],
    ['that cannot be read', { 'retry-after': 'soon' }, undefined],
    ['that is negative', { 'retry-after': '-1000000000000' }, undefined],
    ['that is missing', {}, undefined],
  ];
  test.each(cases)('%s', (_, headers, milliseconds) => {
    expect(readRetryAfter(new Headers(headers), now)).toBe(milliseconds);
  });
});
