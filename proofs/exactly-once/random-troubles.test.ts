import { operations } from '@trtc-call/spec/v1';
import { isFullProof } from '@trtc-call/test-servers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { failurePoints } from './failure-points.ts';
import { callIds, compareWorlds, makeWorld, recordTimes, type TroubledCall } from './world.ts';

test('any calls with any failures leave the state, and tell the caller, what each call once would', async () => {
  const exactlyOnce = fc.asyncProperty(troubledCalls, async (calls) => {
    expect(await compareWorlds(calls)).toEqual([]);
  });
  await fc.assert(exactlyOnce, { numRuns: isFullProof ? 150 : 25 });
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

const planned = fc.record({
  operationId: fc.constantFrom(...Object.values(operations).map(({ operationId }) => operationId)),
  callId: fc.constantFrom(...callIds, 'unknown-call'),
  startTimestamp: fc.constantFrom(...recordTimes),
  address: fc.constantFrom('https://one.example', 'https://two.example', 'https://three.example/hook'),
});

// One attempt fewer than a call has, so that the last one is left alone. An expired sign is renewed once for a call.
const points = fc.uniqueArray(fc.constantFrom(...failurePoints), { maxLength: 4 });

/** Any calls, one after the other, each of which fails at any points before it succeeds. */
const troubledCalls: fc.Arbitrary<TroubledCall[]> = fc.array(fc.record({ planned, points }), {
  minLength: 1,
  maxLength: 6,
});
