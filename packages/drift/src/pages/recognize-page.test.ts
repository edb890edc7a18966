import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createPage, findPage, plainHtml, plainMarkdown } from '../testing/pages/check-pages.ts';
import { renderPage } from '../testing/pages/render-page.ts';
import { fetcher, site } from '../testing/site.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { checkDocuments } from './check-documents.ts';
import { compareDocuments } from './documents.ts';
import { createVendorLoader } from './load-page.ts';
import { answerPage } from './read-page.ts';
import { parseLock, renderLock } from './sources-lock.ts';

const folder = temporaryFolder();

interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly body?: string;
  readonly location?: string;
}

const whole = renderPage(createPage(60137), plainMarkdown);
const markdown: Answer = { type: 'text/markdown', body: whole };
const html: Answer = { type: 'text/html', body: renderPage(createPage(60137), plainHtml) };
const none: Answer = { status: 404, type: 'text/html', body: '<h1>404</h1>' };

/** Where pages of a site are, whose page 60137 answers so. */
async function serve(answers: { md: Answer; html?: Answer }) {
  const { url, pages } = await site((request, response) => {
    const { status, type, body, location } =
      (request.url?.endsWith('.md') ? answers.md : answers.html) ?? none;
    response.writeHead(status ?? 200, {
      ...(type !== undefined && { 'content-type': type }),
      ...(location !== undefined && { location }),
    });
    response.end(body);
  });
  const asked = () => pages().map((request) => request.url);
  return { asked, address: (id: number) => `${url}/document/${id}` };
}

/** Compares the page; with what an earlier check noted, if it is given. */
async function check(answers: { md: Answer; html?: Answer }, noted?: string) {
  const { asked, address } = await serve(answers);
  const load = createVendorLoader(fetcher(), address);
  const last = noted === undefined ? new Map() : parseLock(noted, 'sources.lock.yaml');
  const result = await checkDocuments({ pages: [findPage(60137)], load, read: answerPage, lock: last });
  return { ...result, asked: asked(), lock: renderLock(result.lock) };
}

/** What an earlier check noted of the page as it is. */
const first = await checkDocuments({
  pages: [findPage(60137)],
  load: async () => ({ outcome: 'read', text: whole, format: 'markdown', validators: {} }),
  read: answerPage,
});
const noted = renderLock(first.lock);

describe('a page is read', () => {
  test.each<[string, Answer]>([
    ['as text/markdown without a charset', markdown],
    ['as text/markdown with one', { ...markdown, type: 'text/markdown; charset=utf-8' }],
    ['as text/plain', { ...markdown, type: 'text/plain' }],
    ['without a type', { body: whole }],
  ])('in Markdown, sent %s', async (_, md) => {
    const { findings, unreadable, pages, asked } = await check({ md, html: none });
    expect({ findings, unreadable, asked }).toEqual({
      findings: [],
      unreadable: [],
      asked: ['/document/60137.md'],
    });
    expect(pages).toMatchObject([{ outcome: 'read', form: 'markdown', origin: 'vendor' }]);
  });
  test.each<[string, Answer]>([
    ['404', none],
    ['the HTML of the site', { type: 'text/html', body: '<!doctype html><div id="app"></div>' }],
    [
      'HTML that calls itself Markdown',
      { type: 'text/markdown', body: '\n<!doctype html><div id="app"></div>' },
    ],
  ])('in HTML, where the Markdown is %s', async (_, md) => {
    const { findings, unreadable, pages, asked, lock } = await check({ md, html });
    expect({ findings, unreadable, asked }).toEqual({
      findings: [],
      unreadable: [],
      asked: ['/document/60137.md', '/document/60137'],
    });
    expect(pages).toMatchObject([{ outcome: 'read', form: 'html' }]);
    expect(lock).toContain('form: html');
  });
});

const unnamed = renderPage(createPage(60136), plainMarkdown).replace(/\n---\n\*Source.*/, '');
const named = (id: number) => createPage(60137, (page) => Object.assign(page, { id }));
const asHtml = (body: string): Answer => ({ type: 'text/html', body });

describe('what comes in its place says nothing of the vendor, and changes nothing that was noted', () => {
  const gates: [string, string, { md: Answer; html?: Answer }][] = [
    [
      'an empty directory page',
      'page without its facts',
      { md: { ...markdown, body: '# REST API\n\n- [one](/document/1)\n' } },
    ],
    ['an empty text', 'page without its facts', { md: { ...markdown, body: '' } }],
    [
      'a challenge',
      'challenge for browsers',
      { md: none, html: asHtml('<title>Just a moment...</title><h1>trtc.io</h1><script src="/x"></script>') },
    ],
    [
      'a challenge with its status',
      'challenge for browsers',
      { md: none, html: { status: 403, ...asHtml('<!DOCTYPE html><title>Just a moment...</title>') } },
    ],
    ['a log-in', 'log-in page', { md: none, html: asHtml('<title>Log in - Console</title><form></form>') }],
    [
      'a log-in that only its form tells',
      'log-in page',
      { md: none, html: asHtml('<title>Console</title><input name="p" type="password">') },
    ],
    [
      'a redirect to a log-in',
      'log-in page',
      { md: { status: 302, location: '/account/login?s_url=/document/60137.md' } },
    ],
    ['a redirect to the start', 'page that is not a document', { md: { status: 302, location: '/' } }],
    [
      'a shell',
      'page without its facts',
      {
        md: asHtml('<!doctype html><div id="app"></div>'),
        html: asHtml(`<div id="app">${'<script></script>'.repeat(1700)}`),
      },
    ],
    ['a soft 404', 'page that says "not found"', { md: none, html: asHtml('<h1>Page not found</h1>') }],
    [
      'a page of another id',
      'page 60136',
      { md: { ...markdown, body: renderPage(named(60136), plainMarkdown) } },
    ],
    ['HTML of another id', 'page 99', { md: none, html: asHtml(renderPage(named(99), plainHtml)) }],
    ['another page without its id', 'page of another operation', { md: { ...markdown, body: unnamed } }],
    [
      'a page in another language',
      'page in another language (ko)',
      { md: none, html: asHtml(`<html lang="ko-KR"><body>${html.body}</body></html>`) },
    ],
    [
      'Markdown in another language',
      'page in another language (ko)',
      {
        md: {
          ...markdown,
          body: `# 통화 기록 조회\n\n${'이 문서는 통화 기록을 조회하는 방법을 설명합니다. '.repeat(40)}`,
        },
      },
    ],
  ];
  test.each(gates)('%s', async (_, instead, answers) => {
    const { findings, unreadable, pages, lock } = await check(answers, noted);
    expect(findings.map(({ fingerprint, class: kind }) => ({ ...fingerprint, kind }))).toEqual([
      {
        rule: 'page-unreadable',
        subject: '60137',
        pointer: '',
        before: '',
        after: instead,
        kind: 'informational',
      },
    ]);
    expect(unreadable).toEqual([`page 60137: ${instead} came in its place: open it in a browser`]);
    expect(pages).toMatchObject([{ outcome: 'unreadable', facts: {} }]);
    expect(lock).toBe(noted);
  });
  test('a page that is not there, by its status, is missing: that is a statement of the site', async () => {
    const { findings, unreadable } = await check({ md: none, html: none });
    expect(findings).toMatchObject([{ fingerprint: { rule: 'page-missing' } }]);
    expect(unreadable).toEqual([]);
  });
  test('a page that speaks of logging in and of challenges is read', async () => {
    const text = `Just a moment: log in first, with a <input type="password">.`;
    const { findings, unreadable } = await check({
      md: none,
      html: asHtml(`<title>Records</title><main>${text}${html.body}</main>`),
    });
    expect({ findings, unreadable }).toEqual({ findings: [], unreadable: [] });
  });
});

test('facts are never replaced by fewer, unless that is accepted', async () => {
  const less: Answer = { ...markdown, body: whole.replace(/^\| callees .*\n/m, '') };
  expect(less.body).not.toBe(whole);
  const lockFile = join(folder, 'sources.lock.yaml');
  writeFileSync(lockFile, noted);
  const note = async (acceptLoss: boolean) => {
    const { address } = await serve({ md: less });
    const flags = { only: ['60137'], fetcher, address, lockFile, update: true, acceptLoss };
    return { ...(await compareDocuments(flags)), lock: readFileSync(lockFile, 'utf8') };
  };
  const kept = await note(false);
  expect(kept.lock).toBe(noted);
  expect(kept.unreadable).toEqual([expect.stringMatching(/^page 60137 is not noted, .*pass --accept-loss/)]);
  // The contract does not say; a promise that the page takes back is breaking all the same.
  expect(kept.findings).toMatchObject([
    { class: 'breaking', fingerprint: { rule: 'document-field', pointer: '/data/callees', after: '' } },
  ]);
  const accepted = await note(true);
  expect(accepted.unreadable).toEqual([]);
  expect(accepted.lock).not.toContain('field/answer/callees');
  expect(noted).toContain('field/answer/callees');
});

test('a part that cannot be read is reported until it is noted, and again when it changes', async () => {
  const withSample = (text: string): Answer => ({
    ...markdown,
    body: whole.replace('\n---\n*Source', `\n\`\`\`\n${text}\n\`\`\`\n\n---\n*Source`),
  });
  const first = await check({ md: withSample('curl -X POST') }, noted);
  expect(first.findings).toMatchObject([
    { fingerprint: { rule: 'page-unreadable', pointer: 'unreadable/sample/curl -X POST' } },
  ]);
  expect(first.unreadable).toHaveLength(1);
  const { findings, unreadable, pages, lock } = await check({ md: withSample('curl -X POST') }, first.lock);
  expect({ findings, unreadable, pages }).toMatchObject({
    findings: [],
    unreadable: [],
    pages: [{ outcome: 'read' }],
  });
  const changed = await check({ md: withSample('wget --post-data') }, lock);
  expect(changed.findings).toHaveLength(1);
  const gone = await check({ md: markdown }, changed.lock);
  expect({ findings: gone.findings, unreadable: gone.unreadable }).toEqual({ findings: [], unreadable: [] });
});

test('facts of another reader are not compared, and are taken anew', async () => {
  const old = noted.replace('field/answer/callees: array', 'field/answer/callees: text');
  expect(old).not.toBe(noted);
  expect((await check({ md: markdown }, old)).findings).toMatchObject([
    { fingerprint: { rule: 'document-field', before: 'text' } },
  ]);
  const { findings, lock } = await check({ md: markdown }, old.replace(/reader: \d+/, 'reader: 1'));
  expect({ findings, lock }).toEqual({ findings: [], lock: noted });
});
