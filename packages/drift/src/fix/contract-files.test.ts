import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isFullProof } from '@trtc-call/test-servers';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { ContractFiles, NeedsReviewError, type YamlValue } from './contract-files.ts';

function createFiles(text: string): ContractFiles {
  const folder = mkdtempSync(join(tmpdir(), 'trtc-call-yaml-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'a.yaml'), text);
  return new ContractFiles(folder);
}

function edited(text: string, edit: (files: ContractFiles) => void): string {
  const files = createFiles(text);
  edit(files);
  return files.text('a.yaml');
}

const at = (...path: (string | number)[]) => ({ file: 'a.yaml', path });
const field = new Map<string, YamlValue>([
  ['type', ['string', 'null']],
  ['properties', new Map([['size', new Map([['type', 'integer']])]])],
]);

test('a key comes into its map, and comments, folded text and brackets around it stay', () => {
  const before =
    '# The whole.\nm:\n  # its fields\n  a:\n    text: >-\n      folded text\n    x: [1, 2] # beside\n  # about b\n  b: {type: string} # after b\n';
  const after = '# about the rest\nrest: "1"\n';
  expect(edited(before + after, (files) => files.addKey(at('m'), 'c', field))).toBe(
    `${before}  c:\n    type: [string, "null"]\n    properties:\n      size:\n        type: integer\n${after}`,
  );
  expect(edited('m:\n  a: 1\n  b: 2\n', (files) => files.addKey(at('m'), 'c', 3, 1))).toBe(
    'm:\n  a: 1\n  c: 3\n  b: 2\n',
  );
  expect(edited('m: {a: 1}\n', (files) => files.addKey(at('m'), 'c', field))).toBe(
    'm: {a: 1, c: {type: [string, "null"], properties: {size: {type: integer}}}}\n',
  );
});

test.each([
  ['list: [a, b] # why\n', 'list: [a, b, c] # why\n', undefined],
  ['list: []\n', 'list: [c]\n', undefined],
  ['list: [a, b]\n', 'list: [a, c, b]\n', 1],
  ['list:\n  - a\n  - b # why\n', 'list:\n  - a\n  - b # why\n  - c\n', undefined],
  ['list:\n  - a\n  - b\n', 'list:\n  - c\n  - a\n  - b\n', 0],
])('an item comes into %j', (text, expected, index) => {
  expect(edited(text, (files) => files.addItem(at('list'), 'c', index))).toBe(expected);
});

test.each([
  ['list: [a, b, c] # why\n', ['list', 1], 'list: [a, c] # why\n'],
  ['list:\n  - a\n  - b\n  - c # why\n', ['list', 1], 'list:\n  - a\n  - c # why\n'],
  ['a: 1\nlist:\n  - x\nb: 2\n', ['list'], 'a: 1\nb: 2\n'],
])('what is taken out of %j is gone, and nothing else', (text, path, expected) => {
  expect(edited(text, (files) => files.remove(at(...path)))).toBe(expected);
});

test('line breaks of Windows stay', () => {
  expect(edited('m:\r\n  a: 1\r\n', (files) => files.addKey(at('m'), 'c', 2))).toBe(
    'm:\r\n  a: 1\r\n  c: 2\r\n',
  );
});

describe('what would change more than is meant is left to a person', () => {
  test.each([
    ['an alias', 'base: &b [a]\nlist: *b\n'],
    ['a list that is used elsewhere', 'list: &b [a]\nother: *b\n'],
    ['a value that is not a list', 'list: a\n'],
    ['nothing', 'list:\n'],
    ['text that is not YAML', 'list: [a\n'],
  ])('%s', (_, text) => {
    expect(() => createFiles(text).addItem(at('list'), 'c')).toThrow(NeedsReviewError);
  });
  test('a member that is not there', () => {
    expect(() => createFiles('list: [a]\n').remove(at('list', 3))).toThrow(NeedsReviewError);
  });
});

const hostile = [
  'yes',
  'no',
  '1e3',
  '0x1f',
  '1_000',
  '2001-01-01',
  'null',
  '~',
  '',
  ' ',
  'a: b',
  'a #b',
  '#',
  '"',
  "'",
  '__proto__',
  '- a',
  '[',
  '{}',
  '&a',
  '*a',
  '!t',
  '%',
  '@',
  '`',
  '<<',
  '\u0085',
  '\u2028',
  '\ufeff',
  '\t',
  'a\nb',
  '电话',
  'é',
  '😀',
];
const anyText = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'grapheme', maxLength: 12 }));

test('any name and any word is written so that it is read as what it is, and nothing else changes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trtc-call-yaml-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'a.yaml'), 'm:\n  a:\n    b: 1 # one\n  # two\nlist: [u, v]\n');
  fc.assert(
    fc.property(anyText, anyText, (name, word) => {
      fc.pre(name !== 'a');
      const files = new ContractFiles(folder);
      const schema = new Map<string, YamlValue>([[name, word]]);
      files.addKey(at('m'), name, schema);
      files.addItem(at('list'), word);
      for (const data of [
        files.data('a.yaml'),
        parse(files.text('a.yaml'), { version: '1.1', mapAsMap: true, merge: false }),
      ]) {
        if (!(data instanceof Map)) throw new TypeError('the text is no longer a map');
        expect(data.get('m').get(name)).toEqual(schema);
        expect(data.get('list')).toEqual(['u', 'v', word]);
      }
      expect(files.text('a.yaml')).toContain('# two\n');
      const once = files.text('a.yaml');
      files.addItem(at('list'), 'x');
      files.remove(at('list', 3));
      expect(files.text('a.yaml')).toBe(once);
    }),
    { numRuns: isFullProof ? 500 : 100 },
  );
});
