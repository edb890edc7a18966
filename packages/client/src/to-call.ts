import { isObject } from '@trtc-call/reporting/values';
import { mostSeconds } from './answers.ts';
import { mustBe } from './errors.ts';
import type { CallRecord } from './v1/types.ts';
import type { CallRecordV4 } from './v4/types.ts';

/** What is kept of a call, in one form for both generations. */
export interface CallSummary<Raw = unknown> {
  readonly generation: 'v1' | 'v4';
  readonly callId: string;
  readonly caller: string;
  /** The others who took part, each once: never the caller, whom some records list among them. */
  readonly callees: readonly string[];
  /** Another word than these is handed on in small letters. `null`, here and below, where the record does not say it. */
  readonly media: CallRecord['mediaType'] | null;
  /** Two users, or more. */
  readonly type: CallRecord['callType'] | null;
  /** In the spelling of v1. Another word is handed on in that spelling, and a number as its digits. */
  readonly result: CallRecord['callResult'] | 'offline' | null;
  /** When the call was placed, in Unix seconds. */
  readonly startTime: number;
  /** When it was answered, in Unix seconds; `null` where it was not answered, or the record does not say. */
  readonly acceptTime: number | null;
  /** When it ended, in Unix seconds; `null` where the record does not say. */
  readonly endTime: number | null;
  /** From the answer to the end, in seconds: 0 where by its result the call was not answered, `null` where the record lacks a time. */
  readonly talkSeconds: number | null;
  /** The room of the call; `null` where it has none. */
  readonly room: {
    readonly id: string;
    /** 1 for the id of a room that is a number, 2 for text; `null` in records of v1, which do not say it. */
    readonly idType: number | string | null;
  } | null;
  /** The record as it came. */
  readonly raw: Raw;
}

/** The results of calls that were not answered, as `toCall` spells them. */
export const unansweredResults: readonly CallSummary['result'][] = [
  'cancel',
  'reject',
  'not_answer',
  'call_busy',
];

/** What the members of a record are called. */
const names = {
  v1: {
    callId: 'callId',
    caller: 'caller',
    callees: 'callees',
    media: 'mediaType',
    type: 'callType',
    result: 'callResult',
    start: 'startCallTs',
    accept: 'acceptTs',
    end: 'endTs',
    room: 'roomId',
    roomType: undefined,
  },
  v4: {
    callId: 'CallId',
    caller: 'Caller_Account',
    callees: 'CalleeList_Account',
    media: 'MediaType',
    type: 'CallType',
    result: 'CallResult',
    start: 'StartTime',
    accept: 'AcceptTime',
    end: 'EndTime',
    room: 'RoomId',
    roomType: 'RoomIdType',
  },
} as const;

/**
 * Makes one form of a record of either generation, for programs that keep both. The record itself stays under `raw`. What
 * a record says in a type that is not documented is read where its meaning is plain, and left out where it is not.
 *
 * @throws ArgumentError for what is not a record.
 */
export function toCall<Raw extends CallRecord | CallRecordV4>(record: Raw): CallSummary<Raw>;
export function toCall(record: CallRecord | CallRecordV4): CallSummary {
  if (isObject(record) && names.v4.callId in record) return summarize('v4', record);
  if (isObject(record) && names.v1.callId in record) return summarize('v1', record);
  throw mustBe('toCall', 'record', 'what records.get, records.query or records.list gave', record);
}

function summarize(generation: CallSummary['generation'], raw: Record<string, unknown>): CallSummary {
  const own = names[generation];
  const caller = readText(raw[own.caller]) ?? '';
  const members = raw[own.callees];
  const users = Array.isArray(members) ? members.flatMap((user) => readText(user) ?? []) : [];
  const type = readWord(raw[own.type]);
  const acceptTime = readTime(raw[own.accept]);
  const endTime = readTime(raw[own.end]);
  const roomId = readText(raw[own.room]);
  const result = readWord(raw[own.result]);
  const unspoken = unansweredResults.includes(result) ? 0 : null;
  return {
    generation,
    callId: readText(raw[own.callId]) ?? '',
    caller,
    callees: [...new Set(users)].filter((user) => user !== caller),
    media: readWord(raw[own.media])?.toLowerCase() ?? null,
    type: type && (types.get(type) ?? type),
    result,
    startTime: readTime(raw[own.start]) ?? 0,
    acceptTime,
    endTime,
    talkSeconds: acceptTime === null ? unspoken : endTime && Math.max(0, endTime - acceptTime),
    room: roomId ? { id: roomId, idType: own.roomType ? readRoomType(raw[own.roomType]) : null } : null,
    raw,
  };
}

const types: ReadonlyMap<string, string> = new Map([
  ['single_call', 'single'],
  ['multi_call', 'group'],
]);

/** Text, also of a number; 0 stands for "none". */
function readText(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return value === 0 ? null : String(value);
  return typeof value === 'string' ? value : null;
}

/** `NormalEnd` as `normal_end`; a number as its digits, and what is not such a word as it came. */
function readWord(value: unknown): string | null {
  if (typeof value !== 'string') return Number.isFinite(value) ? String(value) : null;
  if (!/^[A-Z][A-Za-z]*$/.test(value)) return value;
  return value.replace(/(?<=[a-z])[A-Z]/g, '_$&').toLowerCase();
}

function readRoomType(value: unknown): string | number | null {
  if (typeof value === 'string' && /^\d+$/.test(value)) return Number(value);
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

/** Seconds, also of what is plainly milliseconds, and of digits; 0 stands in samples for "never". */
function readTime(value: unknown): number | null {
  const time = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof time !== 'number' || !(time > 0 && time < Number.POSITIVE_INFINITY)) return null;
  return time > mostSeconds ? Math.floor(time / 1000) : time;
}
