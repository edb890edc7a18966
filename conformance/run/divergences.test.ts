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

test.each([
  { title: 'no JSON', content: '[', message: /cannot be used: .*JSON/ },
  { title: 'more than it may have', content: ' '.repeat(2 ** 20 + 1), message: /longer than 1048576 bytes/ },
  { title: 'lists in lists', content: '['.repeat(500_000), message: /cannot be used: .*JSON/ },
  {
    title: 'another encoding',
    content: Buffer.from('[]', 'utf16le').toString('latin1'),
    message: /save it as UTF-8/,
  },
  { title: 'no list', content: { id }, message: /is not a list/ },
  { title: 'an entry that is text', content: ['x'], message: /entry 1 is not an object/ },
  { title: 'no author', content: [{ ...entry, author: ' ' }], message: /entry 1: author is missing/ },
  { title: 'no day', content: [{ ...entry, expires: '2030-02-31' }], message: /expires is not a date/ },
  { title: 'an unknown id', content: [{ ...entry, id: 'V1-URL-999' }], message: /no requirement V1-URL-999/ },
  { title: 'an id twice', content: [entry, entry], message: /V1-URL-001 stands twice/ },
])('a file with $title cannot be used', async ({ content, message }) => {
  const file = createFile(content);
  await expect(readDivergences(file, [id])).rejects.toBeInstanceOf(CannotRunError);
  await expect(readDivergences(file, [id])).rejects.toThrow(message);
});

test('a byte order mark is no part of a file', async () => {
  expect((await readDivergences(createFile(`\ufeff${JSON.stringify([entry])}`), [id])).size).toBe(1);
});

test('a file that does not exist cannot be used', async () => {
  await expect(readDivergences('/no/such/file.json', [])).rejects.toThrow(/cannot be used: ENOENT/);
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
  expect(settle('pass', divergence, day).reason).toMatch(/take it out of the divergences file/);
});

test('what nobody accepted stays as it is', () => {
  expect(settle('fail', undefined, day)).toEqual({ verdict: 'fail' });
});
