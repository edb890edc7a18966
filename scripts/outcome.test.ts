import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readVitestOutcome } from './outcome.ts';

const createReport = (...statuses: string[]) => {
  const status = statuses.includes('failed') ? 'failed' : 'passed';
  const assertionResults = statuses.map((status, at) => ({ status, fullName: `test ${at}` }));
  return { testResults: [{ name: join(process.cwd(), 'src/a.test.ts'), status, assertionResults }] };
};
const unloaded = {
  testResults: [{ name: join(process.cwd(), 'b.test.ts'), status: 'failed', assertionResults: [] }],
};

test.each([
  [
    'passes and failures are counted',
    createReport('passed', 'passed', 'failed'),
    1,
    2,
    1,
    ['src/a.test.ts: test 2'],
    [],
  ],
  [
    'each failure counts',
    createReport('failed', 'failed'),
    1,
    0,
    2,
    ['src/a.test.ts: test 0', 'src/a.test.ts: test 1'],
    [],
  ],
  ['a test that did not run is named', createReport('passed', 'skipped'), 0, 1, 0, [], ['test 1']],
  ['a crash beside passing tests is one failure', createReport('passed'), 1, 1, 1, [], []],
  ['a run killed by a signal is one failure', createReport('passed'), null, 1, 1, [], []],
  ['a run without a test is one failure', createReport(), 0, 0, 1, [], []],
  ['a file that does not load is named', unloaded, 1, 0, 1, ['b.test.ts'], []],
  ['a report that is not there is one failure', undefined, 0, 0, 1, [], []],
])('%s', (_title, report, status, passed, failed, failures, skipped) => {
  expect(readVitestOutcome('x', report, status)).toEqual({ suite: 'x', passed, failed, failures, skipped });
});

test.each([
  ['succeeds', ['sh', '-c', 'test -n "$NODE_COMPILE_CACHE"'], 0, 1],
  ['fails', ['sh', '-c', 'exit 3'], 3, 0],
  ['is killed', ['sh', '-c', 'kill -9 $$'], 1, 0],
  ['is not there', ['no-such-command'], 1, 0],
] as const)('a check whose command %s is recorded as such', (_title, command, status, passed) => {
  const cwd = mkdtempSync(join(tmpdir(), 'trtc-call-check-'));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  const { NODE_COMPILE_CACHE: _cache, ...env } = process.env;
  const args = [join(import.meta.dirname, 'check.ts'), 'suite', '--', ...command];
  expect(spawnSync(process.execPath, args, { cwd, env }).status).toBe(status);
  const outcome: unknown = JSON.parse(readFileSync(join(cwd, '.results/suite.json'), 'utf8'));
  expect(outcome).toEqual({ suite: 'suite', passed, failed: 1 - passed, failures: [], skipped: [] });
});
