import { describe, expect, test } from 'vitest';
import { describeSchema, type Schema } from './keywords.ts';
import { breaks, compile } from './schema.ts';

const checkSchema = (value: unknown, schema: Schema) => compile(schema).check(value);

const word: Schema = { type: 'string', enum: ['single', 'group'] };
const record: Schema = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'string', minLength: 1 }, page: { type: 'integer', minimum: 1 } },
};

describe('a value that is not of the shape is named by place, expectation and kind', () => {
  const cases: Readonly<
    Record<string, [value: unknown, shape: Schema, pointer: string, expected: string, got: string]>
  > = {
    'a wrong type': ['5', { type: 'integer' }, '', 'an integer', 'a string'],
    'a fraction': [1.5, { type: 'integer' }, '', 'an integer', 'a number'],
    'no number': [Number.NaN, { type: 'number' }, '', 'a number', 'a number'],
    'too small': [0, { type: 'integer', minimum: 1 }, '', 'an integer of at least 1', 'another integer'],
    'too large': [
      9,
      { type: 'integer', minimum: 1, maximum: 8 },
      '',
      'an integer from 1 to 8',
      'another integer',
    ],
    'an empty string': [
      '',
      { type: 'string', minLength: 1 },
      '',
      'a string of at least 1 character',
      'an empty string',
    ],
    'another word': ['Single', word, '', 'one of "single", "group"', 'another string'],
    'another form': [
      'ftp://a',
      { type: 'string', pattern: '^https?://' },
      '',
      'a string that matches ^https?://',
      'another string',
    ],
    null: [null, record, '', 'an object', 'null'],
    'an array for an object': [[], record, '', 'an object', 'an empty array'],
    'a missing member': [{}, record, '/id', 'a string of at least 1 character', 'missing'],
    'a wrong member': [{ id: 'a', page: 0 }, record, '/page', 'an integer of at least 1', 'another integer'],
    'a wrong item': [
      ['single', 'party'],
      { type: 'array', items: word },
      '/1',
      'one of "single", "group"',
      'another string',
    ],
    'none of the options': [
      true,
      { anyOf: [{ type: 'string' }, { type: 'integer' }] },
      '',
      'a string or an integer',
      'a boolean',
    ],
    'the option that was meant': [
      { id: 5 },
      { anyOf: [record, { type: 'object', maxProperties: 0 }, { type: 'null' }] },
      '/id',
      'a string of at least 1 character',
      'an integer',
    ],
  };
  test.each(Object.entries(cases))('%s', (_, [value, shape, pointer, expected, got]) => {
    const issues = checkSchema(value, shape);
    expect(issues).toMatchObject([{ pointer, expected, got }]);
    expect(issues.every(breaks)).toBe(true);
  });
});

describe('a value of the shape gives no issue', () => {
  const cases: Readonly<Record<string, [value: unknown, shape: Schema]>> = {
    'a word of the list': ['single', word],
    'members that the shape does not name': [{ id: 'a', more: 1 }, record],
    'an optional member that is undefined': [{ id: 'a', page: undefined }, record],
    'anything for the empty shape': [Symbol.iterator, {}],
    'one of two types': ['a', { type: ['integer', 'string'] }],
    'an integer beyond 53 bits, such as a request id': [1e19, { type: 'integer' }],
    'an empty object where a form of any type allows one': [
      {},
      {
        anyOf: [record, { type: [], anyOf: [{ type: 'object', maxProperties: 0 }, { type: 'null' }] }],
      },
    ],
  };
  test.each(Object.entries(cases))('%s', (_, [value, shape]) => {
    expect(checkSchema(value, shape)).toEqual([]);
  });
});

test('a member is not taken from the prototype', () => {
  const shape: Schema = { type: 'object', required: ['toString'], properties: { toString: {} } };
  expect(checkSchema({}, shape)).toHaveLength(1);
});

test('bounds of arrays and objects are said in their units', () => {
  expect(describeSchema({ type: 'array', minItems: 1, maxItems: 2 })).toBe('an array from 1 to 2 items');
  expect(describeSchema({ type: 'object', maxProperties: 0 })).toBe('an object of at most 0 members');
  expect(describeSchema({ type: 'array', minItems: 1 })).toBe('an array of at least 1 item');
});

test.each(['^https?://.+$', '^[Hh][Tt][Tt][Pp][Ss]?://.+$'])(
  'the pattern of a URL is said in words: %s',
  (pattern) => {
    expect(describeSchema({ type: 'string', pattern })).toBe('a string that begins with http:// or https://');
  },
);

describe('what is new breaks nothing, and is told', () => {
  const open: Schema = { type: 'string', enum: ['single', 'group'], open: true };
  const closed: Schema = { ...record, closed: true };
  const cases: Readonly<Record<string, [value: unknown, shape: Schema, issue: object]>> = {
    'a word that is not listed is named': [
      'trio',
      open,
      { rule: 'unlisted-word', got: '"trio"', expected: 'one of "single", "group"' },
    ],
    'a text in place of a word is not shown': [
      'a text that a user wrote',
      open,
      { rule: 'unlisted-word', got: 'another string' },
    ],
    'a field that is not listed is named': [
      { id: 'a', extra: 'b' },
      closed,
      { rule: 'undocumented-field', pointer: '/extra', got: 'a string' },
    ],
    'a name that is not a name of a field is not shown': [
      { id: 'a', 'a text that a user wrote': 'b' },
      closed,
      { rule: 'undocumented-field', pointer: '/(a long name)' },
    ],
    'one option with news is the option': [
      { id: 'a', extra: 'b' },
      { anyOf: [closed, { type: 'null' }] },
      { rule: 'undocumented-field', pointer: '/extra' },
    ],
  };
  test.each(Object.entries(cases))('%s', (_, [value, shape, issue]) => {
    const issues = checkSchema(value, shape);
    expect(issues).toMatchObject([issue]);
    expect(issues.some(breaks)).toBe(false);
  });
});

describe('a value that differs in a great many places', () => {
  const list: Schema = { type: 'array', items: { ...record, closed: true } };

  test('is told by the first of them, those that break the contract and others apart', () => {
    const news = Array.from({ length: 100_000 }, () => ({ id: 'a', extra: 1 }));
    const issues = checkSchema([...news, ...Array.from({ length: 100_000 }, () => ({}))], list);
    expect(issues).toHaveLength(200);
    expect(issues.filter(breaks).map(({ pointer }) => pointer)).toContain('/100000/id');
  });

  test('is told in time and memory that do not grow with them', { timeout: 30_000 }, () => {
    const before = process.memoryUsage().heapUsed;
    const issues = checkSchema(JSON.parse(`[${'{},'.repeat(2_000_000)}{}]`), list);
    expect(issues).toHaveLength(100);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(500 * 1024 * 1024);
  });

  test('of several forms is held against the one that is meant', () => {
    const value = Array.from({ length: 1000 }, () => ({}));
    expect(checkSchema(value, { anyOf: [{ type: 'null' }, list] })).toHaveLength(100);
  });
});
