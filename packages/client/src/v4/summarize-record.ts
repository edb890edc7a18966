import { type CallSummary, summarize } from '../call-summary.ts';
import type { CallRecordV4 } from './types.ts';

/** The record of a call in the form of all generations. */
export function summarizeRecord(record: CallRecordV4): CallSummary<CallRecordV4> {
  const { RoomId, RoomIdType = null } = record;
  return summarize({
    generation: 'v4',
    callId: record.CallId,
    caller: record.Caller_Account,
    members: record.CalleeList_Account,
    media: record.MediaType?.toLowerCase(),
    type: types[record.CallType] ?? respell(record.CallType),
    result: respell(record.CallResult),
    start: record.StartTime,
    accept: record.AcceptTime,
    end: record.EndTime,
    room: RoomId ? { id: RoomId, idType: readDigits(RoomIdType) } : null,
    raw: record,
  });
}

const types: Readonly<Record<string, string>> = { SingleCall: 'single', MultiCall: 'group' };

/** `NormalEnd` as `normal_end`; a number as its digits, and what is not such a word as it came. */
function respell(word: string | number | undefined): string | undefined {
  if (word === undefined) return undefined;
  const text = String(word);
  if (!/^[A-Z][A-Za-z]*$/.test(text)) return text;
  return text.replace(/(?<=[a-z])[A-Z]/g, '_$&').toLowerCase();
}

function readDigits(type: string | number | null): string | number | null {
  return typeof type === 'string' && /^\d+$/.test(type) ? Number(type) : type;
}
