import type { OperationId } from '@trtc-call/spec/v1';
import { type Call, createCall } from '../call.ts';
import { checkCallOptions } from '../check-options.ts';
import type { Contract } from '../contract.ts';
import { describeValue, isObject } from '../describe-value.ts';
import { ContractError } from '../errors.ts';
import type { RecordListOptions } from '../list/filter.ts';
import type { CallOptions } from '../options.ts';
import type { DataOf } from '../request/api.ts';
import type { Send, Sent } from '../request/send.ts';
import { type ApiEnvelope, isNothing, readData } from './api.ts';
import type { RecordListFilter } from './list/filter.ts';
import { createRecordList, type RecordList } from './list/record-list.ts';
import type { CallRecord, RecordFilter, RecordPage } from './types.ts';

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
   * @throws TrtcCallError from the iteration, an ArgumentError too.
   * @see https://trtc.io/document/60136
   */
  list(filter?: RecordListFilter, options?: RecordListOptions): RecordList;
}

/** What the calls for records need. */
export interface RecordsSettings {
  readonly contract: Contract;
  readonly send: Send;
  /** The machine's clock, in milliseconds. */
  readonly now: () => number;
  /** By how much the service's clock is ahead of it, in milliseconds. */
  readonly clockDifference: () => number;
}

export function createRecords({ contract, send, now, clockDifference }: RecordsSettings): Records {
  const records: Records = Object.freeze<Records>({
    get: (callId, options = {}) =>
      createCall(async () => {
        const check = { caller: 'records.get', field: '' };
        checkCallOptions(contract, check.caller, options);
        return send({ operationId: 'getRecordByCallId', body: { callId }, check, ...options });
      }, readRecord),

    query: (filter, options = {}) =>
      createCall(
        async () => {
          const check = { caller: 'records.query', field: 'filter' };
          checkCallOptions(contract, check.caller, options);
          return send({ operationId: 'getRecordsByFilter', body: filter, check, ...options });
        },
        (sent) => readPage(sent, filter.page),
      ),

    list: (filter, options) =>
      createRecordList({ query: records.query, now, clockDifference }, filter, options),
  });
  return records;
}

function readRecord({ operationId, answer, error }: Sent<OperationId>): CallRecord | null {
  return readData<DataOf<ApiEnvelope<'/v1/records/get_record_by_callId'>>>(operationId, answer, error);
}

function readPage({ operationId, answer, error }: Sent<OperationId>, askedPage = 1): RecordPage {
  // A service may have nothing to say where nothing matches; the other operations answer so too (V1-U-09).
  if (!error && isObject(answer) && isNothing(answer.data)) {
    return { records: [], page: askedPage, totalNum: 0 };
  }
  type Page = DataOf<ApiEnvelope<'/v1/records/get_records_by_filter'>>;
  const { callRecordList: records, page, totalNum } = readData<Page>(operationId, answer, error);
  // Whoever reads a page goes through its records; without a list that would not be a clear error.
  if (Array.isArray(records)) return { records, page, totalNum };
  const got = describeValue(records);
  const rule = got === 'missing' ? 'required' : 'type';
  const issue = { rule, pointer: '/data/callRecordList', expected: 'an array', got } as const;
  throw new ContractError(operationId, [issue]);
}
