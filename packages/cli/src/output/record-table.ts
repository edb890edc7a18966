import type { CallRecord } from '@trtc-call/client';
import { duration, localTime } from './local-time.ts';
import { facts, table } from './table.ts';

/** One line for each record. */
export function recordTable(records: readonly CallRecord[]): string {
  const heads = ['started', 'talked', 'result', 'type', 'media', 'caller', 'callees', 'call id'];
  return table(
    heads,
    records.map((record) => [
      localTime(record.startCallTs),
      talked(record),
      record.callResult,
      record.callType,
      record.mediaType,
      record.caller,
      record.callees?.join(' ') ?? '',
      record.callId,
    ]),
  );
}

/** All that is known of one call. */
export function recordFacts(record: CallRecord): string {
  const { acceptTs, endTs } = record;
  return facts([
    ['call id', record.callId],
    ['SDKAppID', String(record.sdkAppId)],
    ['room', record.roomId],
    ['type', `${record.callType}, ${record.mediaType}`],
    ['result', record.callResult],
    ['started', localTime(record.startCallTs)],
    ['accepted', isMoment(acceptTs) ? localTime(acceptTs) : '-'],
    ['ended', isMoment(endTs) ? localTime(endTs) : '-'],
    ['talked', talked(record)],
    ['caller', record.caller],
    ['callees', record.callees?.join(' ') ?? '-'],
    ['participants', String(record.totalUserNumber)],
  ]);
}

function talked({ acceptTs, endTs }: CallRecord): string {
  return isMoment(acceptTs) && isMoment(endTs) && endTs >= acceptTs ? duration(endTs - acceptTs) : '-';
}

// A call that nobody answered may have no moment, or 0 in its place.
function isMoment(seconds: number | undefined): seconds is number {
  return seconds !== undefined && seconds > 0;
}
