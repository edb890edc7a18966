import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeShape, mergeSeen } from './collector.ts';

test('a shape has types and fields, and no values', () => {
  expect(describeShape({ a: 1, b: ['secret', null], c: {} })).toEqual({
    type: ['object'],
    properties: {
      a: { type: ['integer'] },
      b: { type: ['array'], items: { type: ['null', 'string'] } },
      c: { type: ['object'], properties: {} },
    },
  });
});

test('an integer and a number are a number', () => {
  expect(mergeSeen(describeShape(1), describeShape(1.5))).toEqual({ type: ['number'] });
});

test('the order in which values are seen does not matter', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (a, b) => {
      const shapes = [describeShape(a), describeShape(b)] as const;
      expect(mergeSeen(...shapes)).toEqual(mergeSeen(shapes[1], shapes[0]));
    }),
  );
});

test('a value of any depth and width has a bounded shape', () => {
  const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`);
  const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`f${at}`, at]));
  expect(JSON.stringify(describeShape(deep)).length).toBeLessThan(500);
  expect(Object.keys(describeShape(wide).properties ?? {})).toHaveLength(60);
});
