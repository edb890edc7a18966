import { sources } from '@trtc-call/spec/v1/sources';
import { describe, expect, test } from 'vitest';
import { readContract } from '../contract/contract.ts';
import type { Finding } from '../findings/finding.ts';
import { check, createPage, findPage, plainHtml } from '../testing/pages/check-pages.ts';
import { createRow } from '../testing/pages/page-model.ts';
import { addRow } from '../testing/pages/page-mutant.ts';
import { renderPage } from '../testing/pages/render-page.ts';
import { forms } from '../testing/pages/try-pages.ts';
import { checkDocuments } from './check-documents.ts';
import { expectedFacts } from './expected-facts.ts';
import { readerVersion } from './page-facts.ts';
import { answerPage } from './read-page.ts';

const shown = (findings: readonly Finding[]) =>
  findings.map(({ title, fingerprint }) => ({ title, ...fingerprint }));

describe('pages that say what the contract says give no finding', () => {
  test.each(forms)('$language, $markup', async (form) => {
    const { findings, unreadable, inputs } = await check(undefined, undefined, undefined, form);
    expect(shown(findings)).toEqual([]);
    expect(unreadable).toEqual([]);
    expect(inputs).toMatchObject([{ judged: sources.pages.length }]);
  });
});

test('a word of a list is expected of a page, unless some of the list were seen in answers alone', () => {
  const contract = readContract('v4');
  const list = '#/components/schemas/CallResult';
  const isExpected = (citations: typeof contract.citations) =>
    expectedFacts(findPage(68930), { ...contract, citations }).get('word/answer/CallResult/Cancel')
      ?.isRequired;
  expect(isExpected(contract.citations)).toBe(true);
  const source = [68930, 'observed'] as const;
  expect(isExpected({ ...contract.citations, [list]: { source, decision: [] } })).toBe(false);
});

describe('what is only said otherwise is silent', () => {
  const rewritings: readonly (readonly [string, (text: string) => string])[] = [
    ['other white space', (text) => text.replaceAll('<td>', '<td>\n   ').replaceAll('</td>', ' \n</td>')],
    [
      'attributes and wrappers',
      (text) =>
        text.replaceAll('<td>', '<td class="a" data-x="1"><span>').replaceAll('</td>', '</span></td>'),
    ],
    [
      'cells that span',
      (text) => text.replaceAll(/(<td)(>Unknown error code<\/td>)<td>[^<]*<\/td>/g, '$1 colspan="2"$2'),
    ],
  ];
  test.each(rewritings)('%s', async (_, rewrite) => {
    const { lock } = await check();
    let isRewritten = false;
    const noting = (text: string) => {
      isRewritten ||= rewrite(text) !== text;
      return rewrite(text);
    };
    const { findings } = await check(undefined, lock, noting);
    expect(isRewritten, 'the rewriting changes nothing: look at render-page.ts').toBe(true);
    expect(shown(findings)).toEqual([]);
  });
});

test('another day alone is good to know', async () => {
  const { lock } = await check();
  const { findings } = await check(undefined, lock, (text) => text.replaceAll('2024-05-08', '2026-01-31'));
  expect(new Set(findings.map(({ class: kind, fingerprint }) => `${kind} ${fingerprint.rule}`))).toEqual(
    new Set(['informational document-updated']),
  );
});

test('a name of several words is shown where the contract has it', async () => {
  const platform = 'WeChat Mini Program';
  const { findings } = await check({
    id: 60138,
    change: ({ clients }) => {
      const client = clients.find((client) => client.platform === platform);
      Object.assign(client ?? {}, { version: '9.1.0' });
    },
  });
  expect(shown(findings).map(({ title }) => title)).toEqual([
    expect.stringContaining(`the first version of the client ${platform}: 9.1.0 instead of 1.5.1`),
  ]);
});

describe('what a page said the last time', () => {
  test('and says otherwise now, where the contract has no opinion, is good to know', async () => {
    const { lock } = await check({ id: 60134, change: ({ hosts }) => void hosts.splice(0) });
    const { findings } = await check(undefined, lock);
    const [after] = createPage(60134).hosts;
    expect(shown(findings)).toMatchObject([{ rule: 'document-host', before: '', after }]);
    expect(findings[0]?.class).toBe('informational');
  });
  test('is found again in the lock, so that nothing is said twice', async () => {
    const changed = { id: 60137, change: addRow('answer', createRow('region')) };
    const { lock } = await check(changed);
    const again = await check(changed, lock);
    expect(again.findings).toHaveLength(1);
    expect((await check(undefined, again.lock)).findings.map(({ class: kind }) => kind)).toEqual([
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
    const { findings } = await check(undefined, undefined, (text) =>
      text.replaceAll(
        /<h3[^>]*>Request packet fields<\/h3>\s*<table>[\s\S]*?<\/table>/g,
        '<img src="table.png">',
      ),
    );
    expect(new Set(findings.map(({ fingerprint }) => fingerprint.rule))).toEqual(
      new Set(['page-unreadable']),
    );
    expect(findings.some(({ fingerprint }) => fingerprint.pointer === 'field/request')).toBe(true);
  });
  test('whose rate is said in words that are not read: it may be another one', async () => {
    const text = renderPage(createPage(60137), plainHtml).replaceAll(
      /\b20 (?:times|requests?)[^.<]*/g,
      'twenty a second',
    );
    const { findings, unreadable } = await with60137(html(text));
    expect(findings).toMatchObject([
      { class: 'informational', fingerprint: { rule: 'page-unreadable', pointer: 'rate' } },
    ]);
    expect(findings[0]?.title).toContain('nothing that could be read as a rate limit');
    expect(unreadable).toHaveLength(1);
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
    const { findings } = await check(undefined, lock);
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
