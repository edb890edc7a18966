import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const translations = globSync('README.*.md', { cwd: root }).sort();
/** What the translations say stands in these pages. */
const pages = [
  'README.md',
  'docs/using.md',
  'packages/client/README.md',
  'packages/webhooks/README.md',
  'docs/webhooks.md',
  'docs/migrate-v1-to-v4.md',
].map((file) => ({ file, text: read(file), blocks: readBlocks(read(file)) }));

test.each(translations)('%s has the code, names, numbers and rows of the English pages', (file) => {
  expect(findFaults(file, read(file))).toEqual([]);
});

test.each(translations)('%s has a block for the start, the client, webhooks and the migration', (file) => {
  const sources = readBlocks(read(file)).map(({ text }) => findSource(text)?.file);
  expect(sources).toEqual([
    ...['README.md', 'README.md', 'docs/using.md', 'packages/client/README.md'],
    ...['packages/webhooks/README.md', 'docs/webhooks.md', 'README.md'],
    ...['docs/migrate-v1-to-v4.md', 'docs/migrate-v1-to-v4.md'],
  ]);
});

test('the translations have the same headings, lists, tables and numbers, and the README links them', () => {
  const [first = '', ...others] = translations;
  expect(translations).toEqual(['README.ja.md', 'README.zh-CN.md']);
  const readShape = (file: string) =>
    read(file)
      .split('\n')
      .map((line) => [
        /^(?:#+|\||-|\d\.|```)/.exec(line)?.[0] ?? line === '',
        // Of one line, in whatever order its language has them: each alone may stand on an English page.
        ...(line.match(/V\d-(?:U-)?\d+|\d[\d.]*\d/g) ?? []).toSorted(),
      ]);
  for (const file of others) expect(readShape(file), `${file} beside ${first}`).toEqual(readShape(first));
  const links = read('README.md').split('\n').slice(0, 3).join('');
  for (const file of translations) expect(links).toContain(`](${file})`);
});

test.each([
  ['a blank in code', 'mock = await', 'mock =  await', /^README.ja.md line \d+: .* README.md line \d+: /],
  ['a line less', /^const Url = .*\n/m, '', /docs\/migrate-v1-to-v4.md line \d+: .*const Url/],
  ['another language of a block', '```ts', '```js', /README.md line \d+: "```js"/],
  ['a block of its own', '## Webhook', '```sh\nnpm test x\n```\n\n## Webhook', /block of no English page/],
  ['a misspelt name', '`queueLength`', '`queueLenght`', /"queueLenght"/],
  ['another number', '24.18', '24.17', /"24.17"/],
  ['another decision', 'V4-U-23', 'V4-U-923', /"V4-U-923"/],
  [
    'another rate',
    /(\/delete` \|) 10/,
    '$1 20',
    /no English page has the row "\| `\/v1\/callback\/delete` \| 20/,
  ],
])('%s is found', (_, from, to, fault) => {
  const text = read('README.ja.md');
  const broken = text.replace(from, to);
  expect(broken).not.toBe(text);
  const faults = findFaults('README.ja.md', broken);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(fault);
});

/** What a translation has that no English page has. */
function findFaults(file: string, text: string): string[] {
  const english = pages.map((page) => page.text).join('\n');
  const prose = text.replaceAll(/^```[\s\S]*?^```$/gm, '').replaceAll(/\]\([^)]*\)/g, ']');
  const names = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, name = '']) => name);
  const plain = prose.replaceAll(/`[^`\n]+`/g, '');
  const numbers = plain.match(/V\d-(?:U-)?\d+|(?<![\w.])\d[\d.]*\d/g) ?? [];
  const known = new Set(english.match(/V\d-(?:U-)?\d+|\d[\d.]*\d/g));
  // Rows of names, numbers and decisions alone read the same in every language.
  const rows = prose.split('\n').filter((line) => {
    const words = line.replaceAll(/`[^`\n]+`|V\d-(?:U-)?\d+|\bv\d\b/g, '');
    return line.startsWith('|') && !/\p{L}/u.test(words);
  });
  return [
    ...readBlocks(text).flatMap((block) => {
      const fault = findSource(block.text) ? undefined : describeNearest(block.text);
      return fault ? [`${file} line ${block.line}: ${fault}`] : [];
    }),
    ...names
      .filter((name) => !english.includes(name))
      .map((name) => `${file}: no English page has the name "${name}"`),
    ...numbers
      .filter((number) => !known.has(number))
      .map((number) => `${file}: no English page has "${number}"`),
    ...rows
      .filter((row) => !english.includes(row))
      .map((row) => `${file}: no English page has the row "${row}"`),
  ];
}

/** Fenced blocks with their fences, and the line on which each begins. */
function readBlocks(text: string) {
  return [...text.matchAll(/^```[\s\S]*?^```$/gm)].map(({ 0: block, index }) => ({
    text: block,
    line: text.slice(0, index).split('\n').length,
  }));
}

function findSource(block: string) {
  return pages.find(({ blocks }) => blocks.some(({ text }) => text === block));
}

/** The block that shares most lines with one that differs, and the first line that does. */
function describeNearest(block: string): string {
  const lines = block.split('\n');
  const [nearest] = pages
    .flatMap(({ file, blocks }) => blocks.map(({ text, line }) => ({ file, line, lines: text.split('\n') })))
    .map((source) => ({ ...source, shared: lines.filter((line) => source.lines.includes(line)).length }))
    .toSorted((a, b) => b.shared - a.shared);
  // Fences are shared by all.
  if (!nearest || nearest.shared <= 2) return 'a block of no English page';
  const at = nearest.lines.findIndex((line, index) => line !== lines[index]);
  return `differs from the block of ${nearest.file} line ${nearest.line}: ${JSON.stringify(lines[at])} instead of ${JSON.stringify(nearest.lines[at])}`;
}
