import { describe, expect, test } from 'vitest';
import { breaks, compile, describeSchema, type Schema } from './schema.ts';

const checkSchema = (value: unknown, schema: Schema) => compile(schema).check(value);

const word: Schema = { type: 'string', enum: ['single', 'group'] };
const record: Schema = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'string', minLength: 1 }, page: { type: 'integer', minimum: 1 } },
};

describe('a value that is not of the shape is named by place, expectation and kind', () => {
  const cases = {
    'a wrong type': {
      value: '5',
      shape: { type: 'integer' },
      pointer: '',
      expected: 'an integer',
      got: 'a string',
    },
    'a fraction': {
      value: 1.5,
      shape: { type: 'integer' },
      pointer: '',
      expected: 'an integer',
      got: 'a number',
    },
    'no number': {
      value: Number.NaN,
      shape: { type: 'number' },
      pointer: '',
      expected: 'a number',
      got: 'a number',
    },
    'too small': {
      value: 0,
      shape: { type: 'integer', minimum: 1 },
      pointer: '',
      expected: 'an integer of at least 1',
      got: 'another integer',
    },
    'too large': {
      value: 9,
      shape: { type: 'integer', minimum: 1, maximum: 8 },
      pointer: '',
      expected: 'an integer from 1 to 8',
      got: 'another integer',
    },
    'an empty string': {
      value: '',
      shape: { type: 'string', minLength: 1 },
      pointer: '',
      expected: 'a string of at least 1 characters',
      got: 'an empty string',
    },
    'another word': {
      value: 'Single',
      shape: word,
      pointer: '',
      expected: 'one of "single", "group"',
      got: 'another string',
    },
    'another form': {
      value: 'ftp://a',
      shape: { type: 'string', pattern: '^https?://' },
      pointer: '',
      expected: 'a string that matches ^https?://',
      got: 'another string',
    },
    null: { value: null, shape: record, pointer: '', expected: 'an object', got: 'null' },
    'an array for an object': {
      value: [],
      shape: record,
      pointer: '',
      expected: 'an object',
      got: 'an empty array',
    },
    'a missing member': {
      value: {},
      shape: record,
      pointer: '/id',
      expected: 'a string of at least 1 characters',
      got: 'missing',
    },
    'a wrong member': {
      value: { id: 'a', page: 0 },
      shape: record,
      pointer: '/page',
      expected: 'an integer of at least 1',
      got: 'another integer',
    },
    'a wrong item': {
      value: ['single', 'party'],
      shape: { type: 'array', items: word },
      pointer: '/1',
      expected: 'one of "single", "group"',
      got: 'another string',
    },
    'none of the options': {
      value: true,
      shape: { anyOf: [{ type: 'string' }, { type: 'integer' }] },
      pointer: '',
      expected: 'a string or an integer',
      got: 'a boolean',
    },
    'the option that was meant': {
      value: { id: 5 },
      shape: { anyOf: [record, { type: 'object', maxProperties: 0 }, { type: 'null' }] },
      pointer: '/id',
      expected: 'a string of at least 1 characters',
      got: 'an integer',
    },
  } satisfies Record<
    string,
    { value: unknown; shape: Schema; pointer: string; expected: string; got: string }
  >;
  test.each(Object.entries(cases))('%s', (_, { value, shape, ...issue }) => {
    const issues = checkSchema(value, shape);
    expect(issues).toMatchObject([issue]);
    expect(issues.every(breaks)).toBe(true);
  });
});

describe('a value of the shape gives no issue', () => {
  const cases = {
    'a word of the list': { value: 'single', shape: word },
    'members that the shape does not name': { value: { id: 'a', more: 1 }, shape: record },
    'an optional member that is undefined': { value: { id: 'a', page: undefined }, shape: record },
    'anything for the empty shape': { value: Symbol.iterator, shape: {} },
    'one of two types': { value: 'a', shape: { type: ['integer', 'string'] } },
    'an integer beyond 53 bits, such as a request id': { value: 1e19, shape: { type: 'integer' } },
    'an empty object where a form of any type allows one': {
      value: {},
      shape: {
        anyOf: [record, { type: [], anyOf: [{ type: 'object', maxProperties: 0 }, { type: 'null' }] }],
      },
    },
  } satisfies Record<string, { value: unknown; shape: Schema }>;
  test.each(Object.entries(cases))('%s', (_, { value, shape }) => {
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
});

describe('what is new breaks nothing, and is told', () => {
  const open: Schema = { type: 'string', enum: ['single', 'group'], open: true };
  const closed: Schema = { ...record, closed: true };
  const cases = {
    'a word that is not listed is named': {
      value: 'trio',
      shape: open,
      issue: { rule: 'unlisted-word', got: '"trio"', expected: 'one of "single", "group"' },
    },
    'a text in place of a word is not shown': {
      value: 'a text that a user wrote',
      shape: open,
      issue: { rule: 'unlisted-word', got: 'another string' },
    },
    'a field that is not listed is named': {
      value: { id: 'a', extra: 'b' },
      shape: closed,
      issue: { rule: 'undocumented-field', pointer: '/extra', got: 'a string' },
    },
    'a name that is not a name of a field is not shown': {
      value: { id: 'a', 'a text that a user wrote': 'b' },
      shape: closed,
      issue: { rule: 'undocumented-field', pointer: '/(a long name)' },
    },
    'one option with news is the option': {
      value: { id: 'a', extra: 'b' },
      shape: { anyOf: [closed, { type: 'null' }] },
      issue: { rule: 'undocumented-field', pointer: '/extra' },
    },
  } satisfies Record<string, { value: unknown; shape: Schema; issue: object }>;
  test.each(Object.entries(cases))('%s', (_, { value, shape, issue }) => {
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
