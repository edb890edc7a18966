import { expect, test } from 'vitest';
import { ExpectationError } from '../expect.ts';
import { generation } from '../v1/index.ts';

const { expectSchema, findFaults } = generation.schemas;

test('a value that is what the contract says has no faults', () => {
  expect(findFaults('video', 'MediaType')).toEqual([]);
  expect(findFaults({ address: 'http://a', actions: [] }, 'CallbackConfiguration')).toEqual([]);
  expect(() => expectSchema('video', 'MediaType')).not.toThrow();
});

test('each fault is named with its place', () => {
  expect(findFaults({ actions: 'cancel' }, 'CallbackConfiguration')).toEqual([
    "/ must have required property 'address'",
    '/actions must be array',
  ]);
});

test('a value that is something else fails the requirement', () => {
  expect(() => expectSchema('VIDEO', 'MediaType')).toThrow(ExpectationError);
  expect(() => expectSchema('VIDEO', 'MediaType')).toThrow('expected a MediaType of the contract');
});

test('a schema that the contract does not have is a mistake of ours, not of the target', () => {
  expect(() => expectSchema('video', 'NoSuchSchema')).toThrow(/can't resolve reference|has no schema/);
});
