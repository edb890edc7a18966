import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { syntheticFinding } from '../report/testing/synthetic-report.ts';
import { BaselineError, readBaseline } from './read-baseline.ts';

const folder = mkdtempSync(join(tmpdir(), 'baseline-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { id, fingerprint } = syntheticFinding();
const entry = { id, reason: 'known', author: 'Ada', expires: '2026-12-31', fingerprint };

function read(entries: readonly object[]) {
  const file = join(folder, 'list.yaml');
  writeFileSync(file, JSON.stringify(entries));
  return readBaseline(file);
}

test('what the list accepts of drift is read, and what it accepts of conformance is passed over', async () => {
  expect(await read([entry, { ...entry, id: 'V1-URL-001', fingerprint: undefined }])).toEqual([entry]);
});

test.each([
  [
    'an unknown rule',
    { ...entry, fingerprint: { ...fingerprint, rule: 'x' } },
    'of the rule "x", which is unknown',
  ],
  [
    'another finding',
    { ...entry, id: 'D-0123456789' },
    `has the fingerprint of ${id}: copy id and fingerprint`,
  ],
  ['nobody', { ...entry, author: '' }, 'has no `author`'],
])('an entry of %s is refused in one line', async (_, changed, says) => {
  const failed = read([changed]);
  await expect(failed).rejects.toBeInstanceOf(BaselineError);
  await expect(failed).rejects.toMatchObject({ code: 'bad-entry', message: expect.stringContaining(says) });
});
