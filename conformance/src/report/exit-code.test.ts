import { expect, test } from 'vitest';
import { conclusionOf, liveStatementOf } from './conclusion.ts';
import { exitCodeOf } from './exit-code.ts';
import type { Result, RunReport } from './run-report.ts';
import { syntheticReport, syntheticResult } from './synthetic-report.ts';

const passed = syntheticResult();
const failure = { message: 'expected 1, got 2', exchanges: [] };
const failed = (overrides: Partial<Result> = {}) =>
  syntheticResult({ id: 'V1-REC-002', verdict: 'fail', failure, ...overrides });
const accepted = (expires: string) => ({ reason: 'old gateway', author: 'alice', expires });

const cases: { title: string; results: Result[]; exitCode: number; conclusion: string }[] = [
  {
    title: 'everything passes',
    results: [passed],
    exitCode: 0,
    conclusion: 'Conforms: 1 MUST passed, none failed',
  },
  {
    title: 'a MUST fails',
    results: [passed, failed()],
    exitCode: 1,
    conclusion: 'Does not conform: 1 MUST failed',
  },
  {
    title: 'only a SHOULD fails',
    results: [passed, failed({ level: 'SHOULD' })],
    exitCode: 0,
    conclusion: 'Conforms: 1 MUST passed, none failed, 1 SHOULD failed',
  },
  {
    title: 'only a MAY fails',
    results: [passed, failed({ level: 'MAY' })],
    exitCode: 0,
    conclusion: 'Conforms: 1 MUST passed, none failed, 1 MAY not followed',
  },
  {
    title: 'the suite breaks on a SHOULD',
    results: [passed, failed({ level: 'SHOULD', verdict: 'error', reason: 'crash' })],
    exitCode: 1,
    conclusion: 'Does not conform: 1 error',
  },
  {
    title: 'a divergence is accepted until the day of the run',
    results: [passed, failed({ verdict: 'known-divergence', divergence: accepted('2026-01-31') })],
    exitCode: 0,
    conclusion: 'Conforms: 1 MUST passed, none failed, 1 known divergence',
  },
  {
    title: 'a divergence expired the day before',
    results: [
      passed,
      failed({ level: 'MAY', verdict: 'known-divergence', divergence: accepted('2026-01-30') }),
    ],
    exitCode: 1,
    conclusion: 'Does not conform: 1 expired divergence',
  },
  {
    title: 'a SHOULD fails by an expired divergence',
    results: [passed, failed({ level: 'SHOULD', divergence: accepted('2025-12-31') })],
    exitCode: 1,
    conclusion: 'Does not conform: 1 expired divergence',
  },
  {
    title: 'only questions were asked',
    results: [syntheticResult({ level: 'OBSERVE', verdict: 'observed', observed: '70001' })],
    exitCode: 0,
    conclusion: 'Conforms: 0 MUST passed, none failed',
  },
  {
    title: 'everything was skipped',
    results: [syntheticResult({ verdict: 'skipped', reason: 'no key' })],
    exitCode: 2,
    conclusion: 'Nothing was checked: every requirement was skipped or excluded',
  },
  {
    title: 'there is no result',
    results: [],
    exitCode: 2,
    conclusion: 'Nothing was checked: every requirement was skipped or excluded',
  },
];

for (const { title, results, exitCode, conclusion } of cases) {
  test(`when ${title}, the exit code is ${exitCode} and the conclusion says why`, () => {
    const report = syntheticReport(results);
    expect(exitCodeOf(report)).toBe(exitCode);
    expect(conclusionOf(report)).toBe(conclusion);
  });
}

const ages: { lastLiveRun: RunReport['lastLiveRun']; says: string }[] = [
  { lastLiveRun: null, says: 'Never verified live: no run against the live endpoint is on record' },
  { lastLiveRun: { at: '2026-01-31T01:00:00Z', ageDays: 0 }, says: 'Last live run: today (2026-01-31)' },
  { lastLiveRun: { at: '2026-01-30T01:00:00Z', ageDays: 1 }, says: 'Last live run: 1 day ago (2026-01-30)' },
  {
    lastLiveRun: { at: '2026-01-01T01:00:00Z', ageDays: 30 },
    says: 'Last live run: 30 days ago (2026-01-01)',
  },
];

for (const { lastLiveRun, says } of ages) {
  test(`a report says: ${says}`, () => {
    expect(liveStatementOf(syntheticReport([], { lastLiveRun }))).toBe(says);
  });
}
