import { expect, test } from 'vitest';
import type { CallRecord } from '../index.ts';
import { makeRecord } from '../testing/record-world.ts';
import { createDeduplicator } from './read-span.ts';

const moments = {
  id: ({ callId }: CallRecord) => callId,
  start: ({ startCallTs }: CallRecord) => startCallTs,
  last: ({ startCallTs, endTs = startCallTs }: CallRecord) => endTs,
};
const whole = { start: 0, end: 1000 };
const listIds = (records: { callId: string }[]) => records.map(({ callId }) => callId);

test('gives records by their start, and none twice', () => {
  const pick = createDeduplicator(moments, whole);
  const [a, b] = [makeRecord('a', 7), makeRecord('b', 3)];
  expect(listIds(pick([a, b], { start: 0, end: 9 }))).toEqual(['b', 'a']);
  expect(pick([a], { start: 8, end: 20 })).toEqual([]);
});

test('leaves the second after a span to the next span, so that pages follow one another', () => {
  const pick = createDeduplicator(moments, whole);
  const after = makeRecord('after', 10);
  expect(pick([after], { start: 0, end: 9 })).toEqual([]);
  expect(pick([after], { start: 10, end: 19 })).toEqual([after]);
  const last = makeRecord('last', 1001);
  expect(pick([last], { start: 20, end: 1000 })).toEqual([last]);
});

test('still knows a call that goes on into a later span', () => {
  const pick = createDeduplicator(moments, whole);
  const long = makeRecord('long', 5, 500);
  expect(pick([long], { start: 0, end: 9 })).toEqual([long]);
  expect(pick([long], { start: 400, end: 420 })).toEqual([]);
  expect(pick([long], { start: 506, end: 520 })).toEqual([]);
});

test('does not give again what it has forgotten, should a service not heed the times', () => {
  const pick = createDeduplicator(moments, whole);
  const early = makeRecord('early', 5);
  expect(pick([early], { start: 0, end: 9 })).toEqual([early]);
  expect(pick([], { start: 100, end: 120 })).toEqual([]);
  expect(pick([early], { start: 200, end: 1000 })).toEqual([]);
});

test('keeps no id for longer than the call can come again', () => {
  const pick = createDeduplicator(moments, whole);
  pick([makeRecord('early', 5)], { start: 0, end: 9 });
  pick([], { start: 100, end: 120 });
  // That it is taken for one of the forgotten is the only sign from outside.
  expect(pick([makeRecord('another', 5)], { start: 200, end: 1000 }), 'every id is still kept').toEqual([]);
});
