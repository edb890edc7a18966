import { nullIfNotFound, type TrtcCallClientV4 } from '@trtc-call/client';
import { limits } from '@trtc-call/spec/v4';
import type { RecordSource } from '../reconcile/record-source.ts';

/** What is read by a client of v4. */
export type ReconcileClientV4 = Pick<
  TrtcCallClientV4,
  'generation' | 'sdkAppId' | 'records' | 'clockDifference'
>;

export function readRecordsV4({
  generation,
  sdkAppId,
  records,
  clockDifference,
}: ReconcileClientV4): RecordSource {
  return {
    ...{ generation, app: sdkAppId, clockDifference },
    windowSeconds: limits.dataWindow.seconds,
    pages: ({ from, to }, options) => records.list({ StartTime: from, EndTime: to }, options).pages(),
    get: (callId, options) => records.get(callId, options).catch(nullIfNotFound),
  };
}
