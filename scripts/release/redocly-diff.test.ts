import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { spellPlainly } from './redocly-diff.ts';

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
  [
    'the order of keywords in forms',
    {
      anyOf: [
        { type: 'string', minLength: 1 },
        { minimum: 1, type: 'integer' },
      ],
    },
    {
      anyOf: [
        { minLength: 1, type: 'string' },
        { type: 'integer', minimum: 1 },
      ],
    },
  ],
];
test.each(same)('%s says the same', (_, before, after) => {
  expect(spellPlainly({ schema: before })).toEqual(spellPlainly({ schema: after }));
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
  [
    'a type that bounds forms of types',
    { allOf: [{ type: 'string' }], anyOf: [{ type: 'string' }, { type: 'null' }] },
    { anyOf: [{ type: 'string' }, { type: 'null' }] },
  ],
  ['two constants', { enum: [0, 1] }, { const: 0 }],
  [
    'a type in one of two conditions',
    { allOf: [{ $ref: '#/a' }, { $ref: '#/b' }] },
    { allOf: [{ $ref: '#/a' }] },
  ],
];
test.each(other)('%s stays a change', (_, before, after) => {
  expect(spellPlainly({ schema: before })).not.toEqual(spellPlainly({ schema: after }));
});

test('the whole contract in another spelling says the same', () => {
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
  expect(spellPlainly(spelt)).toEqual(spellPlainly(contract));
});

function alone({ $ref, ...rest }: { $ref?: unknown }): object {
  return { ...rest, allOf: [{ $ref }] };
}
