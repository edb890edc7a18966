import { isObject } from '@trtc-call/reporting/values';
import { limits } from '@trtc-call/spec/v1';
import { isNothing } from '../answers.ts';
import type { Ask, Call, Reading } from '../engine.ts';
import {
  createList,
  type FilterFacts,
  type RecordList as List,
  type ListClocks,
  type RecordListPage as ListPage,
  type RecordListOptions,
  type TimeInput,
  toPageRequest,
} from '../list/record-list.ts';
import type { CallOptions } from '../options.ts';
import type { DataOf } from '../request/api.ts';
import { requestSchemas } from './generated/v1-schemas.gen.ts';
import { backendTimeoutMilliseconds } from './generated/v1-tables.gen.ts';
import type { QueryRecords } from './record-list.ts';
import type { ApiEnvelope, CallRecord, RecordFilter, RecordPage } from './types.ts';

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

/** What a list reads from. */
export interface RecordSource extends ListClocks {
  /** Gets one page, as `records.query` of a client does. */
  readonly query: QueryRecords;
}

export interface Records {
  /**
   * Gets the record of one call, or `null` when the service answers with an empty record. The vendor does not
   * say how it answers for a call that it does not know: a refusal is possible too, whose error has `mayBeNotFound`.
   * `.catch(nullIfNotFound)` makes `null` of that.
   *
   * @throws TrtcCallError
   * @see https://trtc.io/document/60137
   */
  get(callId: string, options?: CallOptions): Call<CallRecord | null>;
  /**
   * Gets one page of the records that match the filter, as the service pages them. To read all of them use `list`. An
   * answer without data is an empty page.
   *
   * @throws TrtcCallError
   * @see https://trtc.io/document/60136
   */
  query(filter: RecordFilter, options?: CallOptions): Call<RecordPage>;
  /**
   * All records that match, in the order in which their calls began, each once. Nothing is asked before it is
   * iterated, and each iteration reads anew.
   *
   * @throws ArgumentError at once for a wrong filter, or from the iteration where a clock decides.
   * @throws TrtcCallError from the iteration.
   * @see https://trtc.io/document/60136
   */
  list(filter?: RecordListFilter, options?: RecordListOptions): RecordList;
}

export function createRecords(ask: Ask, clocks: ListClocks): Records {
  const query: QueryRecords = (filter, options) =>
    ask(toPageRequest(filter, options), (reading) => ({
      ...readPage(reading, filter.page),
      requestId: reading.requestId,
    }));
  return Object.freeze<Records>({
    get: (callId, options) =>
      ask(
        { caller: 'records.get', operationId: 'getRecordByCallId', body: { callId }, field: '', options },
        (reading) => reading.readData<CallRecord | null>(),
      ),

    query: (filter, options) =>
      ask(toPageRequest(filter, options), (reading) => readPage(reading, filter.page)),

    list: (filter, options) => createRecordList({ query, ...clocks }, filter, options),
  });
}

function readPage({ answer, error, readData, refuse }: Reading, askedPage = 1): RecordPage {
  // A service may have nothing to say where nothing matches; the other operations answer so too (V1-U-09).
  if (!error && isObject(answer) && isNothing(answer.data)) {
    return { records: [], page: askedPage, totalNum: 0 };
  }
  type Page = DataOf<ApiEnvelope<'/v1/records/get_records_by_filter'>>;
  const { callRecordList: records, page, totalNum } = readData<Page>();
  // A program goes through the records of a page; without a list that would not be a clear error.
  if (!Array.isArray(records)) throw refuse('callRecordList', 'an array', records);
  return { records, page, totalNum };
}

const { properties } = requestSchemas.getRecordsByFilter;
const facts: FilterFacts = {
  backendTimeoutMilliseconds,
  names: { start: 'startTimestamp', end: 'endTimestamp', pageSize: 'numberPerPage' },
  words: { callResult: properties?.callResult?.enum, callType: properties?.callType?.enum },
  dataWindow: limits.dataWindow,
  mostPerPage: limits.defaultPageSize.value,
};

/** @throws ArgumentError naming what is wrong in the filter or the options. */
export function createRecordList(
  { query, ...clocks }: RecordSource,
  filter: RecordListFilter = {},
  options: RecordListOptions = {},
): RecordList {
  return createList(facts, filter, options, clocks, async (request) => {
    const { readPages } = await import('./record-list.ts');
    return readPages(query, request);
  });
}
