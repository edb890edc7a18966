import { type ErrorName, limits } from '@trtc-call/spec/v1';
import type { RecordListPage as ListPage } from '../list/iterate-spans.ts';
import {
  createList,
  type FilterFacts,
  findLatest,
  identify,
  type RecordList as List,
  type ListClocks,
  type RecordListOptions,
  type TimeInput,
} from '../list/record-list.ts';
import type { CallOptions } from '../options.ts';
import { requestSchemas } from './generated/v1-schemas.gen.ts';
import { backendTimeoutMilliseconds } from './generated/v1-tables.gen.ts';
import type { CallRecord, RecordFilter, RecordPage } from './types.ts';

/** Which records are wanted. Without a time: all that the service still has. */
export interface RecordListFilter {
  /**
   * The earliest start of a call: a `Date`, Unix seconds, or ISO 8601 text. Default: the service's data window before now, by the service's clock where that of the
   * machine is wrong. A fraction of a second is cut.
   */
  startTimestamp?: TimeInput | undefined;
  /**
   * The latest start of a call: a `Date`, Unix seconds, or ISO 8601 text. Default: the moment at which a reading begins, by the same clock. A fraction counts as a
   * second.
   */
  endTimestamp?: TimeInput | undefined;
  /** Only calls with this result. Default: calls with any. */
  callResult?: RecordFilter['callResult'] | undefined;
  /** Only calls of this type. Default: calls of any. */
  callType?: RecordFilter['callType'] | undefined;
  /**
   * How many records one request asks for, from 1 to 100. Default: 100, the service's own default. Whether it gives
   * more at once is not documented, so more is refused: a page that was cut would look like the last one.
   */
  numberPerPage?: number | undefined;
}

/** All records of a filter. Each iteration reads them anew; nothing is sent before the first one. */
export type RecordList<Entry = CallRecord> = List<Entry>;

/** The records of the calls that began in one span of time. */
export type RecordListPage<Entry = CallRecord> = ListPage<Entry>;

/** Gets one page. */
export type QueryRecords = (filter: RecordFilter, options: CallOptions) => Promise<RecordPage>;

/** What a list reads from. */
export interface RecordSource extends ListClocks {
  /** Gets one page: `records.query` of a client. */
  readonly query: QueryRecords;
}

const { properties } = requestSchemas.getRecordsByFilter;
const facts: FilterFacts = {
  backendTimeoutMilliseconds,
  names: { start: 'startTimestamp', end: 'endTimestamp', pageSize: 'numberPerPage' },
  words: { callResult: properties?.callResult?.enum, callType: properties?.callType?.enum },
  dataWindow: limits.dataWindow,
  mostPerPage: limits.defaultPageSize.value,
};
const refusalPastTheEnd: ErrorName = 'InvalidParameter';

/** @throws ArgumentError naming what is wrong in the filter or the options. */
export function createRecordList(
  { query, ...clocks }: RecordSource,
  filter: RecordListFilter = {},
  options: RecordListOptions = {},
): RecordList {
  const { callResult, callType } = filter;
  const words = { ...(callResult && { callResult }), ...(callType && { callType }) };
  return createList(facts, filter, options, clocks, ({ pageSize: numberPerPage, isWanted }) => ({
    moments: {
      id: (record) => identify(record.callId, record),
      start: ({ startCallTs }) => startCallTs,
      last: ({ startCallTs, acceptTs, endTs }) => findLatest(startCallTs, acceptTs, endTs),
    },
    places: { records: '/data/callRecordList', total: '/data/totalNum' },
    pageSize: numberPerPage,
    isWanted,
    query: ({ start, end, page }, each) =>
      query({ ...words, startTimestamp: start, endTimestamp: end, numberPerPage, page }, each),
    isPastTheEnd: (error) => error.kind === 'refused' && error.reason === refusalPastTheEnd,
  }));
}
