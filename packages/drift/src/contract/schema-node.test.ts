import { openapi } from '@trtc-call/spec/v1/openapi';
import { expect, test } from 'vitest';
import { isObject } from './json-type.ts';
import { locate } from './pointer.ts';
import { schemaNodeAt } from './schema-node.ts';

test('words beside any string are a list that may grow, and both places are kept', () => {
  const record = schemaNodeAt('#/components/schemas/CallRecord');
  expect(record.members?.get('mediaType')).toMatchObject({
    site: '#/components/schemas/CallRecord/properties/mediaType',
    open: true,
    words: new Set(['audio', 'video']),
    wordsAt: ['#/components/schemas/MediaType/enum'],
  });
});

test('lists that stand side by side are one list', () => {
  const command = schemaNodeAt('#/components/schemas/CallbackCommand');
  expect(command).toMatchObject({ open: false, options: undefined });
  expect(command.wordsAt).toHaveLength(2);
  expect(command.words?.size).toBe(25);
});

test('a pointer to nothing is a programming error that names it', () => {
  expect(() => schemaNodeAt('#/components/schemas/Nothing')).toThrow('The contract has nothing at');
});

test('a place has file and line; one that is too small to have them is in the one around it', () => {
  expect(locate('#/components/schemas/MediaType/enum')).toEqual({
    file: 'v1/components/schemas/MediaType.yaml',
    line: 3,
  });
  expect(locate('#/components/schemas/MediaType/enum/1')?.line).toBe(3);
  expect(locate('#/nowhere')).toBeUndefined();
});

test('no keyword of the contract is left out of the comparison', () => {
  const read = [
    ...[
      '$ref',
      'type',
      'enum',
      'const',
      'minimum',
      'maximum',
      'minLength',
      'maxLength',
      'maxProperties',
      'pattern',
    ],
    ...['items', 'properties', 'required', 'anyOf', 'allOf'],
  ];
  // `format` is the width of a number for generators, `not` tells failures from successes, `additionalProperties` only ever says again what `maxProperties` says.
  const known = new Set([...read, 'description', 'default', 'format', 'not', 'additionalProperties']);
  const unknown = new Set<string>();
  const visit = (schema: unknown): void => {
    if (!isObject(schema)) return;
    for (const [keyword, value] of Object.entries(schema)) {
      if (!known.has(keyword) && !keyword.startsWith('x-')) unknown.add(keyword);
      if (keyword === 'properties' && isObject(value)) Object.values(value).forEach(visit);
      else if (keyword === 'items') visit(value);
      else if (Array.isArray(value) && keyword.endsWith('Of')) value.forEach(visit);
    }
  };
  Object.values(openapi.components.schemas).forEach(visit);
  expect([...unknown], 'teach schema-node.ts and compare.ts the keyword').toEqual([]);
});
