import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sources } from '@trtc-call/spec/v1/sources';
import { isFullProof } from '@trtc-call/test-servers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readContract } from '../contract/contract.ts';
import { SourceError } from '../errors.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { factWords } from './expected-facts.ts';
import { createFolderLoader, createVendorLoader, type FetchedPage, type Validators } from './load-page.ts';
import { readerVersion } from './page-facts.ts';
import { answerPage } from './read-page.ts';
import { parseLock, readLock, renderLock } from './sources-lock.ts';

const folder = temporaryFolder();
/** As many facts as the file may hold, or half of them: what takes time by their square takes too long for both. */
const many = isFullProof ? 60_000 : 30_000;
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
      expect(() => parseLock(text, 'sources.lock.yaml')).toThrow(
        expect.objectContaining({
          name: 'SourcesLockError',
          message: expect.stringMatching(/^sources\.lock\.yaml is damaged \(.*\): restore it/s),
        }),
      );
    },
  );
  test.each([
    [
      'aliases',
      Array.from({ length: many / 6 }, (_, at) => `- &a${at} x\n- *a${at}\n`).join(''),
      'more than 100 aliases',
    ],
    ['lists in lists', '['.repeat(many), 'character'],
    [
      'a list of lists of aliases',
      `a: &a [x]\n${[...'bcdefghi'].map((name, at) => `${name}: &${name} [${`*${'abcdefgh'[at]},`.repeat(9)}]`).join('\n')}`,
      'alias',
    ],
    ['a page twice', 'pages:\n  1: { facts: {} }\n  1: { facts: {} }\n', 'Map keys must be unique'],
  ])('that was made to keep readers busy is refused: %s', { timeout: 30_000 }, (_, text, fault) => {
    expect(() => parseLock(text, 'sources.lock.yaml')).toThrow(
      expect.objectContaining({ name: 'SourcesLockError', message: expect.stringContaining(fault) }),
    );
  });
  test('of more than 1 MiB is not read', async () => {
    const path = join(folder, 'long.lock.yaml');
    writeFileSync(path, '#'.repeat(1024 * 1024));
    expect((await readLock(path)).size).toBe(0);
    writeFileSync(path, '#'.repeat(1024 * 1024 + 1));
    await expect(readLock(path)).rejects.toThrow('it is longer than 1048576 bytes');
  });
  test('with many facts is read in linear time', { timeout: 8_000 }, () => {
    const facts = Array.from({ length: many }, (_, at) => `      code/${at}: ""`).join('\n');
    expect(parseLock(`pages:\n  "1":\n    facts:\n${facts}`, 'x').get('1')?.facts.size).toBe(many);
  });
  test('that is empty knows of no page', () => {
    expect(parseLock('# nothing yet\n', 'x').size).toBe(0);
  });
});

test('a reader that takes other facts out of the same page has another version', () => {
  const text = [
    '# Records',
    'Last updated: 2026-01-31',
    '```\nhttps://xxxxxx/v1/records/get_record_by_callId?sdkappid=1&identifier=administrator&usersig=x\n```',
    '| Parameter | Description |\n| --- | --- |\n| xxxxxx | Host:`callkit-intl.trtc.tencent-cloud.com` |\n| sdkappid | App |',
    '## Maximum calling frequency\n20 times per second.',
    '## Request packet fields',
    '| Field | Type | Attribute | Description |\n| --- | --- | --- | --- |\n| callId | String | Mandatory | Call |',
    '## Sample response packets\n```\n{  "errorCode": 0, // code  "data": {"callId": "a"}}\n```',
    '## Response packet fields',
    '| Field | Type | Description |\n| --- | --- | --- |\n| callType | String | Type:`single` One`group` Many |',
    '## Error codes\n| Error code | Description |\n| --- | --- |\n| 70001 | Bad |',
  ].join('\n\n');
  const words = factWords(page, readContract('v1'));
  const answer = answerPage({ text, format: 'markdown', words });
  const facts = answer.problem === undefined ? [...answer.reading.facts].sort() : [];
  // If this fails, raise readerVersion as well, so that no 304 keeps what the reader of before took for facts.
  expect({ readerVersion, facts: facts.map((fact) => fact.join(': ')) }).toMatchInlineSnapshot(`
    {
      "facts": [
        "code/70001: ",
        "field/answer/callType: string",
        "field/request/callId: string required",
        "host/callkit-intl.trtc.tencent-cloud.com: ",
        "identifier/administrator: ",
        "parameter/identifier: ",
        "parameter/sdkappid: ",
        "parameter/usersig: ",
        "path/v1/records/get_record_by_callId: ",
        "rate: 20",
        "sample/answer/data: object",
        "sample/answer/data/callId: string",
        "sample/answer/errorCode: integer",
        "updated: 2026-01-31",
        "word/answer/callType/group: ",
        "word/answer/callType/single: ",
      ],
      "readerVersion": 4,
    }
  `);
});

describe('saved pages', () => {
  test('are read in either format', async () => {
    writeFileSync(join(folder, `${page.id}.md`), '# A page');
    const load = await createFolderLoader(folder);
    expect(await load(page, undefined)).toMatchObject({
      outcome: 'read',
      format: 'markdown',
      text: '# A page',
    });
  });
  test('are found by their names in the documented order', async () => {
    const saved = temporaryFolder();
    mkdirSync(join(saved, 'rebuilt'));
    const load = await createFolderLoader(saved);
    const files = [`rebuilt/${page.id}.md`, `${page.id}.html`, `${page.id}.md`];
    for (const file of files) {
      writeFileSync(join(saved, file), file);
      expect(await load(page, undefined)).toMatchObject({ text: file });
    }
  });
  test('one of more than 8 MiB is not read', async () => {
    const saved = temporaryFolder();
    writeFileSync(join(saved, `${page.id}.md`), Buffer.alloc(8 * 1024 * 1024 + 1, ' '));
    const load = await createFolderLoader(saved);
    expect(await load(page, undefined)).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('it is longer than 8388608 bytes'),
    });
  });
  test('one that is not there is said to be absent, and where it should be', async () => {
    const load = await createFolderLoader(folder);
    const other = sources.pages[1] ?? page;
    expect(await load(other, undefined)).toMatchObject({
      outcome: 'absent',
      reason: expect.stringContaining('save it there as <id>.md or <id>.html'),
    });
  });
  test('a path that is not a folder is refused', async () => {
    await expect(createFolderLoader(join(folder, 'none'))).rejects.toBeInstanceOf(SourceError);
  });
});

describe('the vendor is asked', () => {
  const url = 'https://trtc.io/document/60138';
  async function load(last: Parameters<ReturnType<typeof createVendorLoader>>[1], answers: FetchedPage[]) {
    const asked: [string, Validators][] = [];
    const fetcher = {
      async fetch(address: string, validators: Validators) {
        asked.push([address, validators]);
        return answers[asked.length - 1] ?? ({ outcome: 'unchanged' } as const);
      },
      close: async () => {},
    };
    const loaded = await createVendorLoader(fetcher, () => url)({ id: 60138, about: '' }, last);
    return { asked, outcome: loaded.outcome };
  }
  const facts = new Map<string, string>();
  const read = { outcome: 'read', text: '', validators: {} } as const;
  test('for its Markdown first, and for nothing else if that is there', async () => {
    const { asked } = await load(undefined, [{ ...read, format: 'markdown' }]);
    expect(asked).toEqual([[`${url}.md`, {}]]);
  });
  test.each<[string, FetchedPage]>([
    ['404', { outcome: 'missing', status: 404 }],
    ['HTML', { ...read, format: 'html' }],
    ['a redirect to the HTML', { outcome: 'moved', to: url }],
  ])('for the HTML where the Markdown is %s', async (_, answer) => {
    const { asked } = await load(undefined, [answer, { ...read, format: 'html' }]);
    expect(asked.map(([address]) => address)).toEqual([`${url}.md`, url]);
  });
  test('once, where it cannot be reached: the HTML could not be either', async () => {
    const { asked, outcome } = await load(undefined, [{ outcome: 'failed', reason: 'x' }]);
    expect({ outcome, times: asked.length }).toEqual({ outcome: 'failed', times: 1 });
  });
  test('by what is known of the form that is asked for', async () => {
    const known = { facts, form: 'html', etag: '"a"', reader: readerVersion } as const;
    const { asked, outcome } = await load(known, [{ outcome: 'missing', status: 404 }]);
    expect({ asked, outcome }).toEqual({
      asked: [
        [`${url}.md`, {}],
        [url, { etag: '"a"' }],
      ],
      outcome: 'unchanged',
    });
  });
  test('for the whole page where another reader took out the facts', async () => {
    const known = { facts, form: 'markdown', etag: '"a"' } as const;
    for (const reader of [undefined, readerVersion - 1, readerVersion + 1]) {
      const { asked } = await load({ ...known, reader }, [{ ...read, format: 'markdown' }]);
      expect(asked).toEqual([[`${url}.md`, {}]]);
    }
    expect((await load({ ...known, reader: readerVersion }, [])).asked).toEqual([
      [`${url}.md`, { etag: '"a"' }],
    ]);
  });
});
