import { operations } from '@trtc-call/spec/v1';
import { isFullProof } from '@trtc-call/test-servers';
import { describe, expect, test } from 'vitest';
import { failurePoints } from './failure-points.ts';
import {
  callIds,
  compareWorlds,
  makeWorld,
  type PlannedCall,
  recordTimes,
  type TroubledCall,
} from './world.ts';

const operationIds = Object.values(operations).map(({ operationId }) => operationId);

const call = (operationId: PlannedCall['operationId'], address = 'https://new.example'): PlannedCall => ({
  operationId,
  callId: callIds[0] ?? '',
  startTimestamp: recordTimes.at(-1) ?? 0,
  address,
});
const configured: TroubledCall = { planned: call('setCallback', 'https://old.example'), points: [] };

const cases = operationIds.flatMap((operationId) => failurePoints.map((point) => ({ operationId, point })));

describe.each(['fetch', 'sockets'] as const)('over %s', (wire) => {
  // What fails before a socket is open is up to the one who opens it.
  const possible = cases.filter(
    ({ operationId, point }) =>
      wire === 'fetch' ||
      (typeof point.strike === 'function' && (isFullProof || operationId === 'setCallback')),
  );

  test.each(possible)('$operationId takes place once after: $point.name', async ({ operationId, point }) => {
    const differences = await compareWorlds([configured, { planned: call(operationId), points: [point] }], {
      wire,
    });
    expect(differences).toEqual([]);
  });
});

test('every operation succeeds where nothing fails, so that a refusal is not taken for a proof', async () => {
  for (const operationId of operationIds) {
    await using world = await makeWorld();
    await world.call(configured.planned, []);
    expect(await world.call(call(operationId), []), operationId).toMatch(/^ok/);
  }
});

test('each failure point is met by the request, and the one after it is carried out', async () => {
  for (const point of failurePoints) {
    await using world = await makeWorld();
    await world.call(call('setCallback'), [point]);
    const carriedOut = point.request === 'carried out' ? 2 : 1;
    expect(world.carriedOut('setCallback'), point.name).toBe(carriedOut);
  }
});
