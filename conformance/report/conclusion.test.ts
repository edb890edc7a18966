import { expect, test } from 'vitest';
import { syntheticReport, syntheticResult } from '../testing/synthetic-report.ts';
import {
  renderBadge,
  renderConclusion,
  renderHeadline,
  renderLiveStatement,
  toExitCode,
} from './conclusion.ts';
import type { Result, RunReport } from './run-report.ts';

const passed = syntheticResult();
const failure = { message: 'expected 1, got 2', exchanges: [] };
const failed = (overrides: Partial<Result> = {}) =>
  syntheticResult({ id: 'V1-REC-002', verdict: 'fail', failure, ...overrides });
const accepted = (expires: string) => ({ reason: 'old gateway', author: 'alice', expires });

const blocked = (overrides: Partial<Result> = {}) =>
  failed({ id: 'V1-REC-003', verdict: 'blocked', blockedBy: 'V1-REC-002', reason: 'x', ...overrides });

interface Case {
  title: string;
  results: Result[];
  report?: Partial<RunReport>;
  exitCode: number;
  conclusion: string;
}

const cases: Case[] = [
  {
    title: 'all that is wrong is an entry of the accepted list for what passes',
    results: [passed, failed({ verdict: 'error', divergence: accepted('2030-01-01'), reason: 'it passes' })],
    exitCode: 1,
    conclusion: 'The accepted list is out of date: 1 error, 1 MUST passed',
  },
  {
    title: 'a MUST was not chosen',
    results: [passed],
    report: { mustTotal: 33 },
    exitCode: 0,
    conclusion: 'Nothing failed; 32 of 33 MUST were not checked: 1 MUST passed',
  },
  {
    title: 'a MUST was skipped',
    results: [passed, failed({ verdict: 'skipped', reason: 'no effects' })],
    exitCode: 0,
    conclusion: 'Nothing failed; 1 of 2 MUST were not checked: 1 MUST passed',
  },
  {
    title: 'a MUST was not chosen and a SHOULD fails',
    results: [passed, failed({ level: 'SHOULD' })],
    report: { mustTotal: 3 },
    exitCode: 0,
    conclusion: 'No MUST failed; 2 of 3 MUST were not checked: 1 MUST passed, 1 SHOULD failed',
  },
  {
    title: 'a MUST cannot be checked from outside',
    results: [passed, failed({ verdict: 'excluded', reason: 'unseen' })],
    exitCode: 0,
    conclusion: 'Conforms: 1 MUST passed, none failed, 1 more cannot be checked from outside',
  },
  {
    title: 'a SHOULD fails in a strict run',
    results: [passed, failed({ level: 'SHOULD' })],
    report: { strict: true },
    exitCode: 1,
    conclusion: 'Does not conform: 1 SHOULD failed',
  },
  {
    title: 'a MAY fails in a strict run',
    results: [passed, failed({ level: 'MAY' })],
    report: { strict: true },
    exitCode: 0,
    conclusion: 'Conforms: 1 MUST passed, none failed, 1 MAY not followed',
  },
  {
    title: 'one MUST fails and blocks another',
    results: [passed, failed(), blocked()],
    exitCode: 1,
    conclusion: 'Does not conform: 1 MUST failed, 1 MUST blocked',
  },
  {
    title: 'a SHOULD that fails blocks a MUST',
    results: [passed, failed({ level: 'SHOULD' }), blocked()],
    exitCode: 1,
    conclusion: 'Not shown to conform: 1 MUST blocked, 1 SHOULD failed',
  },
  {
    title: 'a MUST fails and the target could not be put back',
    results: [passed, failed()],
    report: { notRestored: 'set it again' },
    exitCode: 1,
    conclusion: 'Does not conform: 1 MUST failed, the target was not put back',
  },
  {
    title: 'nothing fails and the target could not be put back',
    results: [passed],
    report: { notRestored: 'set it again' },
    exitCode: 2,
    conclusion: 'Not put back: 1 MUST passed, none failed',
  },
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

test.each(cases)('when $title, the exit code is $exitCode and the conclusion says why', (one) => {
  const report = syntheticReport(one.results, one.report);
  expect(toExitCode(report)).toBe(one.exitCode);
  expect(renderConclusion(report)).toBe(one.conclusion);
});

const ofV4 = failed({ id: 'V4-REC-001' });
test('each generation of a run has its own conclusion, and one that fails is enough', () => {
  const report = syntheticReport([passed, ofV4], {
    mustTotal: 3,
    generations: [
      { generation: 'v1', contractVersion: '1.0.0', mustTotal: 2 },
      { generation: 'v4', contractVersion: '0.1.0', mustTotal: 1 },
    ],
  });
  expect(toExitCode(report)).toBe(1);
  expect(renderConclusion(report)).toBe(
    'v1: Nothing failed; 1 of 2 MUST were not checked: 1 MUST passed; v4: Does not conform: 1 MUST failed',
  );
});

test.each<[target: RunReport['target']['kind'], results: Result[], headline: string]>([
  ['mock', [passed], 'The mock conforms; never verified against the vendor'],
  ['url', [failed()], 'The target does not conform'],
  ['live', [passed], 'The live endpoint conforms'],
  ['receiver', [passed], 'The receiver conforms; the vendor was not contacted'],
  ['mock', [blocked()], 'The mock is not shown to conform'],
])('the headline of a run against %s says what was checked', (kind, results, headline) => {
  const report = syntheticReport(results);
  expect(renderHeadline({ ...report, target: { ...report.target, kind } })).toBe(headline);
});

test('a mock is not said to be unverified once the vendor was run against', () => {
  const lastLiveRun = { at: '2026-01-01T00:00:00.000Z', ageDays: 30 };
  expect(renderHeadline(syntheticReport([passed], { lastLiveRun }))).toBe('The mock conforms');
});

const ages: { lastLiveRun: RunReport['lastLiveRun']; says: string }[] = [
  { lastLiveRun: null, says: 'Never verified live: no run against the live endpoint is on record' },
  { lastLiveRun: { at: '2026-01-31T01:00:00Z', ageDays: 0 }, says: 'Last live run: today (2026-01-31)' },
  { lastLiveRun: { at: '2026-01-30T01:00:00Z', ageDays: 1 }, says: 'Last live run: 1 day ago (2026-01-30)' },
  {
    lastLiveRun: { at: '2026-01-01T01:00:00Z', ageDays: 30 },
    says: 'Last live run: 30 days ago (2026-01-01)',
  },
];

test.each(ages)('a report says: $says', ({ lastLiveRun, says }) => {
  expect(renderLiveStatement(syntheticReport([], { lastLiveRun }))).toBe(says);
});

test.each([
  {
    title: 'each MUST passed',
    report: syntheticReport([passed]),
    message: '1 MUST passed',
    color: 'brightgreen',
  },
  {
    title: 'a MUST was not checked',
    report: syntheticReport([passed], { mustTotal: 33 }),
    message: '1 of 33 MUST passed',
    color: 'yellow',
  },
  {
    title: 'a MUST failed',
    report: syntheticReport([passed, failed()]),
    message: '1 of 2 MUST failed',
    color: 'red',
  },
  {
    title: 'the suite broke',
    report: syntheticReport([passed, syntheticResult({ id: 'V1-REC-003', verdict: 'error', reason: 'x' })]),
    message: 'does not conform',
    color: 'red',
  },
  { title: 'nothing was checked', report: syntheticReport([]), message: 'not checked', color: 'lightgrey' },
])('when $title, the badge says "$message" in $color', ({ report, message, color }) => {
  expect(renderBadge(report)).toEqual({ schemaVersion: 1, label: 'TRTC Call v1', message, color });
});

test('a generation that was not checked keeps the run from exiting with 0, and a MUST that failed counts more', () => {
  const unchecked = ['v4 was not checked: no answer'];
  const withUnchecked = (results: Result[]) => {
    const report = syntheticReport(results);
    return { ...report, target: { ...report.target, unchecked } };
  };
  const report = withUnchecked([passed]);
  expect(toExitCode(report)).toBe(2);
  expect(renderConclusion(report)).toBe('Not all was checked: 1 MUST passed, none failed');
  expect(toExitCode(withUnchecked([passed, failed()]))).toBe(1);
});
