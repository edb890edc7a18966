import { isObject } from '@trtc-call/reporting/values';
import { limits } from '@trtc-call/spec/v4';
import type { Ask, Call, Reading } from '../engine.ts';
import {
  createList,
  type FilterFacts,
  type ListClocks,
  type RecordList,
  type RecordListOptions,
  type TimeInput,
  toPageRequest,
} from '../list/record-list.ts';
import type { CallOptions } from '../options.ts';
import { requestSchemas } from './generated/v4-schemas.gen.ts';
import { backendTimeoutMilliseconds } from './generated/v4-tables.gen.ts';
import type { AskService } from './record-list.ts';
import type { CallRecordV4, RecordFilterV4, RecordPageV4 } from './types.ts';

/** Which records are wanted. Without a time: all that the service still has. */
export interface RecordListFilterV4 {
  /**
   * The earliest start of a call: a `Date`, Unix seconds, or ISO 8601 text. Default: the service's data window before now, by the service's clock where that of the
   * machine is wrong. A fraction of a second is cut.
   */
  StartTime?: TimeInput | undefined;
  /** The latest time of a call: a `Date`, Unix seconds, or ISO 8601 text. Default: the moment at which a reading begins, by the same clock. */
  EndTime?: TimeInput | undefined;
  /** Only calls with this result. Default: calls with any. */
  CallResult?: RecordFilterV4['CallResult'] | undefined;
  /** Only calls of this type. Default: calls of any. */
  CallType?: RecordFilterV4['CallType'] | undefined;
  /**
   * How many records one request asks for, from 1 to 100. Default: 100. The service's maximum is not documented; where it
   * refuses, 10 are asked for at once, its own default.
   */
  NumberPerPage?: number | undefined;
}

export interface RecordsV4 {
  /**
   * Gets the record of one call, or `null` when there is none: the call is unknown, or ended less than 5 seconds ago.
   *
   * @throws TrtcCallError
   * @see https://trtc.io/document/68930
   */
  get(callId: string, options?: CallOptions): Call<CallRecordV4 | null>;
  /**
   * Gets one page of the records that match the filter, as the service pages them. To read all of them use `list`.
   * Whether a filter that nothing matches is an empty page or a refusal (101050, which a page size that is too large may
   * bring too) is not documented.
   *
   * @throws TrtcCallError
   * @see https://trtc.io/document/68931
   */
  query(filter: RecordFilterV4, options?: CallOptions): Call<RecordPageV4>;
  /**
   * All records that match, in the order in which their calls began, each once. Nothing is asked before it is
   * iterated, and each iteration reads anew.
   *
   * @throws ArgumentError at once for a wrong filter, or from the iteration where a clock decides.
   * @throws TrtcCallError from the iteration.
   * @see https://trtc.io/document/68931
   */
  list(filter?: RecordListFilterV4, options?: RecordListOptions): RecordList<CallRecordV4>;
}

export function createRecords(ask: Ask, clocks: ListClocks): RecordsV4 {
  const query: AskService = (filter, options) =>
    ask(toPageRequest(filter, options), (reading) => ({
      ...readPage(reading),
      requestId: reading.requestId,
    }));
  return Object.freeze<RecordsV4>({
    get: (callId, options) =>
      ask(
        {
          caller: 'records.get',
          operationId: 'getRecordByCallId',
          body: { CallId: callId },
          field: '',
          options,
        },
        readRecord,
      ),
    query: (filter, options) => ask(toPageRequest(filter, options), readPage),
    list: (filter, options) => createRecordList(query, clocks, filter, options),
  });
}

function readRecord({ error, readData, refuse }: Reading): CallRecordV4 | null {
  if (error?.kind === 'refused' && error.mayBeNotFound) return null;
  const { CallRecord: record } = readData<{ CallRecord: CallRecordV4 }>();
  if (!isObject(record)) throw refuse('CallRecord', 'an object', record);
  return record;
}

interface PageOnWire {
  readonly CallRecordList: CallRecordV4[];
  readonly Page: number;
  readonly TotalNum: number;
}

function readPage({ readData, refuse }: Reading): RecordPageV4 {
  const { CallRecordList: records, Page: page, TotalNum: totalNum } = readData<PageOnWire>();
  // A program goes through the records of a page; without a list that would not be a clear error.
  if (!Array.isArray(records)) throw refuse('CallRecordList', 'an array', records);
  return { records, page, totalNum };
}

const { properties } = requestSchemas.getRecordsByFilter;
const facts: FilterFacts = {
  backendTimeoutMilliseconds,
  names: { start: 'StartTime', end: 'EndTime', pageSize: 'NumberPerPage' },
  words: { CallResult: properties?.CallResult?.enum, CallType: properties?.CallType?.enum },
  dataWindow: limits.dataWindow,
  mostPerPage: limits.largestPage.value,
};

/** @throws ArgumentError naming what is wrong in the filter or the options. */
export function createRecordList(
  query: AskService,
  clocks: ListClocks,
  filter: RecordListFilterV4 = {},
  options: RecordListOptions = {},
): RecordList<CallRecordV4> {
  return createList(facts, filter, options, clocks, async (request) => {
    const { readPages } = await import('./record-list.ts');
    return readPages(query, request);
  });
}
