import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { runConformance } from '../run-conformance.ts';
import {
  syntheticExchange,
  syntheticReport,
  syntheticResult,
  syntheticResults,
} from '../testing/synthetic-report.ts';
import { runReportSchema } from './render.ts';
import type { RunReport, Verdict } from './run-report.ts';

const validate = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(
  runReportSchema,
);
const whole = (): RunReport =>
  syntheticReport(syntheticResults(), {
    lastLiveRun: { at: '2026-01-01T00:00:00Z', ageDays: 30 },
    generations: [{ generation: 'v1', contractVersion: '1.0.0', mustTotal: 3 }],
  });

test('a report with every verdict is valid', () => {
  expect(validate(whole()), JSON.stringify(validate.errors)).toBe(true);
  expect(new Set(whole().results.map((result) => result.verdict)).size).toBe(8);
});

test('the report of a run is valid', async () => {
  const only = ['V1-ENV-001', 'V1-SIG-010', 'V1-OBS-001'];
  const report = await runConformance({ target: 'mock', only });
  expect(report.results.map((result) => result.verdict).toSorted()).toEqual(['excluded', 'observed', 'pass']);
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
}, 30_000);

test('a report of two generations, with a note about the target, is valid', () => {
  const report = syntheticReport([syntheticResult(), syntheticResult({ id: 'V4-REC-001' })], {
    generation: 'v1 and v4',
  });
  report.target.notes = ['v4 answers'];
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
});

test('a report that was written and read again is valid', () => {
  expect(validate(JSON.parse(JSON.stringify(syntheticReport([]))))).toBe(true);
});

const members: Record<string, { of(report: RunReport): object; optional: string[] }> = {
  // A report of before has none of them.
  report: { of: (report) => report, optional: ['mustTotal', 'strict', 'generations'] },
  target: { of: (report) => report.target, optional: [] },
  counts: { of: (report) => report.counts, optional: ['blocked'] },
  'result that passed': { of: (report) => pick(report, 'pass'), optional: [] },
  'result that failed': { of: (report) => pick(report, 'fail'), optional: [] },
  'result that was blocked': { of: (report) => pick(report, 'blocked'), optional: [] },
  'result that was skipped': { of: (report) => pick(report, 'skipped'), optional: [] },
  'result that is excluded': { of: (report) => pick(report, 'excluded'), optional: [] },
  'result that was observed': { of: (report) => pick(report, 'observed'), optional: [] },
  'result that broke': { of: (report) => pick(report, 'error'), optional: [] },
  'known divergence': {
    of: (report) => pick(report, 'known-divergence'),
    optional: ['failure'],
  },
};

for (const [name, { of, optional }] of Object.entries(members)) {
  test(`a ${name} without one of its members, or with one that is unknown, is refused`, () => {
    for (const key of Object.keys(of(whole()))) {
      const broken = whole();
      Reflect.deleteProperty(of(broken), key);
      expect(validate(broken), `without ${key}`).toBe(optional.includes(key));
    }
    const more = whole();
    Reflect.set(of(more), 'secretKey', 'x');
    expect(validate(more)).toBe(false);
  });
}

const broken = [
  { title: 'an unknown verdict', change: { verdict: 'fine' } },
  { title: 'an id without its padding', change: { id: 'V1-REC-3' } },
  { title: 'a level in small letters', change: { level: 'must' } },
  { title: 'a skip with an empty reason', change: { verdict: 'skipped', reason: '' } },
  {
    title: 'a date with a time',
    change: { verified: { documents: true, mock: '2026-01-01T00:00:00Z', live: null } },
  },
  {
    title: 'a status that is text',
    change: { failure: { message: 'x', exchanges: [{ ...syntheticExchange(), status: '200' }] } },
  },
];

for (const { title, change } of broken) {
  test(`${title} is refused`, () => {
    const result = { ...syntheticResult(), ...change };
    expect(validate({ ...syntheticReport([]), results: [result] })).toBe(false);
  });
}

test('a report of another version is refused', () => {
  expect(validate({ ...whole(), schema: 'https://trtc-call.dev/conformance-report/2' })).toBe(false);
});

test('a missing capability without a reason is refused', () => {
  const report = whole();
  report.target.capabilities = [{ name: 'call-id', available: false }];
  expect(validate(report)).toBe(false);
});

function pick(report: RunReport, verdict: Verdict): object {
  return report.results.find((result) => result.verdict === verdict) ?? {};
}
