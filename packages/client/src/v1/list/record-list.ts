import type { ErrorName } from '@trtc-call/spec/v1';
import { checkOptions, type RecordListOptions } from '../../list/filter.ts';
import type { RecordListPage as ListPage, ListSource } from '../../list/iterate-spans.ts';
import { createList, type RecordList as List, type ListClocks } from '../../list/record-list.ts';
import type { CallOptions } from '../../options.ts';
import { backendTimeoutMilliseconds } from '../generated/v1-tables.gen.ts';
import type { CallRecord, RecordFilter, RecordPage } from '../types.ts';
import { checkFilter, type RecordListFilter } from './filter.ts';

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

const refusalPastTheEnd: ErrorName = 'InvalidParameter';

/** @throws ArgumentError naming what is wrong in the filter or the options. */
export function createRecordList(
  { query, ...clocks }: RecordSource,
  filter: RecordListFilter = {},
  options: RecordListOptions = {},
): RecordList {
  const { bounds, words, numberPerPage } = checkFilter(filter);
  checkOptions({ backendTimeoutMilliseconds }, options);
  const source: ListSource<CallRecord> = {
    moments: {
      id: ({ callId }) => callId,
      start: ({ startCallTs }) => startCallTs,
      last: ({ startCallTs, acceptTs = 0, endTs = 0 }) => Math.max(startCallTs, acceptTs, endTs),
    },
    places: { records: '/data/callRecordList', total: '/data/totalNum' },
    pageSize: numberPerPage,
    query: ({ start, end, page }, each) =>
      query({ ...words, startTimestamp: start, endTimestamp: end, numberPerPage, page }, each),
    isPastTheEnd: (error) => error.kind === 'refused' && error.reason === refusalPastTheEnd,
  };
  return createList(() => source, clocks, bounds, options);
}
