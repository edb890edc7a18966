import { type ApiEnvelope, type ApiPath, resultOf } from './api.ts';
import { type Call, callOf } from './call.ts';
import { checkArgument, checkCallOptions, checkNames } from './check-argument.ts';
import { describeValue } from './check-shape.ts';
import { ArgumentError, ContractError } from './errors.ts';
import type { components } from './generated/v1.gen.ts';
import { requestShapes } from './generated/v1-tables.gen.ts';
import { requestIdOf } from './send/attempt.ts';
import type { Send, Sent } from './send/send.ts';
import { type DataOf, unwrap } from './unwrap.ts';

/** What is kept of one call. Words outside the documented lists can come and are let through. */
export type CallRecord = components['schemas']['CallRecord'];

/** Which records are wanted, and which page of them; times in Unix seconds. */
export type RecordFilter = components['schemas']['GetRecordsByFilterRequest'];

/** One page of records. */
export interface RecordPage {
  readonly records: CallRecord[];
  /** The number of this page, counted from 1. */
  readonly page: number;
  /** How many records match the filter, over all pages. */
  readonly totalNum: number;
}

/** What every call takes besides its arguments. */
export interface CallOptions {
  /** Ends the call; it then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** How long this call may take with all its attempts, in milliseconds, in place of the client's setting. */
  deadlineMilliseconds?: number | undefined;
}

export interface Records {
  /**
   * Gets the record of one call, or `null` when the service answers with an empty record. The vendor does not
   * say how it answers for a call that it does not know: a refusal is possible too.
   *
   * @throws TrtcCallError
   * @see https://trtc.io/document/60137
   */
  get(callId: string, options?: CallOptions): Call<CallRecord | null>;
  /**
   * Gets one page of the records that match the filter, as the service pages them. To read all of them use `list`.
   *
   * @throws TrtcCallError
   * @see https://trtc.io/document/60136
   */
  query(filter: RecordFilter, options?: CallOptions): Call<RecordPage>;
}

export function createRecords(send: Send): Records {
  return Object.freeze<Records>({
    get: (callId, options = {}) =>
      callOf(
        async () => {
          const caller = 'records.get';
          const operationId = 'getRecordByCallId';
          checkArgument(caller, 'callId', callId, requestShapes[operationId].properties?.callId ?? {});
          checkCallOptions(caller, options);
          return send({ operationId, body: JSON.stringify({ callId }), ...options });
        },
        dataOf<'/v1/records/get_record_by_callId'>,
      ),

    query: (filter, options = {}) =>
      callOf(async () => {
        checkFilter(filter);
        checkCallOptions('records.query', options);
        return send({ operationId: 'getRecordsByFilter', body: JSON.stringify(filter), ...options });
      }, pageOf),
  });
}

/** What the answer of a path carries. */
export function dataOf<Path extends ApiPath>(sent: Sent): DataOf<ApiEnvelope<Path>> {
  return unwrap(resultOf<Path>(sent));
}

function pageOf(sent: Sent): RecordPage {
  const { callRecordList: records, page, totalNum } = dataOf<'/v1/records/get_records_by_filter'>(sent);
  // Whoever reads a page goes through its records; without a list that would be no clear error.
  if (Array.isArray(records)) return { records, page, totalNum };
  const got = describeValue(records);
  const rule = got === 'missing' ? 'required' : 'type';
  const issue = { rule, pointer: '/data/callRecordList', expected: 'an array', got } as const;
  throw new ContractError(sent.operationId, [issue], requestIdOf(sent.answer));
}

function checkFilter(filter: RecordFilter): void {
  const caller = 'records.query';
  const request = requestShapes.getRecordsByFilter;
  checkNames(caller, 'filter', filter, Object.keys(request.properties ?? {}));
  checkArgument(caller, 'filter', filter, request);
  const { startTimestamp, endTimestamp } = filter;
  if (endTimestamp === undefined || endTimestamp >= startTimestamp) return;
  const remedy = 'pass a time that is not before startTimestamp, both in Unix seconds';
  throw new ArgumentError(caller, 'filter.endTimestamp', 'is before startTimestamp', remedy);
}
