import { operations } from '@trtc-call/spec/v1';
import type { Api } from './api.ts';
import { checkArgument, checkCallOptions, checkNames } from './check-argument.ts';
import { ArgumentError } from './errors.ts';
import type { components } from './generated/v1.gen.ts';
import { shapes } from './generated/v1-shapes.gen.ts';
import { unwrap } from './unwrap.ts';

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
}

export interface Records {
  /**
   * Gets the record of one call, or `null` when the service answers with an empty record. The vendor does not
   * say how it answers for a call that it does not know: a refusal is possible too.
   *
   * @throws TrtcCallError
   * @see https://trtc.io/document/60137
   */
  get(callId: string, options?: CallOptions): Promise<CallRecord | null>;
  /**
   * Gets one page of the records that match the filter.
   *
   * @throws TrtcCallError
   * @see https://trtc.io/document/60136
   */
  query(filter: RecordFilter, options?: CallOptions): Promise<RecordPage>;
}

export function createRecords(api: Api): Records {
  return Object.freeze<Records>({
    async get(callId, options = {}) {
      const caller = 'records.get';
      const { request } = shapes.getRecordByCallId;
      checkArgument(caller, 'callId', callId, request.properties?.callId ?? {});
      checkCallOptions(caller, options);
      const { path } = operations.getRecordByCallId;
      return unwrap(await api.POST(path, { body: { callId }, signal: options.signal }));
    },

    async query(filter, options = {}) {
      checkFilter(filter);
      checkCallOptions('records.query', options);
      const { path } = operations.getRecordsByFilter;
      const data = unwrap(await api.POST(path, { body: { ...filter }, signal: options.signal }));
      return { records: data.callRecordList, page: data.page, totalNum: data.totalNum };
    },
  });
}

function checkFilter(filter: RecordFilter): void {
  const caller = 'records.query';
  const { request } = shapes.getRecordsByFilter;
  checkNames(caller, 'filter', filter, Object.keys(request.properties ?? {}));
  checkArgument(caller, 'filter', filter, request);
  const { startTimestamp, endTimestamp } = filter;
  if (endTimestamp === undefined || endTimestamp >= startTimestamp) return;
  const remedy = 'pass a time that is not before startTimestamp, both in Unix seconds';
  throw new ArgumentError(caller, 'filter.endTimestamp', 'is before startTimestamp', remedy);
}
