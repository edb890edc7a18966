import type { CallRecordV4 } from '@trtc-call/client';
import { limits, webhooks } from '@trtc-call/spec/v4';
import { createWebhook } from '@trtc-call/webhooks/send';
import type {
  Call,
  CallEvent,
  CallUser,
  CallWebhook,
  LiveCallFacts,
  UserChange,
} from '../calls/live-call.ts';
import type { StoredRecord } from '../state/sample-records.ts';

type RecordWords = (typeof webhooks)['end']['members']['CallRecord']['members'];
/** A result of the contract. */
export type CallResult = RecordWords['CallResult']['words'][number];
/** A type of call of the contract. */
export type CallType = RecordWords['CallType']['words'][number];

/** Results that only webhooks are said to have (V4-06). */
export const rareResults = ['Offline'] as const satisfies readonly CallResult[];
export type RareResult = (typeof rareResults)[number];

/** A record as v4 returns it: with every member that a table lists, and none that was only seen. */
export function writeRecord(record: StoredRecord) {
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
  } satisfies CallRecordV4;
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
function readRoomIdType(room: { readonly roomId: string; readonly roomIdType?: number | undefined }): number {
  const { roomId, roomIdType } = room;
  if (roomId === '') return 0;
  return roomIdType ?? (/^\d+$/.test(roomId) ? 1 : 2);
}

type MemberRows = (typeof webhooks)['member']['members'];
type ActionType = MemberRows['ChangedUserList']['items']['members']['ActionType']['words'][number];
type UserStatus = MemberRows['UserList']['items']['members']['Status']['words'][number];

const actionTypes: Readonly<Record<UserChange, ActionType>> = {
  answer: 'Accept',
  reject: 'Reject',
  notAnswer: 'NotAnswer',
  hangUp: 'HangUp',
  join: 'Join',
  cancelInvite: 'Cancel_Invite',
};

const commands: Readonly<Record<CallEvent['kind'], string>> = {
  start: webhooks.start.commands[0],
  change: webhooks.member.commands[0],
  end: webhooks.end.commands[0],
};

/** The call of a start webhook, and of a status. */
export function writeCallInfo({ callId, start }: Call) {
  const { mediaType: MediaType, roomId: RoomId } = start;
  return { CallId: callId, MediaType, ChatGroupId: '', RoomId, RoomIdType: readRoomIdType(start) };
}

export function writeUsers(users: readonly CallUser[]) {
  return users.map(({ user, isWaiting }) => ({
    User_Account: user,
    Status: (isWaiting ? 'Waiting' : 'Calling') satisfies UserStatus,
  }));
}

/** The webhook about what has happened in a call (V4-U-36), dated by it. */
function describeWebhook(call: Call, event: CallEvent, by: 'client' | 'server'): CallWebhook {
  const command = commands[event.kind];
  const write = () =>
    createWebhook({
      command,
      sdkAppId: call.app.sdkAppId,
      // Chat's word for it (V4-U-34).
      optplatform: by === 'server' ? 'RESTAPI' : undefined,
      body: { ...writeBody(call, event), EventTime: event.at },
    });
  return { command, write };
}

function writeBody(call: Call, event: CallEvent) {
  if (event.kind === 'end') return { CallRecord: writeRecord(event.record) };
  const UserList = writeUsers(event.users);
  if (event.kind === 'start') return { CallInfo: writeCallInfo(call), UserList };
  const changed = { User_Account: event.user, ActionType: actionTypes[event.change] };
  return { CallId: call.callId, UserList, ChangedUserList: [changed] };
}

/** The words and times of calls that go on. */
export const liveCallFacts: LiveCallFacts = {
  // `ended` and `cancel` are also what an end by the server comes to (V4-U-12).
  results: {
    cancel: 'Cancel',
    reject: 'Reject',
    notAnswered: 'NotAnswer',
    ended: 'NormalEnd',
  } satisfies Record<string, CallResult>,
  callTypes: { single: 'SingleCall', multi: 'MultiCall' } satisfies Record<string, CallType>,
  recordDelaySeconds: limits.recordDelay.seconds,
  describe: describeWebhook,
};
