import { expect, test } from 'vitest';
import { createRandom } from './random.ts';

test('the same seeds give the same numbers', () => {
  const take = () =>
    Array.from(
      { length: 5 },
      (
        (random) => () =>
          random.hex32()
      )(createRandom(7, 1400000000)),
    );
  expect(take()).toEqual(take());
});

test('another seed gives other bits', () => {
  const ids = [createRandom(1), createRandom(2), createRandom(1, 2), createRandom(2, 1)].map((r) =>
    r.hex32(),
  );
  expect(new Set(ids).size).toBe(4);
});

test('a request id is 32 hexadecimal characters and does not repeat', () => {
  const random = createRandom(1);
  const ids = Array.from({ length: 2000 }, () => random.hex32());
  expect(ids.every((id) => /^[0-9a-f]{32}$/.test(id))).toBe(true);
  expect(new Set(ids).size).toBe(2000);
});

test('integers stay within their bounds and reach both', () => {
  const random = createRandom(3);
  const seen = new Set(Array.from({ length: 300 }, () => random.integer(2, 4)));
  expect([...seen].sort()).toEqual([2, 3, 4]);
});
