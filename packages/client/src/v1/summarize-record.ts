import { type CallSummary, summarize } from '../call-summary.ts';
import type { CallRecord } from './types.ts';

/** The record of a call in the form of all generations. */
export function summarizeRecord(record: CallRecord): CallSummary<CallRecord> {
  const { callId, caller, callees, mediaType, callType, callResult, roomId } = record;
  return summarize({
    generation: 'v1',
    callId,
    caller,
    members: callees,
    media: mediaType,
    type: callType,
    result: callResult,
    start: record.startCallTs,
    accept: record.acceptTs,
    end: record.endTs,
    room: roomId ? { id: roomId, idType: null } : null,
    raw: record,
  });
}
