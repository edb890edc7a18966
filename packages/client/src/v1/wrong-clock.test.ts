import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTrtcCallClient, type RecordListFilter } from '../index.ts';
import { answeringFetch, refusal, rejection, sampleRecord, success } from '../testing/answering-fetch.ts';

const day = 86_400;
const trueTime = Date.UTC(2026, 10, 28) / 1000;
const window = 7 * day;

/** A machine whose clock is wrong by this many seconds, and a service that keeps two calls of the last week. */
function setUp(wrongBy: number, date: string | undefined = new Date(trueTime * 1000).toUTCString()) {
  const starts = [trueTime - 6 * day, trueTime - 60];
  const asked: { startTimestamp: number; endTimestamp: number }[] = [];
  const { fetch, sent } = answeringFetch(({ init }) => {
    const filter = JSON.parse(String(init.body));
    asked.push(filter);
    const { startTimestamp, endTimestamp } = filter;
    const isRefused = startTimestamp > trueTime + 20 * day;
    const callRecordList = starts
      .filter((start) => start >= startTimestamp && start <= endTimestamp)
      .map((startCallTs) => ({
        ...sampleRecord,
        callId: String(startCallTs),
        startCallTs,
        endTs: startCallTs,
      }));
    const page = success({ totalNum: callRecordList.length, page: 1, callRecordList });
    return Response.json(isRefused ? refusal(70001) : page, date === undefined ? {} : { headers: { date } });
  });
  const client = createTrtcCallClient({
    generation: 'v1',
    sdkAppId: 1400000000,
    userSig: 'a-user-sig',
    limiter: false,
    now: () => (trueTime + wrongBy) * 1000,
    fetch,
  });
  const list = async (filter: RecordListFilter = {}) => {
    const found = await client.records.list(filter).toArray({ limit: 100 });
    return found.map(({ startCallTs }) => startCallTs);
  };
  return { client, list, starts, asked, sent };
}

const warnings = vi.fn();
beforeEach(() => {
  vi.spyOn(performance, 'now').mockReturnValue(0);
  vi.spyOn(process, 'emitWarning').mockImplementation(warnings);
});
afterEach(() => {
  vi.restoreAllMocks();
  warnings.mockReset();
});

describe('where the clock of the machine is wrong', () => {
  test.each([-4000, -40, -30, -8, -1, 1, 8, 30, 40, 4000])(
    'by %i days, a list without times gives all records',
    async (days) => {
      const { list, starts, asked } = setUp(days * day);
      expect(await list()).toEqual(starts);
      expect(asked.at(-1)).toMatchObject({ startTimestamp: trueTime - window, endTimestamp: trueTime });
      expect(asked).toHaveLength(2);
      // The difference is known now.
      expect(await list()).toEqual(starts);
      expect(asked).toHaveLength(3);
    },
  );

  test('and it begins in 1970, a list without times gives all records', async () => {
    const { list, starts, asked } = setUp(5 - trueTime);
    expect(await list()).toEqual(starts);
    expect(asked[0]).toMatchObject({ startTimestamp: 0, endTimestamp: 5 });
  });

  test('and it is behind, a start of today is asked for although it seems to be in the future', async () => {
    const { list, starts } = setUp(-8 * day);
    expect(await list({ startTimestamp: trueTime - day })).toEqual(starts.slice(1));
  });

  test('and it is ahead, an end of yesterday is asked for although its window seems to be over', async () => {
    const { list, starts } = setUp(10 * day);
    expect(await list({ endTimestamp: trueTime - day })).toEqual(starts.slice(0, 1));
  });

  test('the times that the caller gives are sent as they are', async () => {
    const { list, asked } = setUp(8 * day);
    await list({ startTimestamp: trueTime - 5, endTimestamp: trueTime - 1 });
    expect(asked).toMatchObject([{ startTimestamp: trueTime - 5, endTimestamp: trueTime - 1 }]);
  });

  test('also a refusal tells the right time', async () => {
    const { list, starts } = setUp(30 * day);
    expect(await list()).toEqual(starts);
  });

  test('it is reported once, with its size and its direction', async () => {
    const { list } = setUp(8 * day);
    await list();
    await list();
    expect(warnings).toHaveBeenCalledTimes(1);
    expect(warnings).toHaveBeenCalledWith(
      'trtc-call: the clock of this machine is 8 days ahead of that of the service, by the Date of its answers. Set the clock that is wrong. Until then the times that records.list chooses follow the service.',
      { type: 'TrtcCallWarning', code: 'TRTC_CALL_CLOCK_DIFFERS' },
    );
  });
});

test('a clock that is right to some seconds is used as it is, and nothing is reported', async () => {
  const { client, list, asked, starts } = setUp(9);
  expect(await list()).toEqual(starts);
  expect(asked).toHaveLength(1);
  expect(client.clockDifference()).toBe(0);
  expect(warnings).not.toHaveBeenCalled();
});

test.each([['no date'], [undefined]])(
  'without a readable Date (%s) the clock of the machine is used',
  async (date) => {
    const { list, asked } = setUp(0, date);
    await list();
    expect(asked).toMatchObject([{ startTimestamp: trueTime - window, endTimestamp: trueTime }]);
    expect(warnings).not.toHaveBeenCalled();
  },
);

describe('a Date that cannot be believed', () => {
  const set = (date = 'Fri, 31 Dec 9999 23:59:59 GMT') => setUp(0, date);

  test.each<[date: string, chosen: string, filter: RecordListFilter]>([
    ['Wed, 31 Dec 1980 23:59:59 GMT', 'startTimestamp', {}],
    ['Wed, 31 Dec 1980 23:59:59 GMT', 'startTimestamp', { endTimestamp: trueTime - 30 * day }],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 'endTimestamp', { startTimestamp: trueTime - 10 }],
  ])('(%s) is reported, and where no record comes %s is not chosen', async (date, chosen, filter) => {
    const { list } = set(date);
    expect(await rejection(list(filter))).toMatchObject({
      kind: 'argument',
      field: `filter.${chosen}`,
      remedy: 'set the clock that is wrong, or pass both times',
    });
    expect(warnings).toHaveBeenCalledTimes(1);
  });

  test.each([-31, -8, 8, 14])('is an error where it is %i days off and no record comes', async (days) => {
    const { list } = set(new Date((trueTime + days * day) * 1000).toUTCString());
    expect(await rejection(list())).toMatchObject({
      field: 'filter.startTimestamp',
      message: expect.stringContaining('differ by more than the 7 days for which records are kept'),
    });
  });

  test('leaves a list as it is where records come', async () => {
    const { list, starts } = set();
    expect(await list({ startTimestamp: trueTime - window })).toEqual(starts);
  });

  test('changes nothing where both times are given', async () => {
    const { list, starts } = set();
    expect(await list({ startTimestamp: trueTime - window, endTimestamp: trueTime })).toEqual(starts);
    expect(await list({ startTimestamp: trueTime - 10, endTimestamp: trueTime })).toEqual([]);
  });
});

test.each([
  ['a start to come', { startTimestamp: trueTime + day }, 'filter.startTimestamp is in the future'],
  ['an end before the data window', { endTimestamp: 8 }, 'filter.endTimestamp is older than all records are'],
])('%s, by the clock of the service, is refused', async (_, filter, message) => {
  const { list } = setUp(8 * day);
  expect(await rejection(list(filter))).toMatchObject({
    kind: 'argument',
    message: expect.stringContaining(`records.list: ${message}`),
  });
});
