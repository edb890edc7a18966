import { expect, test } from 'vitest';
import { mostInAnyWindow } from './noting-server.ts';

test('counts across the edge of two clock seconds, where a fixed window is blind', () => {
  const times = [900, 950, 990, 1010, 1050, 1899];
  expect(mostInAnyWindow(times, 1000)).toEqual({ most: 6, from: 900 });
  expect(mostInAnyWindow([...times, 1900], 1000), 'the end of a window is not in it').toEqual({
    most: 6,
    from: 900,
  });
});

test('takes times in any order', () => {
  expect(mostInAnyWindow([3000, 10, 2990, 0, 2980], 1000)).toEqual({ most: 3, from: 2980 });
  expect(mostInAnyWindow([], 1000).most).toBe(0);
});
