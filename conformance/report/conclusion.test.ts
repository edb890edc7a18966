import { describe, expect, test } from 'vitest';
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
const accepted = (expires: string, overrides: Partial<Result>) =>
  failed({ divergence: { reason: 'old gateway', author: 'alice', expires }, ...overrides });
const blocked = failed({ id: 'V1-REC-003', verdict: 'blocked', blockedBy: 'V1-REC-002', reason: 'x' });
const skipped = failed({ verdict: 'skipped', reason: 'no effects' });
const excluded = failed({ verdict: 'excluded', reason: 'unseen' });
const broken = failed({ level: 'SHOULD', verdict: 'error', reason: 'crash' });
const [should, may] = [failed({ level: 'SHOULD' }), failed({ level: 'MAY' })];
const observed = syntheticResult({ level: 'OBSERVE', verdict: 'observed', observed: '70001' });
const notRestored = 'set it again';

/** By the exit code: results, what is concluded of them, and what else the report says. */
const cases: Record<number, [results: Result[], conclusion: string, report?: Partial<RunReport>][]> = {
  0: [
    [[passed], 'Conforms: 1 MUST passed, none failed'],
    [[passed, should], 'Conforms: 1 MUST passed, none failed, 1 SHOULD failed'],
    [[passed, may], 'Conforms: 1 MUST passed, none failed, 1 MAY not followed'],
    [[passed, may], 'Conforms: 1 MUST passed, none failed, 1 MAY not followed', { strict: true }],
    [[passed, excluded], 'Conforms: 1 MUST passed, none failed, 1 more cannot be checked from outside'],
    [
      // The day of the run is the last on which it is accepted.
      [passed, accepted('2026-01-31', { verdict: 'known-divergence' })],
      'Conforms: 1 MUST passed, none failed, 1 known divergence',
    ],
    [[observed], 'Conforms: 0 MUST passed, none failed'],
    [[passed], 'Nothing failed; 32 of 33 MUST were not checked: 1 MUST passed', { mustTotal: 33 }],
    [[passed, skipped], 'Nothing failed; 1 of 2 MUST were not checked: 1 MUST passed'],
    [
      [passed, should],
      'No MUST failed; 2 of 3 MUST were not checked: 1 MUST passed, 1 SHOULD failed',
      { mustTotal: 3 },
    ],
    [
      [passed, accepted('2030-01-01', { level: 'SHOULD', verdict: 'known-divergence' })],
      'No MUST failed; 2 of 3 MUST were not checked: 1 MUST passed, 1 known divergence',
      { mustTotal: 3 },
    ],
  ],
  1: [
    [[passed, failed()], 'Does not conform: 1 MUST failed'],
    [[passed, failed(), blocked], 'Does not conform: 1 MUST failed, 1 MUST blocked'],
    [[passed, should, blocked], 'Not shown to conform: 1 MUST blocked, 1 SHOULD failed'],
    [[passed, should], 'Does not conform: 1 SHOULD failed', { strict: true }],
    [[passed, { ...blocked, level: 'SHOULD' }], 'Not shown to conform: 1 SHOULD blocked', { strict: true }],
    [[passed, broken], 'Does not conform: 1 error'],
    [[passed, failed()], 'Does not conform: 1 MUST failed, the target was not put back', { notRestored }],
    [
      [passed, failed(), accepted('2030-01-01', { verdict: 'error', reason: 'it passes' })],
      'Does not conform: 1 MUST failed, 1 error',
    ],
    [
      [passed, accepted('2026-01-30', { level: 'MAY', verdict: 'known-divergence' })],
      'Does not conform: 1 expired divergence',
    ],
    [[passed, accepted('2025-12-31', { level: 'SHOULD' })], 'Does not conform: 1 expired divergence'],
    [
      [passed, accepted('2030-01-01', { verdict: 'error', reason: 'it passes' })],
      'The accepted list is out of date: 1 error, 1 MUST passed',
    ],
  ],
  2: [
    [[passed], 'Not put back: 1 MUST passed, none failed', { notRestored }],
    [[excluded], 'Nothing was checked: every requirement was skipped or excluded'],
    [[skipped], 'Nothing was checked: every requirement was skipped or excluded'],
    [[], 'Nothing was checked: every requirement was skipped or excluded'],
  ],
};

describe.each(Object.entries(cases))('a run exits with %s and concludes', (exitCode, rows) => {
  test.each(rows)('%#: $1', (results, conclusion, report) => {
    const run = syntheticReport(results, report);
    expect(toExitCode(run)).toBe(Number(exitCode));
    expect(renderConclusion(run)).toBe(conclusion);
  });
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
  ['mock', [blocked], 'The mock is not shown to conform'],
])('the headline of a run against %s says what was checked', (kind, results, headline) => {
  const report = syntheticReport(results);
  expect(renderHeadline({ ...report, target: { ...report.target, kind } })).toBe(headline);
});

test('a mock is not said to be unverified once the vendor was run against', () => {
  const lastLiveRun = { at: '2026-01-01T00:00:00.000Z', ageDays: 30 };
  expect(renderHeadline(syntheticReport([passed], { lastLiveRun }))).toBe('The mock conforms');
});

test.each<[RunReport['lastLiveRun'], string]>([
  [null, 'Never verified live: no run against the live endpoint is on record'],
  [{ at: '2026-01-31T01:00:00Z', ageDays: 0 }, 'Last live run: today (2026-01-31)'],
  [{ at: '2026-01-30T01:00:00Z', ageDays: 1 }, 'Last live run: 1 day ago (2026-01-30)'],
  [{ at: '2026-01-01T01:00:00Z', ageDays: 30 }, 'Last live run: 30 days ago (2026-01-01)'],
])('of the last live run %j a report says: %s', (lastLiveRun, says) => {
  expect(renderLiveStatement(syntheticReport([], { lastLiveRun }))).toBe(says);
});

test('of the first live run a report says that none came before', () => {
  const report = syntheticReport([passed], { lastLiveRun: null });
  expect(renderLiveStatement({ ...report, target: { ...report.target, kind: 'live' } })).toBe(
    'This run asked the live endpoint; no earlier live run is on record',
  );
});

test('of a receiver a report says that the vendor had no part in it', () => {
  const report = syntheticReport([passed]);
  expect(renderLiveStatement({ ...report, target: { ...report.target, kind: 'receiver' } })).toMatch(
    /the vendor itself was not contacted$/,
  );
});

test('the badge is green only when each generation conforms', () => {
  const generation = { contractVersion: '1.0.0', mustTotal: 1 };
  const generations = ['v1', 'v4'].map((name) => ({ ...generation, generation: name }));
  const passedOfV4 = syntheticResult({ id: 'V4-REC-001' });
  const skippedOfV4 = failed({ id: 'V4-REC-001', verdict: 'skipped', reason: 'no call' });
  const color = (...results: Result[]) =>
    renderBadge(syntheticReport(results, { mustTotal: 2, generations })).color;
  expect(color(passed, passedOfV4)).toBe('brightgreen');
  expect(color(passed, skippedOfV4)).toBe('yellow');
});

test.each([
  ['brightgreen', '1 MUST passed', syntheticReport([passed])],
  ['yellow', '1 of 33 MUST passed', syntheticReport([passed], { mustTotal: 33 })],
  ['red', '1 of 2 MUST failed', syntheticReport([passed, failed()])],
  ['red', 'does not conform', syntheticReport([passed, broken])],
  ['lightgrey', 'not checked', syntheticReport([])],
])('the badge is %s and says "%s"', (color, message, report) => {
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
