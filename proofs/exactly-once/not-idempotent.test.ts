import { afterEach, beforeEach, describe, expect, test } from 'vitest';
// The client as it would be generated from a contract in which `callback/set` appends. No option can say that, and
// the table is not an export: this is the one place where a proof reaches into the client.
import { operations } from '../../packages/client/src/v1/generated/v1-tables.gen.ts';
import { failurePoints } from './failure-points.ts';
import { makeWorld, type PlannedCall } from './world.ts';

const planned: PlannedCall = {
  operationId: 'setCallback',
  callId: '',
  startTimestamp: 0,
  address: 'https://a.example',
};

const { setCallback } = operations;
const callItIdempotent = (idempotent: boolean) =>
  Object.assign(operations, { setCallback: { ...setCallback, idempotent } });
afterEach(() => {
  Object.assign(operations, { setCallback });
});

describe('an operation that the contract calls not idempotent', () => {
  beforeEach(() => {
    callItIdempotent(false);
  });

  test.each(failurePoints)('is never carried out twice: $name', async (point) => {
    await using world = await makeWorld({ appending: 'setCallback' });
    const outcome = await world.call(planned, [point]);
    const isSafe = point.callerKnows;
    expect(outcome.startsWith('ok'), `the caller is told "${outcome}"`).toBe(isSafe);
    expect(world.carriedOut('setCallback')).toBe(isSafe || point.request === 'carried out' ? 1 : 0);
  });

  test('is tried again as often as it is sure that it was not carried out', async () => {
    await using world = await makeWorld({ appending: 'setCallback' });
    const safe = failurePoints.filter(({ callerKnows }) => callerKnows);
    expect(await world.call(planned, safe)).toMatch(/^ok/);
    expect(world.carriedOut('setCallback')).toBe(1);
  });

  test('leaves the others as they are', async () => {
    await using world = await makeWorld();
    const points = failurePoints.filter(({ name }) => name === 'half a body');
    expect(await world.call({ ...planned, operationId: 'getRecordsByFilter' }, points)).toMatch(/^ok/);
  });
});

test('the same table with the contract’s own word is retried, so that the difference comes from that word', async () => {
  callItIdempotent(true);
  await using world = await makeWorld({ appending: 'setCallback' });
  const points = failurePoints.filter(({ name }) => name === 'half a body');
  expect(await world.call(planned, points)).toMatch(/^ok/);
  expect(world.carriedOut('setCallback')).toBe(2);
});
