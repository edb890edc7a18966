import type { CallRecordV4 } from '@trtc-call/client';
import type { webhooks } from '@trtc-call/spec/v4';
import type { StoredRecord } from '../state/sample-records.ts';

type RecordWords = (typeof webhooks)['end']['members']['CallRecord']['members'];
/** A result of the contract. */
export type CallResult = RecordWords['CallResult']['words'][number];
/** A type of call of the contract. */
export type CallType = RecordWords['CallType']['words'][number];

/** Results that only webhooks are said to have (V4-06). */
export const rareResults = ['Offline'] as const satisfies readonly CallResult[];
export type RareResult = (typeof rareResults)[number];

/** A record as v4 returns it. */
export function writeRecord(record: StoredRecord): Required<CallRecordV4> {
  return {
    CallId: record.callId,
    Caller_Account: record.caller,
    MediaType: record.mediaType,
    CallType: record.callType,
    StartTime: record.startCallTs,
    EndTime: record.endTs ?? 0,
    // 0 for an unanswered call (V4-U-11).
    AcceptTime: record.acceptTs ?? 0,
    CallResult: record.callResult,
    // The caller among them (V4-32).
    CalleeList_Account: [record.caller, ...(record.callees ?? [])],
    RoomId: record.roomId,
    RoomIdType: readRoomIdType(record),
  };
}

/** Reads what is given of such a record. */
export function readRecord(given: object): Partial<StoredRecord> {
  const record = given as Partial<CallRecordV4>;
  const { Caller_Account: caller, CalleeList_Account: users } = record;
  const callees = Array.isArray(users) ? users.filter((user) => user !== caller) : undefined;
  const read = {
    callId: record.CallId,
    caller,
    mediaType: record.MediaType,
    callType: record.CallType,
    startCallTs: record.StartTime,
    endTs: record.EndTime,
    acceptTs: record.AcceptTime,
    callResult: record.CallResult,
    callees,
    totalUserNumber: callees && callees.length + 1,
    roomId: record.RoomId,
    roomIdType: record.RoomIdType,
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

/** 0 for a call without a room (V4-08); where it was not said, what the id looks like: 1 a number, 2 a text. */
export function readRoomIdType(room: {
  readonly roomId: string;
  readonly roomIdType?: number | undefined;
}): number {
  const { roomId, roomIdType } = room;
  if (roomId === '') return 0;
  return roomIdType ?? (/^\d+$/.test(roomId) ? 1 : 2);
}
