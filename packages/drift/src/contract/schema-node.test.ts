import { isObject } from '@trtc-call/reporting/values';
import { expect, test } from 'vitest';
import { readContract } from './contract.ts';
import { type Generation, generationSources } from './generations.ts';
import { createSchemaReader, findMember, type SchemaNode } from './schema-node.ts';

const { schemas, locate } = readContract('v1');

/** The node of a schema in a contract that has, beside it, the lists `Known` and `New`. */
function readNode(schema: object): SchemaNode {
  const { openapi } = generationSources.v1;
  const lists = {
    Known: { type: 'string', enum: ['audio', 'video'] },
    New: { type: 'string', enum: ['text'] },
  };
  const components = { ...openapi.components, schemas: { ...lists, Own: { ...schema } } };
  return createSchemaReader({ ...openapi, components }, {}).nodeAt('#/components/schemas/Own');
}

const known = { $ref: '#/components/schemas/Known' };
const added = { $ref: '#/components/schemas/New' };
const anyText = { type: 'string' };

test('words beside any string are a list that may grow, and both places are kept', () => {
  const node = readNode({ type: 'object', properties: { media: { anyOf: [known, anyText] } } });
  expect(findMember(node, 'media')).toMatchObject({
    site: '#/components/schemas/Own/properties/media',
    open: true,
    enum: ['audio', 'video'],
    wordsAt: ['#/components/schemas/Known/enum'],
  });
});

test('a list that may grow stays one beside a form that is not text', () => {
  expect(readNode({ anyOf: [known, anyText, { type: 'integer' }] }).anyOf).toMatchObject([
    { open: true, wordsAt: ['#/components/schemas/Known/enum'] },
    { type: ['integer'] },
  ]);
});

test('lists that stand side by side are one list', () => {
  const node = readNode({ anyOf: [known, added] });
  expect(node).toMatchObject({ open: false, enum: ['audio', 'video', 'text'] });
  expect(node.anyOf).toBeUndefined();
  expect(node.wordsAt).toEqual(['#/components/schemas/Known/enum', '#/components/schemas/New/enum']);
});

test('a pointer to nothing is a programming error that names it', () => {
  expect(() => schemas.nodeAt('#/components/schemas/Nothing')).toThrow('The contract has nothing at');
});

test('a place has file and line; one that is too small to have them is in the one around it', () => {
  expect(locate('#/components/schemas/MediaType/enum')).toEqual({
    file: 'v1/components/schemas/MediaType.yaml',
    line: 3,
  });
  expect(locate('#/components/schemas/MediaType/enum/1')?.line).toBe(3);
  expect(locate('#/nowhere')).toBeUndefined();
});

test.each<Generation>(['v1', 'v4'])('no keyword of %s is left out of the comparison', (generation) => {
  const compared =
    '$ref type enum const minimum maximum minLength maxLength minItems maxItems maxProperties pattern items properties required anyOf allOf';
  // `format` is the width of a number for generators, `not` tells failures from successes, `additionalProperties` only
  // ever says again what `maxProperties` says.
  const passedOver = 'description default examples format not additionalProperties';
  const known = new Set(`${compared} ${passedOver}`.split(' '));
  const unknown = new Set<string>();
  const visit = (schema: unknown): void => {
    if (!isObject(schema)) return;
    for (const keyword of Object.keys(schema)) {
      if (!known.has(keyword) && !keyword.startsWith('x-')) unknown.add(keyword);
    }
    const { properties, items, anyOf, allOf } = schema;
    for (const part of [Object.values(properties ?? {}), items, anyOf, allOf].flat()) visit(part);
  };
  Object.values(generationSources[generation].openapi.components.schemas).forEach(visit);
  expect([...unknown], 'teach schema-node.ts the keyword').toEqual([]);
});
