import type { CallRecordV4, RecordFilterV4, RecordPageV4 } from '../v4/types.ts';

/** How a service of v4 may understand what its pages leave open. */
export interface ReadingV4 {
  /** The most records that it gives at once. */
  readonly most: number;
  /** What it does when more are asked for. */
  readonly beyond: 'cut' | 101050 | 101002;
  readonly pastTheEnd: 'page-0' | 'page-number' | 'last-page-again' | 101050;
  readonly nothing: 'empty' | 101050;
  readonly order: 'oldest' | 'newest' | 'by-id';
  readonly by: 'StartTime' | 'EndTime' | 'both';
  readonly bounds: 'both' | 'neither';
  readonly total: 'right' | 'absent' | 'page' | 'zero' | 'too-high';
  readonly repeatsAtBorders: boolean;
}

export const plainReadingV4: ReadingV4 = {
  most: 1000,
  beyond: 'cut',
  pastTheEnd: 'page-0',
  nothing: 'empty',
  order: 'oldest',
  by: 'StartTime',
  bounds: 'both',
  total: 'right',
  repeatsAtBorders: false,
};

/** A group call that was answered, with every member. */
export const sampleRecordV4: CallRecordV4 = {
  CallId: 'a',
  Caller_Account: 'user1',
  CalleeList_Account: ['user5'],
  MediaType: 'Audio',
  CallType: 'MultiCall',
  CallResult: 'NormalEnd',
  StartTime: 1_739_868_165,
  AcceptTime: 1_739_872_743,
  EndTime: 1_740_064_224,
  RoomId: 'roomid-1434',
  RoomIdType: 2,
};

export function makeRecordV4(id: number, StartTime: number, EndTime = StartTime): CallRecordV4 {
  return {
    CallId: `call-${(id * 7919) % 1009}-${id}`,
    Caller_Account: 'alice',
    CalleeList_Account: ['bob'],
    MediaType: 'Audio',
    CallType: 'SingleCall',
    CallResult: 'NormalEnd',
    StartTime,
    AcceptTime: 0,
    EndTime,
  };
}

export const ordersV4 = {
  oldest: (one: CallRecordV4, other: CallRecordV4) => one.StartTime - other.StartTime,
  newest: (one: CallRecordV4, other: CallRecordV4) => other.StartTime - one.StartTime,
  'by-id': (one: CallRecordV4, other: CallRecordV4) => (one.CallId < other.CallId ? -1 : 1),
};

/** A page of the records that match, or the code of a refusal. */
export function answerFilter(
  { StartTime = 0, EndTime = Number.POSITIVE_INFINITY, NumberPerPage = 10, Page = 1 }: RecordFilterV4,
  reading: ReadingV4,
  all: readonly CallRecordV4[],
): number | RecordPageV4 {
  const { most, beyond, pastTheEnd, by } = reading;
  if (NumberPerPage > most && beyond !== 'cut') return beyond;
  const edge = reading.bounds === 'neither' ? 1 : 0;
  const matches = all
    .filter((record) => {
      const [from, to] = by === 'both' ? [record.StartTime, record.EndTime] : [record[by], record[by]];
      return from >= StartTime + edge && to <= EndTime - edge;
    })
    .sort(ordersV4[reading.order]);
  if (matches.length === 0 && reading.nothing === 101050) return 101050;
  const size = Math.min(NumberPerPage, most);
  const pages = Math.max(1, Math.ceil(matches.length / size));
  if (Page > pages && pastTheEnd === 101050) return 101050;
  const page = Page > pages && pastTheEnd === 'last-page-again' ? pages : Page;
  const first = Math.max(0, (page - 1) * size - (reading.repeatsAtBorders ? 1 : 0));
  const records = matches.slice(first, page * size);
  const totals = {
    right: matches.length,
    absent: Number.NaN,
    page: records.length,
    zero: 0,
    'too-high': matches.length + 3,
  };
  const isPage0 = records.length === 0 && pastTheEnd === 'page-0';
  return { records, page: isPage0 ? 0 : Page, totalNum: totals[reading.total] };
}
