import { describe, expect, test } from 'vitest';
import { createTrtcCallClient } from '../index.ts';
import type { CallOptions } from '../options.ts';
import { accountV1, fetchAnswering, rejection, success } from '../testing/answering-fetch.ts';
import { createWorld, makeRecord } from '../testing/record-world.ts';
import type { QueryRecords } from './record-list.ts';
import type { RecordListFilter } from './records.ts';
import { createRecordList } from './records.ts';
import type { CallRecord } from './types.ts';

const start = 50_000;
const end = start + 999;
const records = Array.from({ length: 500 }, (_, at) => makeRecord(`call-${at}`, start + at * 2));
const filter: RecordListFilter = { startTimestamp: start, endTimestamp: end, numberPerPage: 20 };
const now = () => end * 1000;

describe('pages', () => {
  test('follow one another without a gap, in ascending time, each with its own records', async () => {
    const { query } = createWorld(records);
    let next = start;
    for await (const page of createRecordList({ query, now }, filter).pages()) {
      expect(page.startTimestamp).toBe(next);
      next = page.endTimestamp + 1;
      for (const { startCallTs } of page.records) {
        expect(startCallTs).toBeGreaterThanOrEqual(page.startTimestamp);
        expect(startCallTs).toBeLessThanOrEqual(page.endTimestamp);
      }
      const starts = page.records.map(({ startCallTs }) => startCallTs);
      expect(starts).toEqual(starts.toSorted((one, other) => one - other));
    }
    expect(next).toBe(end + 1);
  });

  test('of a list that fits into one answer take one request', async () => {
    const { query, asked } = createWorld(records.slice(0, 19));
    expect(await createRecordList({ query, now }, filter).toArray({ limit: 100 })).toHaveLength(19);
    expect(asked).toHaveLength(1);
  });

  test('of many records take few requests more than the records fill', async () => {
    const { query, asked } = createWorld(records);
    await createRecordList({ query, now }, filter).toArray({ limit: 1000 });
    expect(asked.length).toBeLessThan((records.length / 20) * 1.6);
  });

  test('carry the words of the filter and the options of a call in every request', async () => {
    const world = createWorld(records);
    const all: CallOptions[] = [];
    const query: typeof world.query = (asked, options) => {
      all.push(options);
      return world.query(asked, options);
    };
    const words = { callResult: 'cancel', callType: 'group' } as const;
    const options = { deadlineMilliseconds: 5000, prefetch: 3 };
    await createRecordList({ query, now }, { ...filter, ...words }, options).toArray({ limit: 50 });
    for (const asked of world.asked) expect(asked).toMatchObject({ ...words, numberPerPage: 20 });
    for (const { signal, ...others } of all) {
      expect(signal).toBeInstanceOf(AbortSignal);
      expect(others).toEqual({ deadlineMilliseconds: 5000 });
    }
  });
});

describe('a list', () => {
  test('sends nothing before it is read, and reads anew each time', async () => {
    const { query, asked, kept } = createWorld(records);
    const list = createRecordList({ query, now }, filter);
    expect(asked).toEqual([]);
    expect(await list.toArray({ limit: 1000 })).toHaveLength(500);
    kept.delete('call-7');
    expect(await list.toArray({ limit: 1000 })).toHaveLength(499);
  });

  test('ends at the moment at which a reading begins', async () => {
    const { query, asked } = createWorld([]);
    let time = 1_000_000_400;
    const list = createRecordList({ query, now: () => time }, { startTimestamp: 5.9 });
    time += 60_000;
    await list.toArray({ limit: 1 });
    expect(asked).toEqual([{ startTimestamp: 5, endTimestamp: 1_000_061, numberPerPage: 100, page: 1 }]);
  });

  test('is not changed by what becomes of the filter that it was made from', async () => {
    const { query, asked } = createWorld([]);
    const own = { ...filter, startTimestamp: new Date(start * 1000) };
    const list = createRecordList({ query, now }, own);
    own.startTimestamp.setTime(0);
    own.numberPerPage = 1;
    await list.toArray({ limit: 1 });
    expect(asked).toEqual([{ startTimestamp: start, endTimestamp: end, numberPerPage: 20, page: 1 }]);
  });

  test('gives each record without an id, however the answer is split', async () => {
    const world = createWorld(records);
    const nameless = (record: CallRecord) => ({ ...record, callId: '' });
    const query: typeof world.query = async (...asked) => {
      const page = await world.query(...asked);
      return { ...page, records: page.records.map(nameless) };
    };
    const given = await createRecordList({ query, now }, filter).toArray({ limit: 1000 });
    expect(given).toEqual(records.map(nameless));
  });

  test('gives no more than the limit', async () => {
    const { query } = createWorld(records);
    const found = await createRecordList({ query, now }, filter).toArray({ limit: 33 });
    expect(found.map(({ callId }) => callId)).toEqual(records.slice(0, 33).map(({ callId }) => callId));
  });
});

test('a page that cannot be right is named with its request', async () => {
  const { fetch } = fetchAnswering(success({ callRecordList: [null], page: 1, totalNum: 1 }));
  const client = createTrtcCallClient({ ...accountV1, fetch });
  const error = await rejection(client.records.list().toArray({ limit: 1 }));
  const { requestId } = success(null);
  expect(error).toMatchObject({
    kind: 'contract',
    issues: [{ pointer: '/data/callRecordList/0' }],
    requestId,
  });
});

describe('a number of records that cannot be right', () => {
  const total = 1_000_000_000;
  const day = 86_400;
  const week: RecordListFilter = { startTimestamp: start, endTimestamp: start + 7 * day };
  const lone = makeRecord('a-call', start + 5);
  const services: Readonly<Record<string, (seconds: number, isThere: boolean) => [CallRecord[], number]>> = {
    'where there is no record': () => [[], total],
    'beside one record': (_, isThere) => [isThere ? [lone] : [], total],
    'beside one record that is in every span': () => [[lone], total],
    'for spans of more than a minute': (seconds, isThere) => [
      isThere ? [lone] : [],
      seconds > 60 ? total : Number(isThere),
    ],
    'of one more than there are': (_, isThere) => [isThere ? [lone] : [], isThere ? 2 : 1],
  };
  test.each(Object.entries(services))(
    '%s ends the list in an error after few requests',
    async (_, answer) => {
      let asks = 0;
      const query: QueryRecords = async ({ startTimestamp, endTimestamp = 0, page = 1 }) => {
        asks += 1;
        const isThere = startTimestamp <= lone.startCallTs && endTimestamp >= lone.startCallTs;
        const [records, totalNum] = answer(endTimestamp - startTimestamp, isThere);
        return { records, totalNum, page };
      };
      const reading = createRecordList({ query, now }, week).toArray({ limit: 1000 });
      expect(await rejection(reading)).toMatchObject({
        kind: 'contract',
        issues: [{ pointer: '/data/totalNum' }],
      });
      expect(asks).toBeLessThan(500);
    },
  );
});
