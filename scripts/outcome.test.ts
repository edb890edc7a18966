import { expect, test } from 'vitest';
import { outcomeOfVitest } from './outcome.ts';

const reportOf = (...statuses: string[]) => ({
  testResults: [{ assertionResults: statuses.map((status, at) => ({ status, fullName: `test ${at}` })) }],
});

test.each([
  ['passes and failures are counted', reportOf('passed', 'passed', 'failed'), 1, 2, 1, []],
  ['a test that did not run is named', reportOf('passed', 'skipped'), 0, 1, 0, ['test 1']],
  ['a crash beside passing tests is one failure', reportOf('passed'), 1, 1, 1, []],
  ['a run killed by a signal is one failure', reportOf('passed'), null, 1, 1, []],
  ['a run without a test is one failure', reportOf(), 0, 0, 1, []],
  ['a report that is not there is one failure', undefined, 0, 0, 1, []],
])('%s', (_title, report, status, passed, failed, skipped) => {
  expect(outcomeOfVitest('x', report, status)).toEqual({ suite: 'x', passed, failed, skipped });
});
