import type { ErrorName } from '@trtc-call/spec/v1';
import { readList } from '../list/read-list.ts';
import { findLatest, identify } from '../list/read-span.ts';
import type { ListRequest, RecordListPage } from '../list/record-list.ts';
import type { CallOptions } from '../options.ts';
import type { CallRecord, RecordFilter, RecordPage } from './types.ts';

const refusalPastTheEnd: ErrorName = 'InvalidParameter';

/** Gets one page. */
export type QueryRecords = (
  filter: RecordFilter,
  options: CallOptions,
) => Promise<RecordPage & { readonly requestId?: string | undefined }>;

/** Reads a list once: loaded with the first one, since most programs never read any. */
export function readPages(
  query: QueryRecords,
  request: ListRequest,
): AsyncIterable<RecordListPage<CallRecord>> {
  const { words, pageSize: numberPerPage, errors } = request;
  return readList<CallRecord>(request, {
    moments: {
      id: (record) => identify(record.callId, record),
      start: ({ startCallTs }) => startCallTs,
      last: ({ startCallTs, acceptTs, endTs }) => findLatest(startCallTs, acceptTs, endTs),
    },
    places: { records: '/data/callRecordList', total: '/data/totalNum' },
    query: ({ start, end, page }, options) =>
      query({ ...words, startTimestamp: start, endTimestamp: end, numberPerPage, page }, options),
    isPastTheEnd: (error) => errors.isRefusal(error, [refusalPastTheEnd]),
  });
}
