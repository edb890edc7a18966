import { type Call, createCall } from '../call.ts';
import { checkCallOptions } from '../check-options.ts';
import type { Contract } from '../contract.ts';
import { isObject } from '../describe-value.ts';
import { ContractError } from '../errors.ts';
import type { RecordListOptions } from '../list/filter.ts';
import type { ListClocks, RecordList } from '../list/record-list.ts';
import type { CallOptions } from '../options.ts';
import type { Send, Sent } from '../request/send.ts';
import { describeIssue, readData, readRequestId } from './envelope.ts';
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
   * @throws TrtcCallError from the iteration, an ArgumentError too.
   * @see https://trtc.io/document/68931
   */
  list(filter?: RecordListFilterV4, options?: RecordListOptions): RecordList<CallRecordV4>;
}

export function createRecords(contract: Contract, send: Send, clocks: ListClocks): RecordsV4 {
  const records: RecordsV4 = Object.freeze<RecordsV4>({
    get: (callId, options = {}) =>
      createCall(async () => {
        const check = { caller: 'records.get', field: '' };
        checkCallOptions(contract, check.caller, options);
        return send({ operationId: 'getRecordByCallId', body: { CallId: callId }, check, ...options });
      }, readRecord),

    query: (filter, options = {}) =>
      createCall(async () => {
        const check = { caller: 'records.query', field: 'filter' };
        checkCallOptions(contract, check.caller, options);
        return send({ operationId: 'getRecordsByFilter', body: filter, check, ...options });
      }, readPage),

    list: (filter, options) => createRecordList(records.query, clocks, filter, options),
  });
  return records;
}

function readRecord({ operationId, answer, error }: Sent<'getRecordByCallId'>): CallRecordV4 | null {
  if (error?.kind === 'refused' && error.mayBeNotFound) return null;
  const { CallRecord: record } = readData<{ CallRecord: CallRecordV4 }>(operationId, answer, error);
  if (isObject(record)) return record;
  const issue = describeIssue('/Response/CallRecord', 'an object', record);
  throw new ContractError(operationId, [issue], readRequestId(answer));
}

interface PageOnWire {
  readonly CallRecordList: CallRecordV4[];
  readonly Page: number;
  readonly TotalNum: number;
}

function readPage({ operationId, answer, error }: Sent<'getRecordsByFilter'>): RecordPageV4 {
  const data = readData<PageOnWire>(operationId, answer, error);
  const { CallRecordList: records, Page: page, TotalNum: totalNum } = data;
  // Whoever reads a page goes through its records; without a list that would not be a clear error.
  if (Array.isArray(records)) return { records, page, totalNum };
  const issue = describeIssue('/Response/CallRecordList', 'an array', records);
  throw new ContractError(operationId, [issue], readRequestId(answer));
}
