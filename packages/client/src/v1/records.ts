import { isObject } from '@trtc-call/reporting/values';
import { isNothing } from '../answers.ts';
import type { Ask, Call, Reading } from '../engine.ts';
import type { ListClocks, RecordListOptions } from '../list/record-list.ts';
import type { CallOptions } from '../options.ts';
import type { DataOf } from '../request/api.ts';
import type { RecordListFilter } from './record-list.ts';
import { createRecordList, type RecordList } from './record-list.ts';
import type { ApiEnvelope, CallRecord, RecordFilter, RecordPage } from './types.ts';

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
  const records: Records = Object.freeze<Records>({
    get: (callId, options) =>
      ask(
        { caller: 'records.get', operationId: 'getRecordByCallId', body: { callId }, field: '', options },
        (reading) => reading.readData<CallRecord | null>(),
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
        (reading) => readPage(reading, filter.page),
      ),

    list: (filter, options) => createRecordList({ query: records.query, ...clocks }, filter, options),
  });
  return records;
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
