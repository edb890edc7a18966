import { expect, test } from 'vitest';
import { createTrtcCallClient } from '../index.ts';
import { answeringFetch, fetchAnswering, rejection } from '../testing/answering-fetch.ts';
import { answerFilter, makeRecordV4, plainReadingV4, type ReadingV4 } from '../testing/service-v4.ts';
import type { RecordListFilterV4 } from './records.ts';
import type { CallRecordV4, RecordFilterV4 } from './types.ts';

const settings = { generation: 'v4', sdkAppId: 1, userSig: 'x', region: 'seoul' } as const;
const start = 1_700_000_000;
const end = start + 5000;

const makeRecord = (at: number, StartTime: number, seconds = 0) =>
  makeRecordV4(at, StartTime, StartTime + seconds);

/** Calls that are spread evenly, and 60 that began in one second. */
const records = [
  ...Array.from({ length: 400 }, (_, at) => makeRecord(at, start + 20 + at * 12, at % 9)),
  ...Array.from({ length: 60 }, (_, at) => makeRecord(1000 + at, start + 2000)),
];

const envelope = { ErrorInfo: '', RequestId: 'Id-1' };
const refuse = (ErrorCode: number) => ({ ...envelope, ActionStatus: 'FAIL', ErrorCode });
function answer(asked: RecordFilterV4, reading: ReadingV4, all: readonly CallRecordV4[]) {
  const page = answerFilter(asked, reading, all);
  if (typeof page === 'number') return refuse(page);
  const Response = { TotalNum: page.totalNum, Page: page.page, CallRecordList: page.records };
  return { ...envelope, ActionStatus: 'OK', ErrorCode: 0, Response };
}

function makeList(
  over: Partial<ReadingV4>,
  all = records,
  isRefused = (_: RecordFilterV4) => false,
  filter: RecordListFilterV4 = {},
) {
  const reading = { ...plainReadingV4, ...over };
  const { fetch, sent } = answeringFetch(({ init }) => {
    const asked: RecordFilterV4 = JSON.parse(String(init.body));
    return new Response(JSON.stringify(isRefused(asked) ? refuse(101050) : answer(asked, reading, all)));
  });
  const client = createTrtcCallClient({ ...settings, fetch, limiter: false, now: () => end * 1000 });
  return { list: client.records.list({ StartTime: start, EndTime: end, ...filter }), sent };
}

const readings: readonly [name: string, over: Partial<ReadingV4>][] = [
  ['the plain one', {}],
  ['pages that are cut at 10', { most: 10 }],
  ['pages that are cut at 50, from the newest', { most: 50, order: 'newest' }],
  ['more than 10 refused by 101050', { most: 10, beyond: 101050 }],
  ['more than 50 refused by 101002, in no order of time', { most: 50, beyond: 101002, order: 'by-id' }],
  ['the page after the last one has its own number', { most: 20, pastTheEnd: 'page-number' }],
  ['the page after the last one is refused', { most: 20, pastTheEnd: 101050 }],
  ['the page after the last one is the last one again', { most: 20, pastTheEnd: 'last-page-again' }],
  ['nothing is refused by 101050', { nothing: 101050 }],
  [
    'nothing and too much are refused alike',
    { most: 10, beyond: 101050, nothing: 101050, pastTheEnd: 101050 },
  ],
  ['times are held against the end of a call', { by: 'EndTime', most: 30 }],
  ['both ends of a call are held against times', { by: 'both', most: 30 }],
  [
    'the same, in no order of time and refused beyond the last page',
    { by: 'both', most: 10, order: 'by-id', pastTheEnd: 101050 },
  ],
  ['the number is that of a page, which is cut', { total: 'page', most: 10 }],
  ['the same, and a page past the end is refused', { total: 'page', most: 7, pastTheEnd: 101050 }],
  ['the number is that of a page', { total: 'page' }],
  ['bounds are left out', { bounds: 'neither', most: 30 }],
];

test.each(readings)('records.list gives every record once, from the oldest: %s', async (_, over) => {
  const { list } = makeList(over);
  const given = await list.toArray({ limit: 10_000 });
  const ids = given.map(({ CallId }) => CallId);
  expect(ids.toSorted()).toEqual(records.map(({ CallId }) => CallId).toSorted());
  const starts = given.map(({ StartTime }) => StartTime);
  expect(starts).toEqual(starts.toSorted((one, other) => one - other));
});

test.each(['empty', 101050] as const)('nothing that matches is an empty list: %s', async (nothing) => {
  const { list, sent } = makeList({ nothing }, []);
  expect(await list.toArray({ limit: 1 })).toEqual([]);
  // A refusal may also be for the page size or for a condition: it is asked once more with the default size, and without any.
  expect(sent).toHaveLength(nothing === 'empty' ? 1 : 3);
});

test.each([
  [{ TotalNum: 0, CallRecordList: [makeRecord(1, start)] }, '/Response/TotalNum'],
  [{ TotalNum: 1, CallRecordList: [null] }, '/Response/CallRecordList/0'],
])('a page that cannot be right is named with its request: %j', async (Response, pointer) => {
  const page = { ...envelope, ActionStatus: 'OK', ErrorCode: 0, Response };
  const { fetch } = fetchAnswering(page);
  const client = createTrtcCallClient({ ...settings, fetch });
  const error = await rejection(client.records.list().toArray({ limit: 1 }));
  expect(error).toMatchObject({ kind: 'contract', issues: [{ pointer }], requestId: 'Id-1' });
});

test('a page size of 1 costs about as many requests as there are records', async () => {
  const { list, sent } = makeList({}, records.slice(0, 200), undefined, { NumberPerPage: 1 });
  expect(await list.toArray({ limit: 10_000 })).toHaveLength(200);
  expect(sent.length).toBeLessThan(2 * 200);
});

test('records of another result are left out where the service does not heed the filter', async () => {
  const results = ['NormalEnd', 'NotAnswer', 'normal_end', 3, 'NewWord', undefined];
  const all = results.map((CallResult, at) => Object.assign(makeRecord(at, start + 20 + at), { CallResult }));
  const { list } = makeList({}, all, undefined, { CallResult: 'NormalEnd' });
  const given = await list.toArray({ limit: 10 });
  // What is said in another form, or by a word that no page lists, may be meant.
  const wanted = ['NormalEnd', 'normal_end', 3, 'NewWord', undefined];
  expect(given.map(({ CallResult }) => CallResult)).toEqual(wanted);
});

test('records without a readable end are given once', async () => {
  const all = records.map((record, at) =>
    Object.assign({ ...record }, { EndTime: at % 2 ? 'x' : undefined }),
  );
  const { list } = makeList({ most: 10 }, all);
  const given = (await list.toArray({ limit: 10_000 })).map(({ CallId }) => CallId);
  expect(given.toSorted()).toEqual(all.map(({ CallId }) => CallId).toSorted());
});

test('each record without an id is given', async () => {
  const all = records.slice(0, 100).map((record) => ({ ...record, CallId: '' }));
  const { list } = makeList({ most: 10 }, all);
  expect(await list.toArray({ limit: 10_000 })).toEqual(all);
});

const refusesStart = ({ StartTime = end }: RecordFilterV4) => StartTime < start + 500;
const refusesLength = ({ StartTime = end, EndTime = end }: RecordFilterV4) => EndTime - StartTime > 1000;
const suspicious: readonly [string, (asked: RecordFilterV4) => boolean, CallRecordV4[]][] = [
  ['a start that is too early', refusesStart, records],
  ['a span that is too long', refusesLength, records],
  ['a span that is too long, with one record outside', refusesLength, [makeRecord(1, end + 20)]],
  ['any time', ({ StartTime }) => StartTime !== undefined, records],
  ['any page size', ({ NumberPerPage }) => NumberPerPage !== undefined, records],
  ['any time, by a service that answers nothing by an empty page', refusesStart, []],
];

test.each(suspicious)('101050 for %s is an error, not an empty list', async (_, isRefused, all) => {
  const { list } = makeList({}, all, isRefused);
  await expect(list.toArray({ limit: 10_000 })).rejects.toMatchObject({ code: 101050 });
});

test('101050 for a part of a list is an error that names the span, after the records before it', async () => {
  const { list } = makeList({ most: 50, nothing: 101050 }, records, ({ StartTime = 0, EndTime = 0 }) => {
    const isPart = EndTime - StartTime < 4900;
    return isPart && StartTime < start + 3000 && EndTime > start + 2900;
  });
  const pages: { isComplete: boolean; endTimestamp: number }[] = [];
  const reading = (async () => {
    for await (const page of list.pages()) pages.push(page);
  })();
  await expect(reading).rejects.toMatchObject({
    kind: 'contract',
    message: expect.stringMatching(
      /refused with 101050 .+, not the records of the time from 20\S+Z to 20\S+Z/,
    ),
  });
  expect(pages.map(({ isComplete }) => isComplete)).toEqual([...pages.slice(1).map(() => true), false]);
  expect(pages.at(-2)?.endTimestamp).toBeLessThan(start + 2900);
});

test('a refusal by 101050 says what it may mean for a list', async () => {
  const { list } = makeList({}, records, () => true);
  expect(await list.toArray({ limit: 1 })).toEqual([]);
  const { list: condition } = makeList({}, records, ({ Page }) => Page !== undefined);
  await expect(condition.toArray({ limit: 1 })).rejects.toMatchObject({
    code: 101050,
    remedy: expect.stringMatching(/^Nothing may match the filter\./),
  });
});

test('101050 is an empty list where records exist outside the filter alone', async () => {
  const { list } = makeList({ nothing: 101050 }, [makeRecord(1, end + 20), makeRecord(2, start - 20)]);
  expect(await list.toArray({ limit: 1 })).toEqual([]);
});

test('a record that appears after a refusal by 101050 is given', async () => {
  let asks = 0;
  const { list } = makeList({}, [makeRecord(1, start + 20)], () => {
    asks += 1;
    return asks <= 2;
  });
  expect(await list.toArray({ limit: 9 })).toHaveLength(1);
});

test('a refusal of another kind ends the reading', async () => {
  const { fetch } = answeringFetch(() => new Response(JSON.stringify(refuse(60020))));
  const client = createTrtcCallClient({ ...settings, fetch });
  await expect(client.records.list().toArray({ limit: 1 })).rejects.toMatchObject({ code: 60020 });
});

test('a filter that is missing, or an end that is older than all records, is told as such', async () => {
  const { records: resource } = createTrtcCallClient({
    ...settings,
    fetch: fetchAnswering(refuse(101050)).fetch,
  });
  await expect(Reflect.apply(resource.query, resource, [])).rejects.toThrow(
    'filter must be an object (got nothing)',
  );
  const list = resource.list({ EndTime: Math.floor(Date.now() / 1000) - 8 * 86_400 });
  await expect(list.toArray({ limit: 1 })).rejects.toThrow('filter.EndTime is older than all records are');
});

test('a wrong filter is refused at once, by the names of v4', () => {
  const { records: resource } = createTrtcCallClient(settings);
  const wrong: readonly [object, string][] = [
    [{ startTimestamp: 1 }, 'filter.startTimestamp is not known'],
    [{ StartTime: 9, EndTime: 8 }, 'filter.EndTime is before StartTime'],
    [{ NumberPerPage: 101 }, 'filter.NumberPerPage must be an integer from 1 to 100 (got 101)'],
    [{ StartTime: Date.now() }, 'filter.StartTime looks like milliseconds'],
    [{ CallType: 1 }, 'filter.CallType must be one of SingleCall, MultiCall (got 1)'],
  ];
  for (const [filter, message] of wrong)
    expect(() => resource.list(filter)).toThrow(`records.list: ${message}`);
});
