import type { CallRecord } from '@trtc-call/client';
import { duration, localTime } from '../../io/local-time.ts';
import { type FittedTable, facts, table } from '../../io/table.ts';

const heads = ['talked', 'result', 'type', 'media', 'caller', 'callees', 'call id'];
const expendable = ['media', 'type', 'callees', 'talked', 'caller'];

/** One line for each record, in as many columns as fit. */
export function recordTable(records: readonly CallRecord[], width: number): FittedTable {
  const times = records.map(({ startCallTs }) => localTime(startCallTs));
  // The clocks may have changed within the days that are shown; otherwise one offset is enough.
  const offsets = new Set(times.map((time) => time.slice(19)));
  const [offset = ''] = offsets;
  const isSame = offsets.size === 1 && offset !== '';
  return table(
    [isSame ? `started (${offset.trim()})` : 'started', ...heads],
    records.map((record, row) => [
      isSame ? (times[row] ?? '').slice(0, 19) : (times[row] ?? ''),
      talked(record),
      record.callResult,
      record.callType,
      record.mediaType,
      record.caller,
      record.callees?.join(' ') ?? '',
      record.callId,
    ]),
    { width, expendable },
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
