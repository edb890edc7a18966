import { describe, expect, test } from 'vitest';
import { rejection } from '../testing/answering-fetch.ts';
import { countedSignal, createWorld, heldQuery, makeRecord, settle, until } from '../testing/record-world.ts';
import type { RecordListFilter } from './records.ts';
import { createRecordList } from './records.ts';

const start = 50_000;
const end = start + 999;
const records = Array.from({ length: 500 }, (_, at) => makeRecord(`call-${at}`, start + at * 2));
const filter: RecordListFilter = { startTimestamp: start, endTimestamp: end, numberPerPage: 20 };
const now = () => end * 1000;

describe('looking ahead', () => {
  test.each([0, 1, 3, 8])(
    'asks for %i spans while the caller works on one, never for more',
    async (prefetch) => {
      const { query, state, asked, release } = heldQuery(records);
      const pages = createRecordList({ query, now }, filter, { prefetch }).pages();
      const first = pages.next();
      // The span as a whole is asked for first, and that one is not held.
      await settle();
      await until(() => state.running === prefetch + 1, 'the first part and those ahead of it are asked for');
      expect(asked).toHaveLength(1);
      release();
      await first;
      await settle();
      expect(state.running, 'those ahead go on while the caller works').toBe(prefetch);
      state.held = false;
      for (let held = 0; held < 10; held += 1) release();
      for await (const page of pages) expect(page.isComplete).toBe(true);
      expect(state.most).toBe(prefetch + 1);
    },
  );

  test('asks for one span ahead when nothing is said', async () => {
    const { query, state } = heldQuery(records);
    const controller = new AbortController();
    const list = createRecordList({ query, now }, filter, { signal: controller.signal });
    const reading = rejection(list.toArray({ limit: 1 }));
    await until(() => state.running === 2, 'the first part and one ahead are asked for');
    await settle();
    expect(state.running).toBe(2);
    controller.abort();
    await reading;
  });
});

describe('ending early', () => {
  test('ends the requests under way, and leaves no listener and no rejection behind', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    try {
      const { signal, listeners } = countedSignal();
      const { query, state, release } = heldQuery(records);
      const pages = createRecordList({ query, now }, filter, { prefetch: 4, signal }).pages();
      const first = pages.next();
      await until(() => state.running === 5, 'the first part and four ahead are asked for');
      release();
      await first;
      expect(listeners()).toBe(1);
      expect(state.running).toBe(4);
      await pages.return?.();
      await settle();
      expect(state.running).toBe(0);
      expect(listeners()).toBe(0);
      expect(unhandled).toEqual([]);
    } finally {
      process.off('unhandledRejection', note);
    }
  });

  test.each(['break', 'throw'])('by %s in a loop ends the requests under way', async (how) => {
    const { query, state } = heldQuery(records, false);
    const reading = (async () => {
      for await (const record of createRecordList({ query, now }, filter, { prefetch: 8 })) {
        state.held = true;
        if (how === 'throw') throw new Error(record.callId);
        break;
      }
    })();
    await reading.catch(() => {});
    await settle();
    expect(state.running).toBe(0);
  });

  test('by the signal of the caller ends the reading with its reason, also between two pages', async () => {
    const { controller, signal, listeners } = countedSignal();
    const { query, state } = heldQuery(records, false);
    const pages = createRecordList({ query, now }, filter, { signal, prefetch: 8 }).pages();
    await pages.next();
    await settle();
    controller.abort(new RangeError('enough'));
    expect(await rejection(pages.next())).toBe(signal.reason);
    expect(await pages.next()).toEqual({ done: true, value: undefined });
    expect(listeners()).toBe(0);
    expect(state.running).toBe(0);
  });

  test('by the signal of the caller reaches the request that is waited for', async () => {
    const { controller, signal, listeners } = countedSignal();
    const { query, state } = heldQuery(records);
    const reading = rejection(createRecordList({ query, now }, filter, { signal }).toArray({ limit: 5 }));
    await until(() => state.running > 0, 'a part is asked for');
    controller.abort(new RangeError('enough'));
    expect(await reading).toBe(signal.reason);
    expect(listeners()).toBe(0);
  });

  test('by a signal that is aborted already sends nothing', async () => {
    const { query, asked } = createWorld(records);
    const signal = AbortSignal.abort(new RangeError('no'));
    const list = createRecordList({ query, now }, filter, { signal });
    expect(await rejection(list.toArray({ limit: 5 }))).toBe(signal.reason);
    expect(asked).toEqual([]);
  });

  test('by a request that fails comes after the pages before it', async () => {
    const world = createWorld(records);
    const broken = new Error('no answer');
    const query: typeof world.query = async (asked, options) => {
      if (asked.startTimestamp > start && (asked.endTimestamp ?? 0) > start + 500) throw broken;
      return world.query(asked, options);
    };
    const given: string[] = [];
    const reading = (async () => {
      const list = createRecordList({ query, now }, filter, { prefetch: 8 });
      for await (const { callId } of list) given.push(callId);
    })();
    expect(await rejection(reading)).toBe(broken);
    expect(given.length).toBeGreaterThan(200);
  });
});
