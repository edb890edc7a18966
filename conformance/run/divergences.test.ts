import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CannotRunError } from './cannot-run-error.ts';
import { readDivergences, settle } from './divergences.ts';

const entry = { id: 'V1-URL-001', reason: 'an old gateway', author: 'alice', expires: '2030-01-31' };
const { id, ...divergence } = entry;
const day = '2030-01-31';

function createFile(content: unknown): string {
  const file = join(mkdtempSync(join(tmpdir(), 'divergences-')), 'divergences.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

test('a file of accepted failures is read by id', async () => {
  expect(await readDivergences(createFile([entry]), [id])).toEqual(new Map([[id, divergence]]));
});

test('a list in YAML may hold findings of drift, and requirements of other suites: they are passed over', async () => {
  const others = ['D-0123456789', 'V1-RCA-001', 'V4-REC-001'].map((other) => ({ ...entry, id: other }));
  const yaml = [entry, ...others].map((one) => `- ${JSON.stringify(one)}`).join('\n');
  expect(await readDivergences(createFile(yaml), [id])).toEqual(new Map([[id, divergence]]));
});

test.each([
  ['without an author', [{ ...entry, author: ' ' }], /:1: entry 1 .* has no `author`/],
  [
    'with an unknown id',
    [{ ...entry, id: 'V1-URL-999' }],
    /entry 1 .* no requirement of that id: see --list/,
  ],
  ['with an unknown area', [{ ...entry, id: 'V1-UTL-001' }], /no requirement of that id/],
  ['with an id twice', [entry, entry], /accepts V1-URL-001 again/],
])('a list %s cannot be used', async (_, content, message) => {
  const failed = readDivergences(createFile(content), [id]);
  await expect(failed).rejects.toBeInstanceOf(CannotRunError);
  await expect(failed).rejects.toThrow(message);
});

test('a list that does not exist cannot be used', async () => {
  await expect(readDivergences('/no/such/file.json', [])).rejects.toThrow(/\/no\/such\/file.json \(ENOENT\)/);
});

test.each([
  { verdict: 'fail', until: '2030-01-31', settled: 'known-divergence' },
  { verdict: 'fail', until: '2030-01-30', settled: 'fail' },
  { verdict: 'pass', until: '2030-01-31', settled: 'error' },
  { verdict: 'error', until: '2030-01-31', settled: 'error' },
  { verdict: 'skipped', until: '2030-01-31', settled: 'skipped' },
] as const)(
  '$verdict, accepted until $until, counts as $settled on 2030-01-31',
  ({ verdict, until, settled }) => {
    expect(settle(verdict, { ...divergence, expires: until }, day).verdict).toBe(settled);
  },
);

test('a failure that is accepted carries who accepted it, and why', () => {
  expect(settle('fail', divergence, day)).toMatchObject({ reason: 'an old gateway', divergence });
});

test('an entry for what passes says that it is to be taken out', () => {
  expect(settle('pass', divergence, day).reason).toMatch(/remove it from the accepted list/);
});

test('what was not accepted stays as it is', () => {
  expect(settle('fail', undefined, day)).toEqual({ verdict: 'fail' });
});
