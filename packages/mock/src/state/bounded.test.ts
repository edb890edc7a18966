import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BoundedLog, BoundedMap } from './bounded.ts';

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

const entry = (name: number) => ({ name });

test('keeps the newest entries within both bounds, and counts the others', () => {
  const entries = fc.array(fc.nat({ max: 50 }), { maxLength: 40 });
  fc.assert(
    fc.property(entries, fc.nat({ max: 10 }), fc.nat({ max: 120 }), (sizes, most, bytes) => {
      const gone: number[] = [];
      const log = new BoundedLog<{ name: number }>({ entries: most, bytes }, ({ name }) => gone.push(name));
      sizes.forEach((size, name) => {
        log.add(entry(name), size);
      });
      const kept = log.list().map(({ name }) => name);
      expect([...gone, ...kept]).toEqual(sizes.map((_, name) => name));
      expect(log.dropped).toBe(gone.length);
      expect(kept.length).toBeLessThanOrEqual(most);
      const sum = kept.reduce((total, name) => total + (sizes[name] ?? 0), 0);
      if (kept.length > 1) expect(sum).toBeLessThanOrEqual(bytes);
      // No more goes than has to.
      const [last] = gone.slice(-1);
      if (last !== undefined && kept.length < most) expect(sum + (sizes[last] ?? 0)).toBeGreaterThan(bytes);
    }),
  );
});

test('an entry that grows pushes out older ones, and one that is gone counts no more', () => {
  const log = new BoundedLog<{ name: number }>({ entries: 10, bytes: 100 });
  const [first, second] = [entry(1), entry(2)];
  log.add(first, 40);
  log.add(second, 40);
  log.grow(second, 40);
  expect(log.list()).toEqual([second]);
  log.grow(first, 1000);
  log.add(entry(3), 20);
  expect(log.list()).toEqual([second, entry(3)]);
});

test('a log that was cleared is as new', () => {
  const log = new BoundedLog<{ name: number }>({ entries: 1, bytes: 100 });
  log.add(entry(1), 90);
  log.add(entry(2), 90);
  log.clear();
  expect([log.list(), log.dropped]).toEqual([[], 0]);
  log.add(entry(3), 90);
  expect(log.list()).toEqual([entry(3)]);
});
