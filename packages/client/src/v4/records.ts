import { isObject } from '@trtc-call/reporting/values';
import type { Ask, Call, Reading } from '../engine.ts';
import type { ListClocks, RecordList, RecordListOptions } from '../list/record-list.ts';
import type { CallOptions } from '../options.ts';
import { createRecordList, type RecordListFilterV4 } from './record-list.ts';
import type { CallRecordV4, RecordFilterV4, RecordPageV4 } from './types.ts';

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
  const records: RecordsV4 = Object.freeze<RecordsV4>({
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
    query: (filter, options) =>
      ask(
        {
          caller: 'records.query',
          operationId: 'getRecordsByFilter',
          body: filter,
          field: 'filter',
          options,
        },
        readPage,
      ),
    list: (filter, options) => createRecordList(records.query, clocks, filter, options),
  });
  return records;
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
