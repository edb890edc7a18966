import { webhooks } from '@trtc-call/spec/v4';
import { createWebhook } from '@trtc-call/webhooks/send';
import type { Call, CallEvent, CallUser, CallWebhook, UserChange } from '../calls/live-call.ts';
import { readRoomIdType, writeRecord } from './records.ts';

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
export function describeWebhook(call: Call, event: CallEvent, by: 'client' | 'server'): CallWebhook {
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
