import { expect, test } from 'vitest';
import { RateWindow } from './rate-window.ts';

test('the request after the last allowed one is refused', () => {
  const window = new RateWindow(3, 1);
  expect([0, 1, 2, 3].map((now) => window.take(now))).toEqual([true, true, true, false]);
});

test('a place is free again exactly one window after the oldest request', () => {
  const window = new RateWindow(2, 1);
  expect([0, 500, 999, 1000, 1001, 1499, 1500].map((now) => window.take(now))).toEqual([
    true,
    true,
    false,
    true,
    false,
    false,
    true,
  ]);
});

test('refused requests are not counted', () => {
  const window = new RateWindow(1, 1);
  window.take(0);
  for (let now = 1; now < 1000; now += 10) window.take(now);
  expect(window.take(1000)).toBe(true);
});
