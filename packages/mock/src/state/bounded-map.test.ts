import { expect, test } from 'vitest';
import { BoundedMap } from './bounded-map.ts';

test('the entry that was used longest ago is forgotten when the map is full', () => {
  const map = new BoundedMap<string, number>(2);
  map.set('a', 1);
  map.set('b', 2);
  map.get('a');
  map.set('c', 3);
  expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([1, undefined, 3]);
  expect(map.size).toBe(2);
});

test('an entry set again is not counted twice', () => {
  const map = new BoundedMap<string, number>(2);
  map.set('a', 1);
  map.set('a', 2);
  map.set('b', 3);
  expect([map.get('a'), map.get('b')]).toEqual([2, 3]);
});

test('an entry that was removed is gone, also the one used last', () => {
  const map = new BoundedMap<string, number>(2);
  map.set('a', 1);
  map.delete('a');
  expect(map.get('a')).toBeUndefined();
  map.set('b', 2);
  map.get('b');
  map.clear();
  expect([map.get('b'), map.size]).toEqual([undefined, 0]);
});

test('an entry set anew has its new value', () => {
  const map = new BoundedMap<string, number>(2);
  map.set('a', 1);
  map.get('a');
  map.set('a', 2);
  expect(map.get('a')).toBe(2);
});

test('looking in is no use, and what has to go is told', () => {
  const gone: number[] = [];
  const map = new BoundedMap<string, number>(2, (value) => gone.push(value));
  map.set('a', 1);
  map.set('b', 2);
  expect(map.peek('a')).toBe(1);
  map.set('c', 3);
  map.dropOldest();
  expect([gone, map.peek('c'), map.get('b')]).toEqual([[1, 2], 3, undefined]);
});
