import { operations } from '@trtc-call/spec/v1';
import fc from 'fast-check';
import type { TroubledCall } from './compare-worlds.ts';
import { failurePoints } from './failure-points.ts';
import { callIds, recordTimes } from './world.ts';

const planned = fc.record({
  operationId: fc.constantFrom(...Object.values(operations).map(({ operationId }) => operationId)),
  callId: fc.constantFrom(...callIds, 'unknown-call'),
  startTimestamp: fc.constantFrom(...recordTimes),
  address: fc.constantFrom('https://one.example', 'https://two.example', 'https://three.example/hook'),
});

// One attempt fewer than a call has, so that the last one is left alone. An expired sign is renewed once for a call.
const points = fc.uniqueArray(fc.constantFrom(...failurePoints), { maxLength: 4 });

/** Any calls, one after the other, each of which fails at any points before it succeeds. */
export const troubledCalls: fc.Arbitrary<TroubledCall[]> = fc.array(fc.record({ planned, points }), {
  minLength: 1,
  maxLength: 6,
});
