import { expect, test } from 'vitest';
import { isOutcome, outcomeOfVitest } from './outcome.ts';

const reportOf = (...statuses: string[]) => ({
  testResults: [{ assertionResults: statuses.map((status, at) => ({ status, fullName: `test ${at}` })) }],
});

const cases = [
  {
    title: 'passes and failures are counted',
    report: reportOf('passed', 'passed', 'failed'),
    status: 1,
    passed: 2,
    failed: 1,
    skipped: [],
  },
  {
    title: 'a test that did not run is named',
    report: reportOf('passed', 'skipped'),
    status: 0,
    passed: 1,
    failed: 0,
    skipped: ['test 1'],
  },
  {
    title: 'a crash beside passing tests is one failure',
    report: reportOf('passed'),
    status: 1,
    passed: 1,
    failed: 1,
    skipped: [],
  },
  {
    title: 'a run killed by a signal is one failure',
    report: reportOf('passed'),
    status: null,
    passed: 1,
    failed: 1,
    skipped: [],
  },
  {
    title: 'a run without a test is one failure',
    report: reportOf(),
    status: 0,
    passed: 0,
    failed: 1,
    skipped: [],
  },
  {
    title: 'a report that is not there is one failure',
    report: undefined,
    status: 0,
    passed: 0,
    failed: 1,
    skipped: [],
  },
];

for (const { title, report, status, passed, failed, skipped } of cases) {
  test(title, () => {
    expect(outcomeOfVitest('x', report, status)).toEqual({ suite: 'x', passed, failed, skipped });
  });
}

test('only a whole record is taken for an outcome', () => {
  const whole = { suite: 'x', passed: 1, failed: 0, skipped: [] };
  expect(isOutcome(whole)).toBe(true);
  for (const key of Object.keys(whole)) expect(isOutcome({ ...whole, [key]: undefined }), key).toBe(false);
});
