import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BoundedMap } from './bounded.ts';

test('the entry that was used longest ago is forgotten when the map is full', () => {
  const map = new BoundedMap<string, number>({ entries: 2 });
  map.set('a', 1);
  map.set('b', 2);
  map.get('a');
  map.set('c', 3);
  expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([1, undefined, 3]);
  expect(map.values()).toEqual([1, 3]);
});

test('an entry set again is not counted twice', () => {
  const map = new BoundedMap<string, number>({ entries: 2 });
  map.set('a', 1);
  map.set('a', 2);
  map.set('b', 3);
  expect([map.get('a'), map.get('b')]).toEqual([2, 3]);
});

test('peek does not count as a use, and a dropped value is reported', () => {
  const gone: number[] = [];
  const map = new BoundedMap<string, number>({ entries: 2 }, (value) => gone.push(value));
  map.set('a', 1);
  map.set('b', 2);
  expect(map.peek('a')).toBe(1);
  map.set('c', 3);
  map.set('d', 4);
  expect([gone, map.peek('c'), map.get('b')]).toEqual([[1, 2], 3, undefined]);
});

interface Entry {
  readonly name: number;
}
const entry = (name: number): Entry => ({ name });
const add = (map: BoundedMap<Entry, Entry>, name: number, bytes: number): Entry => {
  const added = entry(name);
  map.set(added, added, bytes);
  return added;
};

test('keeps the newest entries within both bounds, and counts the others', () => {
  const entries = fc.array(fc.nat({ max: 50 }), { maxLength: 40 });
  fc.assert(
    fc.property(entries, fc.nat({ max: 10 }), fc.nat({ max: 120 }), (sizes, most, bytes) => {
      const gone: number[] = [];
      const log = new BoundedMap<Entry, Entry>({ entries: most, bytes }, ({ name }) => gone.push(name));
      sizes.forEach((size, name) => {
        add(log, name, size);
      });
      const kept = log.values().map(({ name }) => name);
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
  const log = new BoundedMap<Entry, Entry>({ entries: 10, bytes: 100 });
  const [first, second] = [add(log, 1, 40), add(log, 2, 40)];
  log.grow(second, 40);
  expect(log.values()).toEqual([second]);
  log.grow(first, 1000);
  add(log, 3, 20);
  expect(log.values()).toEqual([second, entry(3)]);
});

test('a log that was cleared is as new', () => {
  const log = new BoundedMap<Entry, Entry>({ entries: 1, bytes: 100 });
  add(log, 1, 90);
  add(log, 2, 90);
  log.clear();
  expect([log.values(), log.dropped]).toEqual([[], 0]);
  add(log, 3, 90);
  expect(log.values()).toEqual([entry(3)]);
});
