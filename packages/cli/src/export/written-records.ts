import type { CallRecord } from '@trtc-call/client';
import type { ExportState } from './export-state.ts';

// A reading that begins at a moment may give again what was within about a second of it.
const overlapSeconds = 2;

/** Tells which records of a reading that goes on from a state are not written yet. */
export function notWritten({ completedUpTo, filter, recent }: ExportState): (record: CallRecord) => boolean {
  const isResumed = completedUpTo > filter.startTimestamp;
  return (record) => {
    if (Object.hasOwn(recent, record.callId)) return false;
    // A service that does not heed times gives everything again; what was over long before was written.
    return !isResumed || lastMoment(record) >= completedUpTo - overlapSeconds;
  };
}

/** The records that a reading from `completedUpTo` may give again: their ids and last moments. */
export function recentOnes(
  recent: ExportState['recent'],
  written: readonly CallRecord[],
  completedUpTo: number,
): ExportState['recent'] {
  const all = [...Object.entries(recent), ...written.map((one) => [one.callId, lastMoment(one)] as const)];
  return Object.fromEntries(all.filter(([, last]) => last >= completedUpTo - overlapSeconds));
}

function lastMoment({ startCallTs, acceptTs = 0, endTs = 0 }: CallRecord): number {
  return Math.max(startCallTs, acceptTs, endTs);
}
