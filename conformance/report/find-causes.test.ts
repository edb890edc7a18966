import { expect, test } from 'vitest';
import { renderHeadline } from './conclusion.ts';
import { findCauses } from './find-causes.ts';
import type { Result, RunReport } from './run-report.ts';
import { syntheticReport, syntheticResult } from './synthetic-report.ts';

function failed(id: string, expected: string, got: string): Result {
  const failure = { message: `expected ${expected}, got ${got}`, expected, got, exchanges: [] };
  return syntheticResult({ id, verdict: 'fail', failure });
}

function blocked(id: string, blockedBy: string): Result {
  const failure = { message: 'expected x, got y', exchanges: [] };
  return syntheticResult({ id, verdict: 'blocked', blockedBy, reason: `blocked by ${blockedBy}`, failure });
}

test('the same seen by several requirements, and what it blocks, is one cause', () => {
  const causes = findCauses(
    syntheticReport([
      syntheticResult({ id: 'V1-REC-001' }),
      failed('V1-URL-004', 'a request without random to be refused', 'HTTP 200, errorCode 0'),
      failed('V1-ENV-001', 'requestId', 'errorCode'),
      failed('V1-NEG-021', 'a request without random to be refused', 'HTTP 200, errorCode 0'),
      blocked('V1-ENV-007', 'V1-ENV-001'),
      blocked('V1-ENV-008', 'V1-ENV-001'),
    ]),
  );
  expect(causes.map(({ results, blocked: held }) => [results.map(({ id }) => id), held])).toEqual([
    [['V1-URL-004', 'V1-NEG-021'], []],
    [['V1-ENV-001'], ['V1-ENV-007', 'V1-ENV-008']],
  ]);
});

test('what blocks and was not chosen is a cause too', () => {
  const causes = findCauses(syntheticReport([blocked('V1-ENV-007', 'V1-ENV-001')]));
  expect(causes).toEqual([{ results: [], blocked: ['V1-ENV-007'], blockedBy: 'V1-ENV-001' }]);
});

test('failures without halves are told apart by their messages', () => {
  const crash = (id: string, message: string) =>
    syntheticResult({ id, verdict: 'error', reason: message, failure: { message, exchanges: [] } });
  const report = syntheticReport([
    crash('V1-REC-001', 'a'),
    crash('V1-REC-002', 'a'),
    crash('V1-REC-003', 'b'),
  ]);
  expect(findCauses(report).map(({ results }) => results.length)).toEqual([2, 1]);
});

const kinds: readonly [Partial<RunReport['target']>, readonly Result[], string][] = [
  [{ kind: 'mock' }, [syntheticResult()], 'The mock conforms; never verified against the vendor'],
  [{ kind: 'url' }, [failed('V1-REC-001', 'a', 'b')], 'The target does not conform'],
  [{ kind: 'live' }, [syntheticResult()], 'The live endpoint conforms'],
  [{ kind: 'receiver' }, [syntheticResult()], 'The receiver conforms; the vendor was not contacted'],
  [{ kind: 'mock' }, [blocked('V1-ENV-007', 'V1-ENV-001')], 'The mock is not shown to conform'],
];
test.each(kinds)('the headline of %j says what was checked', (target, results, headline) => {
  const plain = syntheticReport([...results]);
  expect(renderHeadline({ ...plain, target: { ...plain.target, ...target } })).toBe(headline);
});

test('a mock is not said to be unverified once the vendor was run against', () => {
  const lastLiveRun = { at: '2026-01-01T00:00:00.000Z', ageDays: 30 };
  expect(renderHeadline(syntheticReport([syntheticResult()], { lastLiveRun }))).toBe('The mock conforms');
});
