import { describe, expect, test } from 'vitest';
import { createWorld, makeRecord, type Reading, refusal } from '../testing/record-world.ts';
import type { RecordListPage } from './records.ts';
import { createRecordList } from './records.ts';
import type { CallRecord, RecordPage } from './types.ts';

const start = 50_000;
const everySecond = Array.from({ length: 200 }, (_, at) => makeRecord(`call-${at}`, start + at, at % 7));
const crowd = Array.from({ length: 23 }, (_, at) => makeRecord(`crowd-${at}`, start + 90));
const end = start + 199;
const listIds = (records: readonly CallRecord[]) => records.map(({ callId }) => callId).sort();

function makeList(query: Parameters<typeof createRecordList>[0]['query'], numberPerPage = 10) {
  const filter = { startTimestamp: start, endTimestamp: end, numberPerPage };
  return createRecordList({ query, now: () => end * 1000 }, filter);
}

async function read(pages: AsyncIterable<RecordListPage>) {
  const given: RecordListPage[] = [];
  let error: unknown;
  try {
    for await (const page of pages) given.push(page);
  } catch (thrown) {
    error = thrown;
  }
  return { given, error, ids: listIds(given.flatMap(({ records }) => records)) };
}

const bounds: Record<Reading['bounds'], number[]> = {
  both: [0, 200],
  neither: [1, 199],
  start: [0, 199],
  end: [1, 200],
};

describe('a call in every second', () => {
  for (const [name, [from, to]] of Object.entries(bounds)) {
    for (const order of ['oldest', 'newest', 'by-id', 'by-id-down', 'shuffled'] as const) {
      test(`comes once when the bounds that belong to a filter are: ${name}, in the order: ${order}`, async () => {
        const world = createWorld(everySecond, { bounds: name as Reading['bounds'], order });
        const { ids, error, given } = await read(makeList(world.query).pages());
        expect(error).toBeUndefined();
        expect(ids).toEqual(listIds(everySecond.slice(from, to)));
        expect(given.every(({ isComplete }) => isComplete)).toBe(true);
      });
    }
  }
});

describe('each reading of the end of a list', () => {
  const readings: Record<string, Partial<Reading>> = {
    'a short page, then empty ones': {},
    'a refusal past the end': { pastTheEnd: 'refused' },
    'the last page again': { pastTheEnd: 'last-page-again' },
    'a count of the page alone': { totalNum: 'this-page' },
    'a count of 0 past the end': { totalNum: 'of-empty-page-0' },
    'a count of the page alone, and a refusal': { totalNum: 'this-page', pastTheEnd: 'refused' },
    'a count of the page alone, and the last page again': {
      totalNum: 'this-page',
      pastTheEnd: 'last-page-again',
    },
    'fewer records at once than asked for': { mostAtOnce: 7 },
    'filtering by the end of a call': { by: 'endTs' },
    'filtering by any second of a call': { by: 'overlap' },
    'filtering by every second of a call': { by: 'whole' },
    'filtering by every second of a call, and fewer records at once': { by: 'whole', mostAtOnce: 7 },
  };
  for (const [name, reading] of Object.entries(readings)) {
    test(`${name}: all records come once, also more than a page in one second`, async () => {
      const records = [...everySecond.slice(0, 150), ...crowd];
      const world = createWorld(records, reading);
      const { ids, error } = await read(makeList(world.query).pages());
      expect(error).toBeUndefined();
      expect(ids).toEqual(listIds(records));
      expect(world.asked.length).toBeLessThan(200);
    });
  }

  test('a service that gives the first page whatever is asked can still be read by spans', async () => {
    const world = createWorld(everySecond, { pastTheEnd: 'first-page-again' });
    expect((await read(makeList(world.query).pages())).ids).toEqual(listIds(everySecond));
  });

  for (const totalNum of ['all-matches', 'this-page'] as const) {
    test(`a crowded second of which only the first page comes is an error, counting ${totalNum}`, async () => {
      const world = createWorld([...everySecond, ...crowd], { pastTheEnd: 'first-page-again', totalNum });
      const { error, given } = await read(makeList(world.query).pages());
      expect(error).toMatchObject({ kind: 'contract', operationId: 'getRecordsByFilter' });
      expect(given.at(-1)).toMatchObject({ isComplete: false });
      expect(given.slice(0, -1).every(({ isComplete }) => isComplete)).toBe(true);
      const until = given.at(-1)?.endTimestamp ?? 0;
      expect(until, 'the second of the crowd is the one that lacks records').toBeLessThanOrEqual(start + 91);
      expect(world.asked.length).toBeLessThan(100);
    });
  }

  test.each([500, 0])(
    'a count that no record stands for is an error, also when empty pages say %i',
    async (past) => {
      let requests = 0;
      const query = async ({ page = 1 }): Promise<RecordPage> => {
        requests += 1;
        if (page > 1) return { records: [], page, totalNum: past };
        return { records: [makeRecord('only', start)], page, totalNum: 500 };
      };
      const { error } = await read(makeList(query).pages());
      expect(error).toMatchObject({
        kind: 'contract',
        issues: [{ pointer: '/data/totalNum', got: '500', expected: '1, as many as the pages hold' }],
      });
      expect(requests).toBeLessThan(30);
    },
  );
});

describe('a service that does not heed the times', () => {
  const heedless = (over: Partial<Reading> = {}) => {
    const world = createWorld([...everySecond, ...crowd], over);
    const query: typeof world.query = (filter, options) =>
      world.query({ ...filter, startTimestamp: 0, endTimestamp: end + 1_000_000 }, options);
    return { ...world, query };
  };
  for (const order of ['oldest', 'newest', 'shuffled'] as const) {
    test(`is read by page numbers, in the order: ${order}`, async () => {
      const { query, asked } = heedless({ order });
      const { ids, error } = await read(makeList(query).pages());
      expect(error).toBeUndefined();
      expect(ids).toEqual(listIds([...everySecond, ...crowd]));
      expect(asked.length).toBeLessThan(70);
    });
  }

  test('never keeps a reading going: it ends when every page invents new records', {
    timeout: 60_000,
  }, async () => {
    let made = 0;
    const query = async ({ page = 1 }): Promise<RecordPage> => {
      const records = Array.from({ length: 10 }, () => makeRecord(`made-${made++}`, 5));
      return { records, page, totalNum: 10 };
    };
    const { error } = await read(makeList(query).pages());
    expect(error).toMatchObject({ kind: 'contract', issues: [{ pointer: '/data/callRecordList' }] });
  });
});

test('a refusal of the first page, or for another reason, is passed on', async () => {
  for (const reason of ['InvalidParameter', 'RateLimited'] as const) {
    const thrown = refusal(reason);
    const { error } = await read(makeList(async () => Promise.reject(thrown)).pages());
    expect(error).toBe(thrown);
  }
  const world = createWorld(crowd);
  const thrown = refusal('RateLimited');
  const query: typeof world.query = async (filter, options) => {
    if (filter.page === 2) throw thrown;
    return world.query(filter, options);
  };
  expect((await read(makeList(query).pages())).error).toBe(thrown);
});

describe('a crowded second whose records change while it is read by pages', () => {
  const second = { startTimestamp: start + 90, endTimestamp: start + 90, numberPerPage: 10 };
  const changing = (requestsWithChange: number) =>
    createWorld(crowd, { order: 'by-id' }, (kept, requests) => {
      if (requests >= requestsWithChange) return;
      const id = `a-${requests % 3}`;
      if (!kept.delete(id)) kept.set(id, makeRecord(id, start + 90));
    });

  test('is read again until it is at rest, and then given once', async () => {
    const world = changing(6);
    const { ids, error } = await read(createRecordList({ query: world.query, now: () => 0 }, second).pages());
    expect(error).toBeUndefined();
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(listIds(crowd)));
  });

  test('is given as incomplete when it never comes to rest', async () => {
    const world = changing(Number.POSITIVE_INFINITY);
    const list = createRecordList({ query: world.query, now: () => 0 }, second);
    const { given, error } = await read(list.pages());
    expect(given.map(({ isComplete }) => isComplete)).toEqual([false]);
    expect(error).toMatchObject({ kind: 'contract' });
    expect(world.asked.length).toBeLessThan(30);
  });
});

test('without a filter the window and the page size of the contract are asked for', async () => {
  const world = createWorld([]);
  const now = 1_700_000_000;
  await createRecordList({ query: world.query, now: () => now * 1000 }).toArray({ limit: 1 });
  expect(world.asked).toEqual([
    { startTimestamp: now - 7 * 86_400, endTimestamp: now, numberPerPage: 100, page: 1 },
  ]);
});
