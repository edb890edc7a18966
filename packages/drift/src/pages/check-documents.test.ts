import { sources } from '@trtc-call/spec/v1/sources';
import { describe, expect, test } from 'vitest';
import { check, english, findPage, row, shapes, shown } from '../testing/check-pages.ts';
import { type PageParts, pageParts } from '../testing/page-parts.ts';
import { checkDocuments } from './check-documents.ts';
import { readerVersion } from './page-facts.ts';
import { answerPage } from './read-page.ts';

describe('pages that say what the contract says give no finding', () => {
  test.each(shapes.map((shape) => [shape.title, shape] as const))('%s', async (_, shape) => {
    const { findings, unreadable, inputs } = await check(shape);
    expect(shown(findings)).toEqual([]);
    expect(unreadable).toEqual([]);
    expect(inputs).toMatchObject([{ judged: sources.pages.length }]);
  });
});

test('what a page is known to say otherwise, or not at all, is not a finding', async () => {
  const asPrinted = (parts: PageParts) => {
    const types: Readonly<Record<string, string>> = { errorCode: 'string', requestId: 'integer' };
    const rows = parts.answer?.filter(({ name }) => name !== 'data');
    const answer = rows?.map((one) => ({ ...one, type: types[one.name] ?? one.type }));
    Object.assign(parts, { identifier: 'admin', answer });
  };
  for (const shape of shapes) {
    expect(shown((await check(shape, { id: 60138, change: asPrinted })).findings)).toEqual([]);
  }
});

describe('what is only said otherwise is silent', () => {
  const rewritings: readonly (readonly [string, (text: string) => string])[] = [
    [
      'another wording',
      (text) => text.replaceAll('What it is about.', 'In other words, more of them, and 42 of something.'),
    ],
    ['other levels of headings', (text) => text.replaceAll(/(<\/?)h3>/g, '$1h4>')],
    ['other white space', (text) => text.replaceAll('<td>', '<td>\n   ').replaceAll('</td>', ' \n</td>')],
    [
      'attributes and wrappers',
      (text) =>
        text.replaceAll('<td>', '<td class="a" data-x="1"><span>').replaceAll('</td>', '</span></td>'),
    ],
    [
      'another order of rows',
      (text) =>
        text.replaceAll(
          /(<tbody><tr>.*?<\/tr>)([\s\S]*?)(<\/tbody>)/g,
          (_, head: string, body: string, end: string) => {
            const rows = body.match(/<tr>[\s\S]*?<\/tr>/g) ?? [];
            return head + rows.toReversed().join('') + end;
          },
        ),
    ],
    ['cells that span', (text) => text.replaceAll('<td>other</td><td>-</td>', '<td colspan="2">other</td>')],
  ];
  test.each(rewritings)('%s', async (_, rewrite) => {
    const { lock } = await check(english);
    let isRewritten = false;
    const noting = (text: string) => {
      isRewritten ||= rewrite(text) !== text;
      return rewrite(text);
    };
    const { findings } = await check(english, undefined, lock, noting);
    expect(isRewritten, 'the rewriting changes nothing: look at write-page.ts').toBe(true);
    expect(shown(findings)).toEqual([]);
  });
});

test('another day alone is good to know', async () => {
  const { lock } = await check(english);
  const { findings } = await check(english, undefined, lock, (text) =>
    text.replaceAll('2024/05/08', '2026/01/31'),
  );
  expect(new Set(findings.map(({ class: kind, fingerprint }) => `${kind} ${fingerprint.rule}`))).toEqual(
    new Set(['informational document-updated']),
  );
});

describe('what a page said the last time', () => {
  test('and says otherwise now, where the contract has no opinion, is good to know', async () => {
    const { lock } = await check(english, {
      id: 60134,
      change: (parts) => void Object.assign(parts, { host: '' }),
    });
    const { findings } = await check(english, undefined, lock);
    expect(shown(findings)).toMatchObject([
      { rule: 'document-host', before: '', after: pageParts(findPage(60134)).host },
    ]);
    expect(findings[0]?.class).toBe('informational');
  });
  test('is found again in the lock, so that nothing is said twice', async () => {
    const changed = { id: 60137, change: (parts: PageParts) => void parts.answer?.push(row('region')) };
    const { lock } = await check(english, changed);
    const again = await check(english, changed, lock);
    expect(again.findings).toHaveLength(1);
    expect((await check(english, undefined, again.lock)).findings.map(({ class: kind }) => kind)).toEqual([
      'informational',
    ]);
  });
});

describe('a page that is not what it was is never silent', () => {
  const with60137 = (outcome: Awaited<ReturnType<Parameters<typeof checkDocuments>[0]['load']>>) =>
    checkDocuments({ pages: [findPage(60137)], read: answerPage, load: async () => outcome });
  const html = (text: string) => ({ outcome: 'read', text, format: 'html', validators: {} }) as const;
  test('gone', async () => {
    expect((await with60137({ outcome: 'missing', status: 404 })).findings).toMatchObject([
      { fingerprint: { rule: 'page-missing' } },
    ]);
  });
  test('moved', async () => {
    const { findings } = await with60137({ outcome: 'moved', to: 'https://trtc.io/document/99999' });
    expect(findings).toMatchObject([
      { fingerprint: { rule: 'page-moved', after: 'https://trtc.io/document/99999' } },
    ]);
  });
  test('without a table that it must have', async () => {
    const { findings } = await check(english, undefined, undefined, (text) =>
      text.replaceAll(/<h3>Request parameters<\/h3>\s*<table>[\s\S]*?<\/table>/g, '<img src="table.png">'),
    );
    expect(new Set(findings.map(({ fingerprint }) => fingerprint.rule))).toEqual(
      new Set(['page-unreadable']),
    );
    expect(findings.some(({ fingerprint }) => fingerprint.pointer === 'field/request')).toBe(true);
  });
  test('that asks for more than is spent on a page: no finding, and no check', async () => {
    const cell = '<td rowspan="1000" colspan="1000">x</td>';
    const { findings, unreadable } = await with60137(html(`<table><tr>${cell.repeat(120)}</tr></table>`));
    expect(findings).toEqual([]);
    expect(unreadable).toEqual([
      'page 60137: its tables have more than 100000 cells: look at the page in a browser',
    ]);
  });
  test('and whose record has names that every object has', async () => {
    const facts = new Map(['constructor/a', '__proto__/b', 'toString/c'].map((key) => [key, 'x']));
    const lock = new Map([['60137', { facts, reader: readerVersion }]]);
    const { findings } = await check(english, undefined, lock);
    const titles = findings.map(({ title }) => title).join('\n');
    for (const name of ['constructor', '__proto__', 'toString']) {
      expect(titles).toContain(`has nothing that could be read as ${name}\n`.trim());
    }
    expect(titles).not.toMatch(/function|object Object/);
  });
  test('that could not be looked at: no finding, and no check', async () => {
    const checked = await with60137({ outcome: 'failed', reason: 'timed out: try again' });
    expect(checked).toMatchObject({
      findings: [],
      unreadable: ['page 60137: timed out: try again'],
      inputs: [{ judged: 0 }],
      pages: [{ id: '60137', outcome: 'failed', facts: {} }],
    });
  });
});
