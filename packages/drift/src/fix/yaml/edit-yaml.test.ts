import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { Undecidable } from '../undecidable.ts';
import { editYaml, readYaml } from './edit-yaml.ts';
import { lineDiff } from './testing/line-diff.ts';
import type { YamlEdit, YamlValue } from './yaml-edit.ts';

const field: YamlValue = new Map<string, YamlValue>([
  ['description', 'Seen in answers.'],
  ['type', ['string', 'null']],
  ['properties', new Map([['size', new Map([['type', 'integer']])]])],
]);
const addKey = (at: readonly string[], index: number, key = 'c'): YamlEdit => ({
  op: 'add-key',
  at,
  index,
  key,
  value: field,
});
const addItem = (index: number, value: YamlValue = 'c'): YamlEdit => ({
  op: 'add-item',
  at: ['list'],
  index,
  value,
});
const removeItem = (index: number): YamlEdit => ({ op: 'remove-item', at: ['list'], index });

describe('a key is added', () => {
  test('at the end of a map over lines, before what follows it, comments and folded text kept', () => {
    const text = [
      '# The whole.',
      'properties: # its fields',
      '  a:',
      '    description: >-',
      '      A folded',
      '      text.',
      '    x: [1, 2] # beside',
      '  # about b',
      '  b:   {type: string}   # after b',
      '',
      '# about the rest',
      'rest: "1"',
      '',
    ].join('\n');
    const edited = editYaml(text, addKey(['properties'], 2));
    expect(lineDiff(text, edited)).toEqual([
      '+  c:',
      '+    description: Seen in answers.',
      '+    type: [string, "null"]',
      '+    properties:',
      '+      size:',
      '+        type: integer',
    ]);
    expect(edited.split('\n').slice(8, 10)).toEqual(['  b:   {type: string}   # after b', '  c:']);
  });

  test('after a folded text that ends the map', () => {
    const text = 'm:\n  a: >-\n    folded\n    text\n\nrest: 1\n';
    expect(lineDiff(text, editYaml(text, addKey(['m'], 1)))[0]).toBe('+  c:');
  });

  test('between two keys', () => {
    const text = 'm:\n  a: 1\n  b: 2\n';
    const edited = editYaml(text, addKey(['m'], 1));
    expect(Object.keys(parse(edited).m)).toEqual(['a', 'c', 'b']);
  });

  test.each(['m: { a: 1 }\n', 'm: {a: 1,}\n', 'm: {}\n', 'm:\n  {\n    a: 1,\n    b: 2,\n  }\n'])(
    'in brackets: %j',
    (text) => {
      const keys = Object.keys(parse(text).m);
      expect(Object.keys(parse(editYaml(text, addKey(['m'], keys.length))).m)).toEqual([...keys, 'c']);
    },
  );

  test('where the file does not end with a line break, or has those of Windows', () => {
    expect(editYaml('m:\n  a: 1', addKey(['m'], 1))).toBe(
      'm:\n  a: 1\n  c:\n    description: Seen in answers.\n    type: [string, "null"]\n    properties:\n      size:\n        type: integer',
    );
    expect(editYaml('m:\r\n  a: 1\r\n', addKey(['m'], 1))).not.toMatch(/[^\r]\n/);
  });
});

describe('an item is added', () => {
  test.each([
    ['list: [a, b]\n', 'list: [a, b, c]\n'],
    ['list: [a, b] # why\n', 'list: [a, b, c] # why\n'],
    ['list: [a, b, ]\n', 'list: [a, b, c, ]\n'],
    ['list: [ a, b ]\n', 'list: [ a, b, c ]\n'],
    ['list:\n  - a\n  - b # why\n  # end\n', 'list:\n  - a\n  - b # why\n  - c\n  # end\n'],
    ['list:\n- a\n- b\n', 'list:\n- a\n- b\n- c\n'],
    ['list:\n  [\n    a,\n    b,\n  ]\n', 'list:\n  [\n    a,\n    b,\n    c,\n  ]\n'],
    ['list:\n  [\n    a,\n    b # why, so\n  ]\n', 'list:\n  [\n    a,\n    b, # why, so\n    c\n  ]\n'],
  ])('at the end of %j', (text, edited) => {
    expect(editYaml(text, addItem(2))).toBe(edited);
  });

  test.each([
    ['list: []\n', 'list: [c]\n', 0],
    ['list: [a]\n', 'list: [c, a]\n', 0],
    ['list: [a, b]\n', 'list: [a, c, b]\n', 1],
    ['list:\n  - a\n  - b\n', 'list:\n  - a\n  - c\n  - b\n', 1],
  ])('elsewhere in %j', (text, edited, index) => {
    expect(editYaml(text, addItem(index))).toBe(edited);
  });

  test('that is a map, with the dash before its first key', () => {
    const item = new Map<string, YamlValue>([
      ['type', 'string'],
      ['enum', ['x']],
    ]);
    expect(editYaml('list:\n  - $ref: a\n  - type: b\n', addItem(1, item))).toBe(
      'list:\n  - $ref: a\n  - type: string\n    enum: [x]\n  - type: b\n',
    );
  });
});

describe('an item is removed', () => {
  test.each([
    ['list: [a, b, c]\n', 0, 'list: [b, c]\n'],
    ['list: [a, b, c]\n', 1, 'list: [a, c]\n'],
    ['list: [a, b, c] # why\n', 2, 'list: [a, b] # why\n'],
    ['list: [a, b, c, ]\n', 2, 'list: [a, b, ]\n'],
    ['list:\n  [\n    a,\n    b, # why\n    c,\n  ]\n', 1, 'list:\n  [\n    a,\n    c,\n  ]\n'],
    ['list:\n  [\n    a,\n    b\n  ]\n', 1, 'list:\n  [\n    a,\n  ]\n'],
    ['list: [a,\n  b, c]\n', 0, 'list: [\n  b, c]\n'],
    ['list:\n  - a\n  # about b\n  - b\n  - c\n', 1, 'list:\n  - a\n  # about b\n  - c\n'],
    ['list:\n- a\n- b\n', 1, 'list:\n- a\n'],
  ])('from %j', (text, index, edited) => {
    expect(editYaml(text, removeItem(index))).toBe(edited);
  });

  test('and a key with its whole value', () => {
    const text = 'a: 1\nlist:\n  - x\n  - y\nb: 2\n';
    expect(editYaml(text, { op: 'remove-key', at: [], index: 1 })).toBe('a: 1\nb: 2\n');
    expect(editYaml('{ a: 1, b: [2] }\n', { op: 'remove-key', at: [], index: 1 })).toBe('{ a: 1 }\n');
  });
});

describe('what cannot be edited without changing more is left alone', () => {
  test.each([
    ['an alias', 'base: &b [a]\nlist: *b\n', addItem(1)],
    ['an anchor that others use', 'list: &b [a]\nother: *b\n', addItem(1)],
    ['no list', 'list: a\n', addItem(1)],
    ['no YAML', 'list: [a\n', addItem(1)],
    ['an empty list over lines', 'list:\n', addItem(0)],
    ['an alias to nothing', 'list: [a]\nother: *b\n', addItem(1)],
    ['the first of a list over lines', 'list:\n  - a\n', addItem(0)],
    ['the last of a list over lines', 'list:\n  - a\n', removeItem(0)],
    ['two dashes on a line', 'list:\n  - - a\n    - b\n', { op: 'remove-item', at: ['list', 0], index: 0 }],
  ] satisfies [string, string, YamlEdit][])('%s', (_, text, edit) => {
    expect(() => editYaml(text, edit)).toThrow(Undecidable);
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
];
const more = [
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
  '\u0085',
  '\u2028',
  '😀',
];
const anyText = fc.oneof(
  fc.constantFrom(...hostile, ...more, '<<', '\ud800', '\ufeff', '\t', 'a\nb', '电话', 'é'),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);

test('any name and any word is written so that it is read as what it is, and nothing else changes', () => {
  const texts = ['m:\n  a:\n    b: 1 # one\n  # two\nlist: [u, v]\n', 'm: { a: 1 }\nlist:\n  - u\n  - v\n'];
  fc.assert(
    fc.property(fc.constantFrom(...texts), anyText, anyText, (text, name, word) => {
      fc.pre(name !== 'a');
      const schema = new Map<string, YamlValue>([[name, word]]);
      const withKey = editYaml(text, { op: 'add-key', at: ['m'], index: 1, key: name, value: schema });
      const edited = editYaml(withKey, addItem(2, word));
      const data = readYaml(edited);
      if (!(data instanceof Map)) throw new TypeError('the text is no map any more');
      expect(data.get('m').get(name)).toEqual(schema);
      expect(data.get('list')).toEqual(['u', 'v', word]);
      const legacy = parse(edited, { version: '1.1', mapAsMap: true, merge: false });
      expect(legacy.get('m').get(name)).toEqual(schema);
      expect(legacy.get('list')).toEqual(['u', 'v', word]);
      expect(lineDiff(text, edited).filter((line) => line.startsWith('-')).length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 500 },
  );
});
