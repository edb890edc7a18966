import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { spellAlike } from './one-spelling.ts';

const same: readonly (readonly [string, object, object])[] = [
  ['the order of `required`', { required: ['a', 'b'] }, { required: ['b', 'a'] }],
  ['the order of types', { type: ['string', 'null'] }, { type: ['null', 'string'] }],
  ['a list of one type', { type: 'string' }, { type: ['string'] }],
  [
    'a lone reference in `allOf`',
    { $ref: '#/a', description: 'x' },
    { description: 'x', allOf: [{ $ref: '#/a' }] },
  ],
  ['an `enum` of one', { enum: [0] }, { const: 0 }],
  ['types in `anyOf`', { type: ['integer', 'string'] }, { anyOf: [{ type: 'string' }, { type: 'integer' }] }],
  [
    'the order of forms',
    { anyOf: [{ $ref: '#/a' }, { $ref: '#/b' }] },
    { anyOf: [{ $ref: '#/b' }, { $ref: '#/a' }] },
  ],
];
test.each(same)('%s is taken over as it was', (_, before, after) => {
  expect(spellAlike({ schema: before }, { schema: after })).toEqual({ schema: before });
  expect(spellAlike({ schema: after }, { schema: before })).toEqual({ schema: after });
});

const other: readonly (readonly [string, object, object])[] = [
  ['one word less', { required: ['a', 'b'] }, { required: ['b'] }],
  ['another constant', { enum: [0] }, { const: '0' }],
  ['a bound beside the same keyword', { minLength: 1, allOf: [{ minLength: 2 }] }, { minLength: 1 }],
  ['a further type', { type: ['integer', 'string'] }, { anyOf: [{ type: 'string' }, { type: 'null' }] }],
  [
    'a bound of one form',
    { type: ['integer', 'string'] },
    { anyOf: [{ type: 'string', minLength: 1 }, { type: 'integer' }] },
  ],
  ['a field named as a keyword', { properties: { description: { type: 'string' } } }, { properties: {} }],
  ['two constants', { enum: [0, 1] }, { const: 0 }],
  [
    'a type in one of two conditions',
    { allOf: [{ $ref: '#/a' }, { $ref: '#/b' }] },
    { allOf: [{ $ref: '#/a' }] },
  ],
];
test.each(other)('%s stays a change', (_, before, after) => {
  expect(spellAlike({ schema: before }, { schema: after })).toEqual({ schema: after });
});

test('words that changed stay changed where the spelling did too', () => {
  const before = { $ref: '#/a', description: 'old' };
  expect(spellAlike(before, { description: 'new', allOf: [{ $ref: '#/a' }] })).toEqual({
    $ref: '#/a',
    description: 'new',
  });
});

test('a list that changed keeps what stayed in its order', () => {
  expect(spellAlike({ required: ['a', 'b', 'c'] }, { required: ['c', 'd', 'a'] })).toEqual({
    required: ['a', 'c', 'd'],
  });
});

test('the whole contract, spelt otherwise all over, is the contract', () => {
  const text = readFileSync(
    join(import.meta.dirname, '../../spec/src/generated/v1-openapi.gen.json'),
    'utf8',
  );
  const contract: unknown = JSON.parse(text);
  const spelt: unknown = JSON.parse(text, (key, value: unknown) => {
    if (key === 'required' && Array.isArray(value)) return value.toReversed();
    if (key === '' || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    if ('const' in value && typeof value.const !== 'object') {
      const { const: only, ...rest } = value;
      return { ...rest, enum: [only] };
    }
    return '$ref' in value && Object.keys(value).length > 1 ? alone(value) : value;
  });
  expect(JSON.stringify(spelt)).not.toBe(text);
  expect(spellAlike(contract, spelt)).toEqual(contract);
});

function alone({ $ref, ...rest }: { $ref?: unknown }): object {
  return { ...rest, allOf: [{ $ref }] };
}
