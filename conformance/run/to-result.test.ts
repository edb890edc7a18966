import { describe, expect, test } from 'vitest';
import type { CheckedRequirement, Requirement } from '../requirements/requirement.ts';
import type { Target } from '../targets/target.ts';
import type { Ledger } from './ledger.ts';
import { type ResultParts, resultWithoutRun, toResult } from './to-result.ts';

const stated = {
  id: 'V1-XYZ-001',
  level: 'SHOULD',
  sentence: 'x is y',
  source: [60138],
  operations: ['getCallback'],
} as const;
const checked: CheckedRequirement = { ...stated, needs: ['secret-key'], check: async () => {} };
const excluded: Requirement = { ...stated, excluded: 'nobody can see it' };
const target: Target = {
  name: 'mock',
  kind: 'mock',
  baseUrl: 'http://127.0.0.1',
  account: { sdkAppId: 1, identifier: 'administrator' },
  apps: 'fixed',
  capabilities: [{ name: 'secret-key', available: true }],
};
const ledger: Ledger = { generation: 'v1', lastLiveRun: null, requirements: {} };
const parts: ResultParts = { target, divergences: new Map(), ledger, day: '2030-01-31' };

function lacking(reason: string): ResultParts {
  return {
    ...parts,
    target: { ...target, capabilities: [{ name: 'secret-key', available: false, reason }] },
  };
}

describe('what is not run', () => {
  test('an excluded requirement says why there is no check', () => {
    expect(resultWithoutRun(excluded, parts)).toMatchObject({
      verdict: 'excluded',
      reason: 'nobody can see it',
    });
  });

  test('a requirement that the target cannot be asked says what is missing', () => {
    expect(resultWithoutRun(checked, lacking('no key'))).toMatchObject({
      verdict: 'skipped',
      reason: 'no key',
    });
  });

  test('a skip without a reason is an error', () => {
    expect(resultWithoutRun(checked, lacking(''))).toMatchObject({
      verdict: 'error',
      reason: expect.stringContaining('does not say why'),
    });
  });

  test('everything else is to be run', () => {
    expect(resultWithoutRun(checked, parts)).toBeUndefined();
  });
});

test('a pass against the mock is verified there from this day on, and nowhere else', () => {
  expect(toResult(checked, { verdict: 'pass', durationMilliseconds: 3 }, parts)).toEqual({
    ...stated,
    area: 'XYZ',
    verdict: 'pass',
    durationMilliseconds: 3,
    verified: { documents: true, mock: '2030-01-31', live: null },
  });
});

const failed = {
  verdict: 'fail',
  message: 'expected y, got z',
  exchanges: [],
  durationMilliseconds: 3,
} as const;
const failure = { message: 'expected y, got z', exchanges: [] };

test('a failure says what was expected, and verifies nothing', () => {
  expect(toResult(checked, failed, parts)).toMatchObject({
    verdict: 'fail',
    failure,
    verified: { mock: null },
  });
});

test.each([
  { expires: '2030-01-31', verdict: 'known-divergence' },
  { expires: '2030-01-30', verdict: 'fail' },
])('a failure that was accepted until $expires is a $verdict on 2030-01-31', ({ expires, verdict }) => {
  const divergence = { reason: 'old', author: 'alice', expires };
  const divergences = new Map([[stated.id, divergence]]);
  const result = toResult(checked, failed, { ...parts, divergences });
  expect(result).toMatchObject({ verdict, failure, divergence });
});

test('an error gives its reason', () => {
  const outcome = { ...failed, verdict: 'error', message: 'TypeError: x is undefined' } as const;
  expect(toResult(checked, outcome, parts)).toMatchObject({ verdict: 'error', reason: outcome.message });
});
