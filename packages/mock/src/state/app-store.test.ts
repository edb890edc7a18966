import type { CallRecord } from '@trtc-call/client';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadContractOnce } from '../contract.ts';
import { v1 } from '../v1/index.ts';
import { AppStore, type RecordFilter, RecordStore } from './app-store.ts';

const { records: rules } = await loadContractOnce(v1);
const day = 86_400;
const { windowSeconds } = rules;
const now = 1_700_000_000_000;
const nowSeconds = now / 1000;

function createApps(capacity: number): AppStore {
  return new AppStore(capacity, { rules, seed: 1, now: () => now, initial: [] });
}

test('each operation of each app has its own rate window', () => {
  const apps = createApps(5);
  const rateLimit = { requests: 1, perSeconds: 1 };
  const [one, other] = [{ rateLimit }, { rateLimit }];
  const counted = [apps.get(1).countRequest(one, 0), apps.get(1).countRequest(one, 0)];
  counted.push(apps.get(1).countRequest(other, 0), apps.get(2).countRequest(one, 0));
  expect(counted).toEqual([true, false, true, true]);
});

test('an app that was forgotten begins anew', () => {
  const apps = createApps(2);
  apps.get(1).callback = { address: 'https://a.example', actions: [] };
  apps.get(2);
  apps.get(3);
  expect(apps.get(1).callback).toBeUndefined();
});

test('the apps used longest ago go when the callback configurations are too long together', () => {
  const apps = createApps(1000);
  const mebibyte = 1024 * 1024;
  const configure = (sdkAppId: number, length: number) => {
    apps.get(sdkAppId).callback = { address: 'x'.repeat(length), actions: [] };
  };
  const kept = () => Array.from({ length: 40 }, (_, index) => index).filter((id) => apps.peek(id)?.callback);
  for (let id = 0; id < 20; id += 1) configure(id, mebibyte);
  // Two bytes for a character, of 16 MiB.
  expect(kept()).toEqual([12, 13, 14, 15, 16, 17, 18, 19]);
  configure(19, 0);
  configure(20, mebibyte);
  expect(kept(), 'what has become shorter makes room').toEqual([12, 13, 14, 15, 16, 17, 18, 19, 20]);
  apps.reset(12);
  configure(21, mebibyte);
  expect(kept(), 'an app that was reset makes room').toEqual([13, 14, 15, 16, 17, 18, 19, 20, 21]);
  apps.reset();
  for (let id = 30; id < 38; id += 1) configure(id, mebibyte);
  expect(kept()).toHaveLength(8);
});

test('many short words fill the memory as one long address does', () => {
  const apps = createApps(1000);
  // 32 bytes for each string and two for a character: a mebibyte.
  const actions = Array.from({ length: 16_384 }, () => 'x'.repeat(16));
  for (let id = 0; id < 20; id += 1) apps.get(id).callback = { address: '', actions };
  const dropped = Array.from({ length: 20 }, (_, id) => id).filter((id) => !apps.peek(id));
  expect(dropped).toEqual([0, 1, 2, 3]);
});

describe('a rate window', () => {
  const count = (requests: number, times: readonly number[]) => {
    const operation = { rateLimit: { requests, perSeconds: 1 } };
    const app = createApps(1).get(1);
    return times.map((at) => app.countRequest(operation, at));
  };

  test.each([
    {
      name: 'refuses the request after the last allowed one',
      requests: 3,
      times: [0, 1, 2, 3],
      counted: [true, true, true, false],
    },
    {
      name: 'has a place again exactly one window after the oldest request',
      requests: 2,
      times: [0, 500, 999, 1000, 1001, 1499, 1500],
      counted: [true, true, false, true, false, false, true],
    },
    {
      name: 'does not count what it refuses',
      requests: 1,
      times: [0, 500, 999, 1000],
      counted: [true, false, false, true],
    },
    {
      name: 'forgets what is still to come when the clock is put back',
      requests: 1,
      times: [3_600_000, 0, 500, 1000],
      counted: [true, true, false, true],
    },
  ])('$name', ({ requests, times, counted }) => {
    expect(count(requests, times)).toEqual(counted);
  });
});

function record(callId: string, over: Partial<CallRecord> = {}): CallRecord {
  return {
    callId,
    sdkAppId: 1400000000,
    mediaType: 'video',
    roomId: '1',
    startCallTs: nowSeconds - day,
    acceptTs: nowSeconds - day + 3,
    endTs: nowSeconds - day + 30,
    caller: 'alice',
    totalUserNumber: 2,
    callType: 'single',
    callResult: 'normal_end',
    callees: ['bob'],
    ...over,
  };
}

function createStore(...records: CallRecord[]): RecordStore {
  const store = new RecordStore(1, { rules, seed: 1, now: () => now, initial: [] });
  for (const record of records) store.add(store.write(record));
  return store;
}

const all: RecordFilter = { startTimestamp: 0, endTimestamp: nowSeconds, numberPerPage: 100, page: 1 };

function listIds(store: RecordStore, filter: Partial<RecordFilter>): string[] {
  const records: CallRecord[] = JSON.parse(store.page({ ...all, ...filter }, now).list);
  return records.map(({ callId }) => callId);
}

describe('a page of records', () => {
  const store = createStore(
    record('c', { startCallTs: nowSeconds - 10 }),
    record('b', { startCallTs: nowSeconds - 20, callResult: 'cancel' }),
    record('a', { startCallTs: nowSeconds - 20, callType: 'group' }),
    record('old', { startCallTs: nowSeconds - windowSeconds - 1 }),
    record('edge', { startCallTs: nowSeconds - windowSeconds }),
  );

  test.each([
    { name: 'is ordered by start, then by call id', filter: {}, ids: ['edge', 'a', 'b', 'c'] },
    { name: 'includes its lower bound', filter: { startTimestamp: nowSeconds - 20 }, ids: ['a', 'b', 'c'] },
    { name: 'excludes what began before it', filter: { startTimestamp: nowSeconds - 19 }, ids: ['c'] },
    { name: 'includes its upper bound', filter: { endTimestamp: nowSeconds - 20 }, ids: ['edge', 'a', 'b'] },
    { name: 'has one call result', filter: { callResult: 'cancel' }, ids: ['b'] },
    { name: 'has one call type', filter: { callType: 'group' }, ids: ['a'] },
    { name: 'has a size', filter: { numberPerPage: 2 }, ids: ['edge', 'a'] },
    { name: 'follows the one before', filter: { numberPerPage: 3, page: 2 }, ids: ['c'] },
    { name: 'past the end is empty', filter: { page: 2 }, ids: [] },
  ])('$name', ({ filter, ids }) => {
    expect(listIds(store, filter)).toEqual(ids);
  });

  test('states the number of all matches on every page', () => {
    const page = store.page({ ...all, numberPerPage: 1, page: 9 }, now);
    expect(page).toEqual({ total: 4, count: 0, list: '[]' });
  });
});

test('a record that has left the window is not found', () => {
  const store = createStore(record('old', { startCallTs: nowSeconds - windowSeconds - 1 }), record('new'));
  expect(store.find('old', now)).toBeUndefined();
  expect(store.find('new', now)).toBe(JSON.stringify(record('new')));
  expect(store.find('new', now + windowSeconds * 1000)).toBeUndefined();
  // In its last second it is listed, and so it is found.
  const last = createStore(record('last', { startCallTs: nowSeconds - windowSeconds }));
  expect(last.find('last', now)).toBeDefined();
});

test('a record with the same call id replaces the former', () => {
  const store = createStore(record('a'), record('a', { caller: 'carol' }));
  expect(store.list()).toEqual([record('a', { caller: 'carol' })]);
});

test('changing a listed record does not change the store', () => {
  const store = createStore(record('a'));
  for (const record of store.list()) Object.assign(record, { caller: 'mallory' });
  expect(store.list()).toEqual([record('a')]);
});

test('records that were read are gone when the store is cleared, and others take their place', () => {
  const store = createStore(record('a'));
  expect(store.list()).toHaveLength(1);
  store.clear();
  expect([store.list(), store.find('a', now), store.has('a')]).toEqual([[], undefined, false]);
  store.add(store.write(record('b')));
  expect(store.list()).toEqual([record('b')]);
});

test('records that come and go while pages are read stand where they would have stood', () => {
  const ids = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const change = fc.record({
    callId: ids,
    isRemoved: fc.boolean(),
    startCallTs: fc.integer({ min: nowSeconds - 5, max: nowSeconds }),
    delay: fc.constantFrom(-1, 0, 1),
    callType: fc.constantFrom('single', 'group'),
  });
  const wanted = fc.record({
    startTimestamp: fc.integer({ min: nowSeconds - 6, max: nowSeconds + 1 }),
    endTimestamp: fc.integer({ min: nowSeconds - 6, max: nowSeconds + 1 }),
    callType: fc.constantFrom(undefined, 'single'),
    numberPerPage: fc.integer({ min: 1, max: 3 }),
    page: fc.integer({ min: 1, max: 3 }),
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(change, wanted), { maxLength: 20 }), (steps) => {
      const store = createStore();
      const kept = new Map<string, { readonly record: CallRecord; readonly readableAt: number }>();
      for (const [{ callId, isRemoved, delay, ...members }, filter] of steps) {
        const known = kept.get(callId);
        if (isRemoved && known) {
          store.remove(known.record);
          kept.delete(callId);
        } else {
          const added = { record: record(callId, members), readableAt: now + delay };
          kept.set(callId, added);
          store.add(store.write(added.record), added.readableAt);
        }
        const matches = [...kept.values()]
          .filter(({ readableAt }) => readableAt <= now)
          .map((kept) => kept.record)
          .filter(({ startCallTs }) => startCallTs >= filter.startTimestamp)
          .filter(({ startCallTs }) => startCallTs <= filter.endTimestamp)
          .filter(({ callType }) => (filter.callType ?? callType) === callType)
          .sort((a, b) => a.startCallTs - b.startCallTs || a.callId.localeCompare(b.callId));
        const shown = matches.slice((filter.page - 1) * filter.numberPerPage).slice(0, filter.numberPerPage);
        const { total, count, list } = store.page(filter, now);
        expect([total, count, JSON.parse(list)]).toEqual([matches.length, shown.length, shown]);
      }
    }),
  );
});
