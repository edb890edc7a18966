import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generations } from '@trtc-call/spec';
import { sources } from '@trtc-call/spec/v1/sources';
import { describe, expect, test } from 'vitest';
import { readContract } from '../contract/contract.ts';
import { SourceError } from '../errors.ts';
import { createPage } from '../testing/pages/check-pages.ts';
import { renderPage } from '../testing/pages/render-page.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { compareWithContract } from './compare-facts.ts';
import { compareDocuments } from './documents.ts';
import { expectedFacts } from './expected-facts.ts';
import { readerVersion } from './page-facts.ts';
import { parseLock } from './sources-lock.ts';

const folder = temporaryFolder();
const fetcher = () => {
  throw new Error('saved pages are not fetched');
};
for (const { id } of sources.pages) {
  const text = renderPage(createPage(id), { language: 'ja', markup: 'html-breaks' });
  writeFileSync(join(folder, `${id}.html`), text);
}

test('the file of facts is written only when that is wanted, and holds no text of the pages', async () => {
  const lockFile = join(folder, 'sources.lock.yaml');
  expect(await compareDocuments({ from: folder, fetcher, generation: 'v1', lockFile })).toMatchObject({
    findings: [],
    unreadable: [],
  });
  expect(existsSync(lockFile)).toBe(false);
  await compareDocuments({ from: folder, fetcher, generation: 'v1', lockFile, update: true });
  const text = readFileSync(lockFile, 'utf8');
  expect(text).toContain('field/request/callId: string required');
  expect(text).not.toMatch(/管理者|操作/);
  await compareDocuments({ from: folder, fetcher, generation: 'v1', lockFile, update: true });
  expect(readFileSync(lockFile, 'utf8')).toBe(text);
});

test.each([
  [{ from: folder, update: true }, /name one with --lock/],
  [{ from: folder, lockFile: folder }, /cannot be read \(it is a folder\)/],
  [{ from: folder, lockFile: join(folder, 'none', 'lock.yaml'), update: true }, /name a file in a folder/],
  [{ from: folder, lockFile: '/dev/zero' }, /cannot be read \(it is a device\)/],
  [{ from: join(folder, 'none') }, /is not a folder/],
])('what cannot be used is one line with the remedy: %j', async (flags, message) => {
  const failed = compareDocuments({ ...flags, fetcher });
  await expect(failed).rejects.toBeInstanceOf(SourceError);
  await expect(failed).rejects.toThrow(message);
});

describe('the facts that the repository has noted', () => {
  test.each(generations)('agree with the contract of %s, and say what they rest on', (generation) => {
    const contract = readContract(generation);
    const file = join(import.meta.dirname, '../../../../spec', generation, 'sources.lock.yaml');
    const lock = parseLock(readFileSync(file, 'utf8'), file);
    expect(lock.size).toBeGreaterThan(0);
    for (const [id, { facts, form, origin, noted, reader }] of lock) {
      const page = contract.sources.pages.find((page) => String(page.id) === id);
      expect({ id, page, form, origin, noted }).toEqual({
        id,
        page: expect.anything(),
        form: expect.stringMatching(/^(markdown|html)$/),
        origin: expect.stringMatching(/^(vendor|saved|rebuilt)$/),
        noted: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      });
      // Another reader would find other facts: the next check takes them anew.
      if (page && reader === readerVersion) {
        const remedy = `note what page ${id} says now: npm run -s trtc-call -- drift docs --update --only ${id}`;
        expect(compareWithContract(page, facts, expectedFacts(page, contract)), remedy).toEqual([]);
      }
    }
  });
});
