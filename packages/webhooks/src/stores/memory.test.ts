import { expect, test } from 'vitest';
import { describeStore } from '../testing/store-contract.ts';
import { memoryStore } from './memory.ts';

describeStore(
  'a memory store',
  () => {
    let time = 0;
    const store = memoryStore({ now: () => time });
    return {
      store,
      pass: (milliseconds) => {
        time += milliseconds;
      },
    };
  },
  { hasLeases: false },
);

const lease = { token: 'one', leaseMilliseconds: 1000 };

test('a full memory forgets the oldest event that is done, and none that is in flight', () => {
  const store = memoryStore({ now: () => 0, maxEvents: 2 });
  store.claim('in flight', lease);
  store.claim('done', lease);
  store.complete('done', 'one', 1000);
  expect(store.claim('third', lease)).toBe('claimed');
  expect(store.claim('in flight', lease)).toBe('in-flight');
  expect(() => store.claim('fourth', lease)).toThrow(expect.objectContaining({ code: 'store-full' }));
});

test('100,000 events are remembered when nothing is said', () => {
  const store = memoryStore();
  for (let event = 0; event < 100_000; event += 1) {
    store.claim(`${event}`, lease);
    store.complete(`${event}`, 'one', 1e9);
  }
  expect(store.claim('0', lease)).toBe('done');
  expect(store.claim('one more', lease)).toBe('claimed');
  expect(store.claim('0', lease), 'the oldest was forgotten').toBe('claimed');
});

test('a claim in memory has no end but that of its owner', () => {
  let time = 0;
  const store = memoryStore({ now: () => time });
  store.claim('key', lease);
  store.keep('key', 'one', 'payload');
  time = 1e12;
  expect(store.claim('key', { ...lease, token: 'two' })).toBe('in-flight');
  const wanted = { token: 'two', leaseMilliseconds: 1000, limit: 10, after: 0, maxAttempts: 9 };
  expect(store.takeOver(wanted)).toEqual([]);
  expect(store.complete('key', 'one', 1000)).toBe(true);
});
