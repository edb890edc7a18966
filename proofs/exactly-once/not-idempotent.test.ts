import type { operations } from '@trtc-call/spec/v1';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { failurePoints } from './failure-points.ts';
import type { PlannedCall } from './world.ts';

// The client as it would be generated from a contract in which `callback/set` appends. No option can say that, and
// the table is not an export: this is the one place where a proof reaches into the client.
const table = '../../packages/client/src/v1/generated/v1-tables.gen.ts';

const planned: PlannedCall = {
  operationId: 'setCallback',
  callId: '',
  startTimestamp: 0,
  address: 'https://a.example',
};

async function importWorld(idempotent: boolean): Promise<typeof import('./world.ts')> {
  vi.resetModules();
  vi.doMock(table, async (importOriginal) => {
    const { tables, ...others } = await importOriginal<{ tables: { operations: typeof operations } }>();
    const setCallback = { ...tables.operations.setCallback, idempotent };
    return { ...others, tables: { ...tables, operations: { ...tables.operations, setCallback } } };
  });
  return import('./world.ts');
}

describe('an operation that the contract calls not idempotent', () => {
  let makeWorld: typeof import('./world.ts')['makeWorld'];
  beforeEach(async () => {
    ({ makeWorld } = await importWorld(false));
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
  const { makeWorld } = await importWorld(true);
  await using world = await makeWorld({ appending: 'setCallback' });
  const points = failurePoints.filter(({ name }) => name === 'half a body');
  expect(await world.call(planned, points)).toMatch(/^ok/);
  expect(world.carriedOut('setCallback')).toBe(2);
});
