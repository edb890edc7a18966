import { type CallSummary, toCall } from '@trtc-call/client';
import { duration, localTime } from '../../io/local-time.ts';
import { type FittedTable, facts, table } from '../../io/table.ts';
import type { AnyRecord } from '../../service.ts';

const heads = ['talked', 'result', 'type', 'media', 'caller', 'callees', 'call id'];
const expendable = ['media', 'type', 'callees', 'talked', 'caller'];

export function recordTable(records: readonly AnyRecord[], width: number): FittedTable {
  const calls = records.map((record) => toCall(record));
  const times = calls.map(({ startTime }) => localTime(startTime));
  // The clocks may have changed within the days that are shown; otherwise one offset is enough.
  const offsets = new Set(times.map((time) => time.slice(19)));
  const [offset = ''] = offsets;
  const isSame = offsets.size === 1 && offset !== '';
  return table(
    [isSame ? `started (${offset.trim()})` : 'started', ...heads],
    calls.map((call, row) => [
      isSame ? (times[row] ?? '').slice(0, 19) : (times[row] ?? ''),
      describeTalk(call),
      String(call.result ?? '-'),
      String(call.type ?? '-'),
      String(call.media ?? '-'),
      call.caller,
      call.callees.join(' '),
      call.callId,
    ]),
    { width, expendable },
  );
}

export function recordFacts(record: AnyRecord): string {
  const call = toCall(record);
  return facts([
    ['call id', call.callId],
    ['generation', call.generation],
    ...('sdkAppId' in record ? [['SDKAppID', String(record.sdkAppId)] as const] : []),
    ['room', call.room?.id ?? '-'],
    ['type', `${call.type ?? '-'}, ${call.media ?? '-'}`],
    ['result', String(call.result ?? '-')],
    ['started', localTime(call.startTime)],
    ['accepted', call.acceptTime === null ? '-' : localTime(call.acceptTime)],
    ['ended', call.endTime === null ? '-' : localTime(call.endTime)],
    ['talked', describeTalk(call)],
    ['caller', call.caller],
    ['callees', call.callees.join(' ') || '-'],
    ...('totalUserNumber' in record ? [['participants', String(record.totalUserNumber)] as const] : []),
  ]);
}

function describeTalk({ acceptTime, talkSeconds }: CallSummary): string {
  return acceptTime === null || talkSeconds === null ? '-' : duration(talkSeconds);
}
