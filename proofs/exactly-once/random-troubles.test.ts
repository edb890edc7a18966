import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareWorlds } from './compare-worlds.ts';
import { troubledCalls } from './random-troubles.ts';
import { makeWorld } from './world.ts';

test('any calls with any failures leave the state, and tell the caller, what each call once would', async () => {
  const exactlyOnce = fc.asyncProperty(troubledCalls, async (calls) => {
    expect(await compareWorlds(calls)).toEqual([]);
  });
  await fc.assert(exactlyOnce, { numRuns: 150 });
});

test('it goes red with a vendor that keeps every success of an operation called idempotent', async () => {
  const exactlyOnce = fc.asyncProperty(troubledCalls, async (calls) => {
    expect(await compareWorlds(calls, { appending: 'setCallback' })).toEqual([]);
  });
  const { failed, counterexample } = await fc.check(exactlyOnce, { numRuns: 150 });
  expect(failed).toBe(true);
  // What is left after shrinking is a set that was carried out and of which the caller has heard nothing.
  const troubled = counterexample?.[0].filter(({ points }) => points.length > 0);
  expect(troubled).toMatchObject([
    { planned: { operationId: 'setCallback' }, points: [{ request: 'carried out' }] },
  ]);
});

test('the generated calls meet successes and refusals, so that the property speaks of both', async () => {
  const outcomes = new Set<string>();
  for (const calls of fc.sample(troubledCalls, { numRuns: 60, seed: 1 })) {
    await using world = await makeWorld();
    for (const { planned } of calls) outcomes.add((await world.call(planned, [])).split(' ')[0] ?? '');
  }
  expect([...outcomes].sort()).toEqual(['ok', 'refused']);
});
