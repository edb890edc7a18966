import { type SourcePage, sources } from '@trtc-call/spec/v1/sources';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../findings/finding.ts';
import { type PageParts, pageParts } from '../testing/pages/page-parts.ts';
import { htmlPage, markdownPage, type PageShape, pageLanguages } from '../testing/pages/write-page.ts';
import { checkDocuments } from './check-documents.ts';
import type { PageFormat } from './page-blocks.ts';
import type { SourcesLock } from './sources-lock.ts';

const shapes: (PageShape & { format: PageFormat; title: string })[] = pageLanguages.flatMap((language) => [
  { language, format: 'html', title: `${language}, HTML` },
  {
    language,
    format: 'html',
    wordsAs: 'lines',
    carelessSamples: true,
    strayBlanks: true,
    title: `${language}, HTML, written carelessly`,
  },
  { language, format: 'html', wordsAs: 'list', title: `${language}, HTML, words as a list` },
  { language, format: 'markdown', title: `${language}, Markdown` },
]);
const english = shapes[0] ?? fail();

function fail(): never {
  throw new TypeError('there are no shapes');
}

function pageOf(id: number): SourcePage {
  return sources.pages.find((page) => page.id === id) ?? fail();
}

interface Changed {
  readonly id: number;
  readonly change: (parts: PageParts) => void;
}

/** Checks pages as the contract has them, one of them changed. */
async function check(
  shape: (typeof shapes)[number],
  changed?: Changed,
  lock?: SourcesLock,
  rewrite: (text: string) => string = (text) => text,
) {
  return checkDocuments({
    lock,
    load: async (page) => {
      const parts = pageParts(page);
      if (page.id === changed?.id) changed.change(parts);
      const text = shape.format === 'html' ? htmlPage(parts, shape) : markdownPage(parts, shape);
      return { outcome: 'read', text: rewrite(text), format: shape.format, validators: {} };
    },
  });
}

const shown = (findings: readonly Finding[]) =>
  findings.map(({ title, fingerprint }) => ({ title, ...fingerprint }));

describe('pages that say what the contract says give no finding', () => {
  test.each(shapes.map((shape) => [shape.title, shape] as const))('%s', async (_, shape) => {
    const { findings, unreadable, input } = await check(shape);
    expect(shown(findings)).toEqual([]);
    expect(unreadable).toEqual([]);
    expect(input).toMatchObject({ judged: sources.pages.length });
  });
});

const row = (name: string) => ({ name, type: 'string', required: undefined, words: [] });
const changes: readonly (readonly [string, Changed, Partial<Finding['fingerprint']>, Finding['class']])[] = [
  [
    'another host',
    {
      id: 60138,
      change: (parts) => void Object.assign(parts, { host: 'callkit-eu.trtc.tencent-cloud.com' }),
    },
    { rule: 'document-host', after: 'callkit-eu.trtc.tencent-cloud.com' },
    'additive',
  ],
  [
    'another path',
    { id: 60134, change: (parts) => void Object.assign(parts, { path: '/v1/callback/create' }) },
    { rule: 'document-path', before: '/v1/callback/set' },
    'breaking',
  ],
  [
    'another account in a sample',
    { id: 60134, change: (parts) => void Object.assign(parts, { identifier: 'root' }) },
    { rule: 'document-identifier', after: 'root' },
    'informational',
  ],
  [
    'a new parameter',
    { id: 60138, change: (parts) => void parts.parameters.push('nonce') },
    { rule: 'document-parameter', after: 'nonce' },
    'breaking',
  ],
  [
    'a lower rate',
    { id: 60137, change: (parts) => void Object.assign(parts, { rate: 5 }) },
    { rule: 'document-rate-limit', before: '20', after: '5' },
    'breaking',
  ],
  [
    'a higher rate',
    { id: 60137, change: (parts) => void Object.assign(parts, { rate: 500 }) },
    { rule: 'document-rate-limit', before: '20', after: '500' },
    'additive',
  ],
  [
    'a new code',
    { id: 60138, change: (parts) => void parts.codes.push({ code: 70013, meaning: '' }) },
    { rule: 'document-code', before: '', after: '70013' },
    'additive',
  ],
  [
    'a code that is gone',
    {
      id: 60138,
      change: (parts) =>
        void Object.assign(parts, { codes: parts.codes.filter(({ code }) => code !== 70005) }),
    },
    { rule: 'document-code', before: '70005', after: '' },
    'informational',
  ],
  [
    'a new field of an answer',
    { id: 60137, change: (parts) => void parts.answer?.push(row('region')) },
    { rule: 'document-field', pointer: '/data/region', before: '', after: 'string' },
    'additive',
  ],
  [
    'a field of an answer that is gone',
    { id: 60133, change: (parts) => void parts.answer?.pop() },
    { rule: 'document-field', pointer: '/data/actions', after: '' },
    'breaking',
  ],
  [
    'a field of another type',
    {
      id: 60133,
      change: (parts) =>
        void Object.assign(parts, {
          answer: parts.answer?.map((one) => (one.name === 'address' ? { ...one, type: 'array' } : one)),
        }),
    },
    { rule: 'document-field', pointer: '/data/address', after: 'array' },
    'breaking',
  ],
  [
    'a new optional field of a request',
    { id: 60136, change: (parts) => void parts.request?.push({ ...row('order'), required: false }) },
    { rule: 'document-field', pointer: '/body/order', after: 'string' },
    'additive',
  ],
  [
    'a new required field of a request',
    { id: 60136, change: (parts) => void parts.request?.push({ ...row('order'), required: true }) },
    { rule: 'document-field', pointer: '/body/order' },
    'breaking',
  ],
  [
    'a field that must be given now',
    {
      id: 60136,
      change: (parts) =>
        void Object.assign(parts, {
          request: parts.request?.map((one) => ({
            ...one,
            required: one.name === 'page' || one.required,
          })),
        }),
    },
    { rule: 'document-field', pointer: '/body/page', after: 'integer required' },
    'breaking',
  ],
  [
    'a new word',
    {
      id: 60137,
      change: (parts) => void parts.answer?.find(({ name }) => name === 'mediaType')?.words.push('hologram'),
    },
    { rule: 'document-word', pointer: '/data/mediaType', after: 'hologram' },
    'additive',
  ],
  [
    'a new command word',
    { id: 60135, change: (parts) => void parts.commands.push('caller_hold_call') },
    { rule: 'document-command', after: 'caller_hold_call' },
    'additive',
  ],
  [
    'a command word that is gone',
    {
      id: 60135,
      change: (parts) =>
        void Object.assign(parts, { commands: parts.commands.filter((word) => word !== 'invite_user') }),
    },
    { rule: 'document-command', before: 'invite_user', after: '' },
    'breaking',
  ],
  [
    'a new field of a webhook',
    { id: 60130, change: (parts) => void parts.webhook?.push(row('DeliveryId')) },
    { rule: 'document-field', pointer: '/webhook/DeliveryId' },
    'additive',
  ],
  [
    'a new member of a sample',
    { id: 60137, change: (parts) => void Object.assign(Object(parts.answerSample).data, { region: 'eu' }) },
    { rule: 'document-field', pointer: '/data/region', after: 'string' },
    'additive',
  ],
];
describe('a changed fact is a finding, in every language and form', () => {
  test.each(changes)('%s', async (_, changed, fingerprint, findingClass) => {
    for (const shape of shapes) {
      const { findings } = await check(shape, changed);
      const found = findings.find((finding) =>
        Object.entries(fingerprint).every(([key, value]) => Reflect.get(finding.fingerprint, key) === value),
      );
      expect(found, `${shape.title}: ${JSON.stringify(shown(findings))}`).toMatchObject({
        class: findingClass,
        fingerprint: { subject: String(changed.id) },
      });
      expect(found?.location?.line, shape.title).toBeGreaterThan(0);
      // A path is gone and another one new; everything else is one difference.
      expect(findings.length, JSON.stringify(shown(findings))).toBeLessThanOrEqual(
        changed.id === 60134 || changed.id === 60138 ? 2 : 1,
      );
    }
  });
});

test('what a page is known to say otherwise, or not at all, is no finding', async () => {
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
    ['another day', (text) => text.replaceAll('2024/05/08', '2026/01/31')],
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

describe('what a page said the last time', () => {
  test('and says otherwise now, where the contract has no opinion, is good to know', async () => {
    const { lock } = await check(english, {
      id: 60134,
      change: (parts) => void Object.assign(parts, { host: '' }),
    });
    const { findings } = await check(english, undefined, lock);
    expect(shown(findings)).toMatchObject([
      { rule: 'document-host', before: '', after: pageParts(pageOf(60134)).host },
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
    checkDocuments({ pages: [pageOf(60137)], load: async () => outcome });
  const html = (text: string) => ({ outcome: 'read', text, format: 'html', validators: {} }) as const;
  test('gone', async () => {
    expect((await with60137({ outcome: 'missing', status: 404 })).findings).toMatchObject([
      { fingerprint: { rule: 'page-missing' } },
    ]);
    expect((await with60137(html('<h1>Page not found</h1>'))).findings).toMatchObject([
      { fingerprint: { rule: 'page-missing' } },
    ]);
  });
  test('moved', async () => {
    const { findings } = await with60137({ outcome: 'moved', to: 'https://trtc.io/document/99999' });
    expect(findings).toMatchObject([
      { fingerprint: { rule: 'page-moved', after: 'https://trtc.io/document/99999' } },
    ]);
  });
  test('without anything that can be read', async () => {
    expect((await with60137(html('<div id="app"></div>'))).findings).toMatchObject([
      { fingerprint: { rule: 'page-unreadable', pointer: 'anything' } },
    ]);
  });
  test('without a table that it must have', async () => {
    const { findings } = await check(english, undefined, undefined, (text) =>
      text
        .replaceAll(
          /<h3>Request parameters<\/h3><table>/g,
          '<table hidden><tr><td>x</td></tr></table><table>',
        )
        .replaceAll('Field</b>', 'Spalte</b>'),
    );
    expect(new Set(findings.map(({ fingerprint }) => fingerprint.rule))).toEqual(
      new Set(['page-unreadable']),
    );
    expect(findings.some(({ fingerprint }) => fingerprint.pointer === 'field/request')).toBe(true);
  });
  test('that could not be looked at: no finding, and no check', async () => {
    const { findings, unreadable, input } = await with60137({
      outcome: 'failed',
      reason: 'timed out: try again',
    });
    expect({ findings, unreadable, judged: input.judged }).toEqual({
      findings: [],
      unreadable: ['page 60137: timed out: try again'],
      judged: 0,
    });
  });
});
