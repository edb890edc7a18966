import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkDrift, type DocumentsResult } from '@trtc-call/drift';
import { describe, expect, onTestFinished, test } from 'vitest';
import { renderState } from './state.ts';

describe('when a check was last made', () => {
  const day = (number: number) => `2026-01-${String(number).padStart(2, '0')}T03:00:00.000Z`;
  /** One a day, the newest first, as GitHub lists them. */
  const createState = (...conclusions: string[]) => {
    const runs = conclusions.map((conclusion, at) => ({
      conclusion,
      created_at: day(20 - at).replace('.000', ''),
    }));
    return renderState({ runs }, ['documents']);
  };

  test.each([
    ['no run yet', [], [null, null]],
    ['the last one succeeded', ['success', 'failure'], [day(20), null]],
    ['some failed since', ['failure', 'cancelled', 'timed_out', 'success'], [day(17), day(18)]],
    ['only cancelled since', ['cancelled', 'success'], [day(19), null]],
    ['all failed', ['failure', 'failure'], [null, day(19)]],
  ])('%s', (_what, conclusions, [lastSuccess, failingSince]) => {
    const state: unknown = JSON.parse(createState(...conclusions));
    expect(state).toMatchObject({ sensors: { documents: { lastSuccess, failingSince } } });
  });

  test('a check takes it for the state: failing for too long is a finding', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trtc-call-state-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const stateFile = join(folder, 'state.json');
    writeFileSync(stateFile, createState(...Array(18).fill('failure'), 'success'));
    const input: DocumentsResult['inputs'][number] = {
      name: 'documents',
      read: 0,
      judged: 0,
      unjudged: [],
      sensors: ['documents'],
      damage: undefined,
    };
    const documents = async () => ({
      findings: [],
      inputs: [input],
      pages: [],
      unreadable: ['page 1 does not answer'],
    });
    const { findings, check } = await checkDrift({ documents, stateFile, now: () => Date.parse(day(22)) });
    expect(findings.map(({ fingerprint }) => fingerprint)).toMatchObject([
      { rule: 'check-stale', subject: 'documents' },
    ]);
    expect(check).toMatchObject({ lastSuccess: day(2), failingSince: day(3) });
  });
});
