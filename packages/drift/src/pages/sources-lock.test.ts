import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sources } from '@trtc-call/spec/v1/sources';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { SourceError, SourcesLockError } from '../check-drift.ts';
import { pagesOfVendor, savedPages, type Validators } from './load-page.ts';
import { parseLock, renderLock } from './sources-lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'trtc-call-pages-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const [page] = sources.pages;
if (!page) throw new TypeError('There is no page in sources.yaml.');

describe('the lock', () => {
  test('is read again as it was written, whatever the facts, and sorted', () => {
    const facts = fc
      .dictionary(fc.string({ minLength: 1 }), fc.string())
      .map((all) => new Map(Object.entries(all)));
    const pages = fc.dictionary(
      fc.stringMatching(/^\d{5}$/),
      fc.record({
        facts,
        etag: fc.option(fc.string(), { nil: undefined }),
        lastModified: fc.constant(undefined),
      }),
    );
    fc.assert(
      fc.property(pages, (all) => {
        const lock = new Map(Object.entries(all));
        const text = renderLock(lock);
        expect(parseLock(text, 'x')).toEqual(lock);
        expect(renderLock(new Map([...lock].toReversed()))).toBe(text);
      }),
    );
  });
  test.each(['[1]', 'a: b: c', 'pages: {"1": {}}', 'pages: 5'])(
    'that is damaged is refused with the remedy: %s',
    (text) => {
      expect(() => parseLock(text, 'sources.lock.yaml')).toThrow(SourcesLockError);
      expect(() => parseLock(text, 'sources.lock.yaml')).toThrow(
        /sources\.lock\.yaml is damaged \(.*\): restore it/,
      );
    },
  );
  test.each([
    [
      'aliases',
      Array.from({ length: 20_000 }, (_, at) => `- &a${at} x\n- *a${at}\n`).join(''),
      'more than 100 aliases',
    ],
    ['lists in lists', '['.repeat(200_000), 'character'],
    [
      'a list of lists of aliases',
      `a: &a [x]\n${[...'bcdefghi'].map((name, at) => `${name}: &${name} [${`*${'abcdefgh'[at]},`.repeat(9)}]`).join('\n')}`,
      'alias',
    ],
    ['a page twice', 'pages:\n  1: { facts: {} }\n  1: { facts: {} }\n', 'Map keys must be unique'],
  ])('that was made to keep readers busy is refused: %s', { timeout: 30_000 }, (_, text, fault) => {
    expect(() => parseLock(text, 'sources.lock.yaml')).toThrow(SourcesLockError);
    expect(() => parseLock(text, 'sources.lock.yaml')).toThrow(fault);
  });
  test('with a great many facts is read in time that grows with them only', { timeout: 30_000 }, () => {
    const facts = Array.from({ length: 60_000 }, (_, at) => `      code/${at}: ""`).join('\n');
    expect(parseLock(`pages:\n  "1":\n    facts:\n${facts}`, 'x').get('1')?.facts.size).toBe(60_000);
  });
  test('that is empty knows of no page', () => {
    expect(parseLock('# nothing yet\n', 'x').size).toBe(0);
  });
});

describe('saved pages', () => {
  test('are read in either format', async () => {
    writeFileSync(join(folder, `${page.id}.md`), '# A page');
    const load = await savedPages(folder);
    expect(await load(page, undefined)).toMatchObject({
      outcome: 'read',
      format: 'markdown',
      text: '# A page',
    });
  });
  test('one that is missing could not be looked at, which says where it should be', async () => {
    const load = await savedPages(folder);
    const other = sources.pages[1] ?? page;
    expect(await load(other, undefined)).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('save it there as <id>.html'),
    });
  });
  test('a folder that is none is refused', async () => {
    await expect(savedPages(join(folder, 'none'))).rejects.toBeInstanceOf(SourceError);
  });
});

test('the vendor is asked by what is known of the page', async () => {
  const asked: [string, Validators][] = [];
  const load = pagesOfVendor({
    async fetch(url, validators) {
      asked.push([url, validators]);
      return { outcome: 'unchanged' };
    },
    close: async () => {},
  });
  await load(page, { facts: new Map(), etag: '"a"' });
  await load(page, undefined);
  const url = `https://trtc.io/document/${page.id}`;
  expect(asked).toEqual([
    [url, { etag: '"a"' }],
    [url, {}],
  ]);
});
