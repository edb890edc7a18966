import { expect, test } from 'vitest';
import { readVitestOutcome } from './outcome.ts';

const createReport = (...statuses: string[]) => ({
  testResults: [{ assertionResults: statuses.map((status, at) => ({ status, fullName: `test ${at}` })) }],
});

test.each([
  ['passes and failures are counted', createReport('passed', 'passed', 'failed'), 1, 2, 1, []],
  ['each failure counts', createReport('failed', 'failed'), 1, 0, 2, []],
  ['a test that did not run is named', createReport('passed', 'skipped'), 0, 1, 0, ['test 1']],
  ['a crash beside passing tests is one failure', createReport('passed'), 1, 1, 1, []],
  ['a run killed by a signal is one failure', createReport('passed'), null, 1, 1, []],
  ['a run without a test is one failure', createReport(), 0, 0, 1, []],
  ['a report that is not there is one failure', undefined, 0, 0, 1, []],
])('%s', (_title, report, status, passed, failed, skipped) => {
  expect(readVitestOutcome('x', report, status)).toEqual({ suite: 'x', passed, failed, skipped });
});
