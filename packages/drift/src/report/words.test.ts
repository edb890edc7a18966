import { expect, test } from 'vitest';
import { damagedReport, fullReport, syntheticFindings, syntheticReport } from './testing/synthetic-report.ts';
import { conclusionOf, describeLastSuccess } from './words.ts';

const cases = [
  {
    title: 'nothing found',
    report: syntheticReport(),
    says: 'No drift: 378 entries of 1 operation agree with the contract',
  },
  {
    title: 'something found',
    report: syntheticReport({ findings: syntheticFindings() }),
    says: 'Drift: 2 breaking, 1 additive, 1 informational',
  },
  {
    title: 'something found that is not bad enough to fail',
    report: syntheticReport({
      findings: syntheticFindings().slice(3),
      failOn: 'breaking',
      exitCode: 0,
    }),
    says: 'No drift at or above breaking: 1 informational',
  },
  {
    title: 'something found that may never fail',
    report: syntheticReport({ findings: syntheticFindings(), failOn: 'never', exitCode: 0 }),
    says: 'Drift: 2 breaking, 1 additive, 1 informational',
  },
  {
    title: 'a baseline that needs attention',
    report: fullReport(),
    says: 'Drift: 2 breaking, 1 additive, 1 informational, 2 accepted, 1 acceptance expired, 1 acceptance no longer needed',
  },
  {
    title: 'a check that could not be made, and what was found all the same',
    report: { ...damagedReport(), accepted: [], baseline: undefined },
    says: 'Could not check: cut.har is damaged at byte 1234; live does not answer (found in what could be read: 2 breaking, 1 additive, 1 informational)',
  },
  {
    title: 'an exit code that says more than the state of the check',
    report: syntheticReport({ exitCode: 2 }),
    says: 'Could not check: nothing could be read',
  },
  {
    title: 'a state of the check that says more than the exit code',
    report: damagedReport({ findings: [], accepted: [], baseline: undefined, exitCode: 0 }),
    says: 'Could not check: cut.har is damaged at byte 1234; live does not answer',
  },
];

for (const { title, report, says } of cases) {
  test(`the conclusion of ${title}`, () => {
    expect(conclusionOf(report)).toBe(says);
  });
}

test('when the last check was made is said in each case', () => {
  const check = { outcome: 'checked', reasons: [] } as const;
  const at = '2026-01-31T12:00:00.000Z';
  expect(describeLastSuccess({ check: { ...check, lastSuccess: at, failingSince: null } })).toBe(
    'Last successful check: 2026-01-31 12:00 UTC',
  );
  expect(describeLastSuccess({ check: { ...check, lastSuccess: null, failingSince: at } })).toBe(
    'No successful check is on record; checks have failed since 2026-01-31 12:00 UTC',
  );
});
