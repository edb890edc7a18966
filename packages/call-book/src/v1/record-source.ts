import { nullIfNotFound, type TrtcCallClient } from '@trtc-call/client';
import { limits } from '@trtc-call/spec/v1';
import type { RecordSource } from '../reconcile/record-source.ts';

/** What is read by a client of v1. */
export type ReconcileClientV1 = Pick<
  TrtcCallClient,
  'generation' | 'sdkAppId' | 'records' | 'clockDifference'
>;

export function readRecordsV1({
  generation,
  sdkAppId,
  records,
  clockDifference,
}: ReconcileClientV1): RecordSource {
  return {
    ...{ generation, app: sdkAppId, clockDifference },
    windowSeconds: limits.dataWindow.seconds,
    pages: ({ from, to }, options) =>
      records.list({ startTimestamp: from, endTimestamp: to }, options).pages(),
    get: (callId, options) => records.get(callId, options).catch(nullIfNotFound),
  };
}
