import { expect, test } from 'vitest';
import { localTime } from '../../../io/format.ts';
import type { Service } from '../../../service.ts';
import { findOldestKept } from '../filter.ts';
import { newState, refuseIfTooLate } from './export-state.ts';

const days = 7;
const serve = (generation: 'v1' | 'v4', value = days) =>
  ({ generation, dataWindow: { value, unit: 'days', seconds: value * 86_400 } }) as Service;
const v1 = serve('v1');
const begun = newState({}, { start: 1000, end: 2000 });
const until = (completedUpTo: number) => ({ completedUpTo, recent: {} });
const lastChance = (start: number) => start * 1000 + 999 + days * 86_400_000;

test.each([
  ['one generation', [v1], { v1: until(1500) }, lastChance(1500)],
  ['the one that is behind', [v1, serve('v4')], { v1: until(1500), v4: until(1200) }, lastChance(1200)],
  [
    'the one that keeps them for less',
    [serve('v4', 2 * days), v1],
    { v1: until(1500), v4: until(1500) },
    lastChance(1500),
  ],
  ['one of two that has not begun', [v1, serve('v4')], { v1: until(1500) }, lastChance(1000)],
] as const)(
  'an export that stopped longer ago than records are kept is not resumed: %s',
  (_, services, progress, last) => {
    const state = { ...begun, progress, records: 1 };
    expect(() => refuseIfTooLate(state, services, last)).not.toThrow();
    expect(() => refuseIfTooLate(state, services, last + 1)).toThrow(/interrupted too long ago.+--restart$/);
  },
);

test('what is said to be lost begins where the first of them was interrupted', () => {
  const state = { ...begun, progress: { v1: until(1500), v4: until(1200) }, records: 1 };
  for (const services of [
    [v1, serve('v4')],
    [serve('v4'), v1],
  ] as const)
    expect(() => refuseIfTooLate(state, services, lastChance(1500) + 1)).toThrow(localTime(1200));
});

test('what one of two services keeps for longer is asked for', () => {
  const now = 100 * 86_400;
  for (const services of [
    [v1, serve('v4', 2 * days)],
    [serve('v4', 2 * days), v1],
  ] as const)
    expect(findOldestKept(services, now * 1000)).toBe(now - 2 * days * 86_400);
});

test('one that has nothing yet, or all, is', () => {
  expect(() => refuseIfTooLate(begun, [v1], 1e13)).not.toThrow();
  const whole = { ...begun, progress: { v1: until(1500) }, whole: true };
  expect(() => refuseIfTooLate(whole, [v1], 1e13)).not.toThrow();
});
