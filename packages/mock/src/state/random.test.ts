import { expect, test } from 'vitest';
import { createRandom } from './random.ts';

test('another seed gives other bits', () => {
  const ids = [createRandom(1), createRandom(2), createRandom(1, 2), createRandom(2, 1)].map((r) =>
    r.hex32(),
  );
  expect(new Set(ids).size).toBe(4);
});

test('integers stay within their bounds and reach both', () => {
  const random = createRandom(3);
  const seen = new Set(Array.from({ length: 300 }, () => random.integer(2, 4)));
  expect([...seen].sort()).toEqual([2, 3, 4]);
});
