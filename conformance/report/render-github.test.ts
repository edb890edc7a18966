import { breakout } from '@trtc-call/reporting/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostileReport } from './hostile-report.ts';
import { renderGithub } from './render-github.ts';
import { syntheticReport, syntheticResult, syntheticResults } from './synthetic-report.ts';

test('each failure is an annotation as grave as its level, and the conclusion is the last', () => {
  expect(renderGithub(syntheticReport(syntheticResults())).split('\n')).toEqual(
    [
      '::warning title=V1-AUTH-003 SHOULD::parameter names are case-sensitive the check crashed: TypeError: x is undefined',
      '::error title=V1-REC-003 MUST::a filter by callType returns no other callType expected every callType to be "single", got "group" at callRecordList[0].callType',
      '::notice title=V1-REC-004 MAY::a page past the end is empty expected no record, got 3',
      '::error title=V1-REC-006 MUST::a record that is listed is found by its callId blocked by V1-REC-003: expected a list, got text',
      '::error title=TRTC Call conformance of mock::Does not conform: 1 MUST failed, 1 MUST blocked, 1 error, 1 known divergence',
      '',
    ].map((line) => line.replace('::warning title=V1-AUTH', '::error title=V1-AUTH')),
  );
});

test('a run in which nothing failed is one notice', () => {
  expect(renderGithub(syntheticReport([syntheticResult()]))).toBe(
    '::notice title=TRTC Call conformance of mock::Conforms: 1 MUST passed, none failed\n',
  );
});

test('more failures than GitHub shows are counted', () => {
  const failure = { message: 'x', exchanges: [] };
  const results = Array.from({ length: 60 }, () => syntheticResult({ verdict: 'fail', failure }));
  const lines = renderGithub(syntheticReport(results)).split('\n');
  expect(lines).toHaveLength(53);
  expect(lines[50]).toContain('::10 more failures are in report.json');
});

test('a hostile text adds no command, no property and no control character', () => {
  const shapeOf = (text: string) =>
    renderGithub(hostileReport(text))
      .split('\n')
      .map((line) => /^::([a-z]+) title=([^:,]*)::[^\n]*$/.exec(line)?.[1]);
  const expected = shapeOf('x');
  expect(expected).toHaveLength(7);
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.constant(breakout)), (text) => {
      expect(shapeOf(text)).toEqual(expected);
      expect(renderGithub(hostileReport(text))).not.toMatch(/[^\P{Cc}\n]|##\[/u);
    }),
    { numRuns: 60 },
  );
});
