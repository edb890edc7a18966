import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkDrift } from '@trtc-call/drift';
import { expect, onTestFinished, test } from 'vitest';
import { startFakeGitHub } from '../github/testing/fake-github.ts';
import { type LastRuns, readLastRuns, stateFileOf } from './last-runs.ts';

const day = (number: number) => `2026-01-${String(number).padStart(2, '0')}T03:00:00.000Z`;

/** Runs of one a day, the newest first, as GitHub lists them. */
async function runsAre(...conclusions: (string | null)[]): Promise<LastRuns> {
  const { github, store } = await startFakeGitHub();
  const newest = 20;
  conclusions.forEach((conclusion, at) => {
    const status = conclusion === null ? 'in_progress' : 'completed';
    store.runs.push({ status, conclusion, created_at: day(newest - at).replace('.000', '') });
  });
  return readLastRuns(github, 'drift.yml', 'main');
}

test.each<[what: string, conclusions: (string | null)[], runs: LastRuns]>([
  ['no run yet', [null], { lastSuccess: null, failingSince: null }],
  ['the last one succeeded', [null, 'success', 'failure'], { lastSuccess: day(19), failingSince: null }],
  [
    'some failed since',
    [null, 'failure', 'cancelled', 'timed_out', 'success'],
    { lastSuccess: day(16), failingSince: day(17) },
  ],
  ['only cancelled since', ['cancelled', 'success'], { lastSuccess: day(19), failingSince: null }],
  ['all failed', ['failure', 'failure'], { lastSuccess: null, failingSince: day(19) }],
])('%s', async (_what, conclusions, runs) => {
  expect(await runsAre(...conclusions)).toEqual(runs);
});

test('a check takes it for the state: failing for too long is a finding', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trtc-call-state-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const stateFile = join(folder, 'state.json');
  writeFileSync(stateFile, stateFileOf({ lastSuccess: day(1), failingSince: day(2) }, ['documents']));
  const documents = async () => ({
    findings: [],
    input: {
      name: 'documents',
      read: 0,
      judged: 0,
      unjudged: [],
      sensors: ['documents' as const],
      damage: undefined,
    },
    unreadable: ['page 1 does not answer'],
  });
  const { findings, check } = await checkDrift({ documents, stateFile, now: () => Date.parse(day(12)) });
  expect(findings.map(({ fingerprint }) => fingerprint)).toMatchObject([
    { rule: 'check-stale', subject: 'documents' },
  ]);
  expect(check).toMatchObject({ lastSuccess: day(1), failingSince: day(2) });
});
