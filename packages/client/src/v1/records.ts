import { type Call, callOf } from '../call.ts';
import { checkCallOptions } from '../check-options.ts';
import { describeValue, isObject } from '../describe-value.ts';
import { ContractError } from '../errors.ts';
import type { RecordListFilter, RecordListOptions } from '../list/filter.ts';
import type { RecordList } from '../list/record-list.ts';
import type { RetryOptions } from '../options.ts';
import type { Send, Sent } from '../request/send.ts';
import { type ApiEnvelope, type ApiPath, type DataOf, isNothing, resultOf, unwrap } from './api.ts';
import type { components } from './generated/v1.gen.ts';

type CallRecordSchema = components['schemas']['CallRecord'];
type RecordFilterSchema = components['schemas']['GetRecordsByFilterRequest'];

// Interfaces, so that editors show their names and not all of their members.

/** What is kept of one call. Words outside the documented lists can come and are let through. */
export interface CallRecord extends CallRecordSchema {}

/** Which records are wanted, and which page of them; times in Unix seconds. */
export interface RecordFilter extends RecordFilterSchema {}

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
  /** How long one attempt of this call may take, in milliseconds, in place of the client's setting. */
  timeoutMilliseconds?: number | undefined;
  /** Retries of this call: what is given takes the place of the client's setting; `false` for none. */
  retry?: RetryOptions | false | undefined;
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
   * @throws TrtcCallError from the iteration, an ArgumentError too.
   * @see https://trtc.io/document/60136
   */
  list(filter?: RecordListFilter, options?: RecordListOptions): RecordList;
}

/**
 * @param now the machine's clock, in milliseconds.
 * @param clockDifference by how much the service's clock is ahead of it, in milliseconds.
 */
export function createRecords(send: Send, now: () => number, clockDifference: () => number): Records {
  const records: Records = Object.freeze<Records>({
    get: (callId, options = {}) =>
      callOf(
        async () => {
          const caller = 'records.get';
          checkCallOptions(caller, options);
          const check = { caller, field: '' };
          return send({ operationId: 'getRecordByCallId', body: { callId }, check, ...options });
        },
        dataOf<'/v1/records/get_record_by_callId'>,
      ),

    query: (filter, options = {}) =>
      callOf(
        async () => {
          const caller = 'records.query';
          checkCallOptions(caller, options);
          return send({
            operationId: 'getRecordsByFilter',
            body: filter,
            check: { caller, field: 'filter' },
            ...options,
          });
        },
        (sent) => pageOf(sent, filter.page),
      ),

    list: (filter, options) =>
      // Loaded by the first reading: most programs that use the client never list.
      listLater(async () => {
        const { createRecordList } = await import('../list/record-list.ts');
        return createRecordList({ query: records.query, now, clockDifference }, filter, options);
      }),
  });
  return records;
}

function listLater(load: () => Promise<RecordList>): RecordList {
  return Object.freeze<RecordList>({
    async *pages() {
      yield* (await load()).pages();
    },
    async *[Symbol.asyncIterator]() {
      yield* await load();
    },
    toArray: async (options) => (await load()).toArray(options),
  });
}

/** What the answer of a path carries. */
export function dataOf<Path extends ApiPath>(sent: Sent): DataOf<ApiEnvelope<Path>> {
  return unwrap(resultOf<Path>(sent));
}

function pageOf(sent: Sent, askedPage = 1): RecordPage {
  // A service may have nothing to say where nothing matches; the other operations answer so too (V1-U-09).
  if (!sent.error && isObject(sent.answer) && isNothing(sent.answer.data)) {
    return { records: [], page: askedPage, totalNum: 0 };
  }
  const { callRecordList: records, page, totalNum } = dataOf<'/v1/records/get_records_by_filter'>(sent);
  // Whoever reads a page goes through its records; without a list that would be no clear error.
  if (Array.isArray(records)) return { records, page, totalNum };
  const got = describeValue(records);
  const rule = got === 'missing' ? 'required' : 'type';
  const issue = { rule, pointer: '/data/callRecordList', expected: 'an array', got } as const;
  throw new ContractError(sent.operationId, [issue]);
}
