import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { isFullProof } from '@trtc-call/test-servers';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { readContract } from '../contract/contract.ts';
import { findPage } from '../testing/pages/check-pages.ts';
import { factWords } from './expected-facts.ts';
import type { PageFormat } from './page-blocks.ts';
import { createPageReader, type PageReaderOptions } from './page-reader.ts';
import { answerPage } from './read-page.ts';

const words = factWords(findPage(60137), readContract('v1'));
/** What takes minutes where work is not bounded takes far less where it is, on a busy machine too. */
const enough = 30_000;
const megabyte = 1024 * 1024;
/** What would take time by its square takes far longer than is allowed with a part of it, too. */
const many = isFullProof ? megabyte : megabyte / 4;

function reader(options: PageReaderOptions = {}) {
  const made = createPageReader(options);
  onTestFinished(() => made.close());
  return (text: string, format: PageFormat = 'html') => made.read({ text, format, words });
}

const table = '<table><tr><th>Field</th><th>Type</th></tr><tr><td>a</td><td>String</td></tr></table>';
/** The parser of Markdown looks for an address at each of its signs. */
const slowMarkdown = `${'a.'.repeat(200_000)}@`;

describe('a page that takes too much is given up, and the next one is read', () => {
  test('time', { timeout: enough }, async () => {
    const read = reader({ timeoutMilliseconds: 500 });
    expect(await read(slowMarkdown, 'markdown')).toEqual({ problem: 'reading it takes longer than 0.5 s' });
    const next = reader();
    expect(await next(table)).toMatchObject({ problem: undefined });
  });

  test('memory', { timeout: enough }, async () => {
    const read = reader({ maxMemory: 32 });
    const problem = 'reading it takes too much memory';
    expect(await read('<b>x</b>'.repeat(megabyte / 4))).toEqual({ problem });
    expect(await read(table)).toMatchObject({ problem: undefined });
  });
});

test('a page has 10 s when nothing is said', async () => {
  const deadline = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => AbortSignal.abort());
  onTestFinished(() => deadline.mockRestore());
  expect(await reader()(table)).toEqual({ problem: 'reading it takes longer than 10 s' });
});

test('the process that reads has 512 MiB when nothing is said', async () => {
  const made = vi.fn();
  subscribe('child_process', made);
  onTestFinished(() => void unsubscribe('child_process', made));
  await reader()(table);
  const [message] = made.mock.calls[0] ?? [];
  expect(message.process.spawnargs).toContain('--max-old-space-size=512');
});

test('a page whose reading is interrupted blocks no other', { timeout: enough }, async () => {
  const controller = new AbortController();
  const read = reader({ timeoutMilliseconds: 2 ** 30, signal: controller.signal });
  const reading = read(slowMarkdown, 'markdown');
  setTimeout(() => controller.abort(new Error('stopped')), 100);
  await expect(reading).rejects.toThrow('stopped');
});

test('what a process reads is what is read without one', async () => {
  expect(await reader()(table)).toEqual(answerPage({ text: table, format: 'html', words }));
});

describe('what is written here reads long texts in time that grows with them only', () => {
  const cell = (text: string) => table.replace('String', text);
  const manySeparators = `A_${'A_A-'.repeat(25)}-`;
  const wholePage: readonly (readonly [string, string])[] = [
    ['signs of a number', `<p>${'1,'.repeat(many)}</p>`],
    ['parts of a host', `<p>${'a.'.repeat(many)}</p>`],
    ['parts of a host without dots', `<p>${'a-'.repeat(many)}</p>`],
    ['parts of a path', `<p>${'/a'.repeat(many)}</p>`],
    ['versions', `<p>${'(v1'.repeat(many)}</p>`],
    ['blanks', `<p>a${' '.repeat(2 * many)}b</p>`],
    ['stops in a list of words', cell(`${'.'.repeat(many)}a`)],
    ['words in a list', cell(`${'a,'.repeat(many)}!`)],
    ['quotes', `<pre>{"a": "${'\\"'.repeat(many / 2)}</pre>`],
    ['comments that do not end', `<pre>{${'/*'.repeat(many)}</pre>`],
    ['comments in lines', `<pre>{${'//\n'.repeat(many / 2)}</pre>`],
    ['objects that do not end', `<pre>${'{"a":'.repeat(many / 4)}</pre>`],
    ['lines without a comma', `<pre>{"a": 1${'\n'.repeat(many)}x}</pre>`],
    ['tags', '<span>x'.repeat(3000) + '<p>y</p>'.repeat(many / 10)],
    ['tables', '<table><tr><td>'.repeat(1000) + 'x'.repeat(many)],
    ['articles', '<article>'.repeat(2000) + '<i>x</i>'.repeat(many / 10)],
    ['a word of a list', `<p>${manySeparators}</p>`],
    [
      'a word of a table',
      `<table><tr><td>a</td><td>b</td></tr><tr><td>${manySeparators}</td><td>-</td></tr></table>`,
    ],
    ['codes', `<p>${'<code>'.repeat(2000)}${'x'.repeat(many)}</p>`],
  ];
  test.each(wholePage)('%s', { timeout: enough }, (_, text) => {
    const started = performance.now();
    answerPage({ text, format: 'html', words });
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

test.each([
  [
    'cells',
    `<table>${'<tr><td colspan="1000">'.repeat(200)}</table>`,
    'its tables have more than 100000 cells',
  ],
  [
    'objects in a sample',
    `<pre>{"a":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_001)}</pre>`,
    'it is nested too deeply',
  ],
  [
    'fields',
    `<table><tr><th>Field</th><th>Type</th></tr>${Array.from({ length: 6000 }, (_, at) => `<tr><td>f${at}</td><td>String</td></tr>`).join('')}</table>`,
    'it states more than 5000 fields, words and codes',
  ],
  ['a long name', `<pre>{"${'a'.repeat(600)}": 1}</pre>`, 'it has a name of more than 500 characters'],
])('a page with too much of it says so: %s', (_, text, problem) => {
  expect(answerPage({ text, format: 'html', words })).toEqual({ problem });
});
