import { createWebhook } from '@trtc-call/webhooks/send';
import type { Call, CallEvent, CallUser, CallWebhook, UserChange } from '../calls/live-call.ts';
import { readRoomIdType, writeRecord } from './records.ts';

const actions = {
  answer: 'Accept',
  reject: 'Reject',
  notAnswer: 'NotAnswer',
  hangUp: 'HangUp',
  join: 'Join',
} as const satisfies Record<UserChange['action'], string>;

/** The call of a start webhook, and of a status. */
export function writeCallInfo({ callId, start }: Call) {
  const { mediaType: MediaType, roomId: RoomId } = start;
  return { CallId: callId, MediaType, ChatGroupId: '', RoomId, RoomIdType: readRoomIdType(start) };
}

export function writeUsers(users: readonly CallUser[]) {
  return users.map(({ user, isWaiting }) => ({
    User_Account: user,
    Status: isWaiting ? 'Waiting' : 'Calling',
  }));
}

/** The webhook about what has happened in a call (V4-U-43). */
export function describeWebhook(call: Call, event: CallEvent, by: 'client' | 'server'): CallWebhook {
  const { command, body } = describe(call, event);
  const { sdkAppId } = call.app;
  const optplatform = by === 'server' ? 'RESTAPI' : undefined;
  return { command, write: () => createWebhook({ command, sdkAppId, optplatform, body: body() }) };
}

function describe(call: Call, event: CallEvent) {
  const { at: EventTime } = event;
  switch (event.kind) {
    case 'start': {
      const { users } = event;
      const body = () => ({ CallInfo: writeCallInfo(call), UserList: writeUsers(users), EventTime });
      return { command: 'Call.CallbackAfterStartCall', body };
    }
    case 'change': {
      const { users, changed } = event;
      const body = () => ({
        CallId: call.callId,
        UserList: writeUsers(users),
        ChangedUserList: changed.map(({ user, action }) => ({
          User_Account: user,
          ActionType: actions[action],
        })),
        EventTime,
      });
      return { command: 'Call.CallbackAfterMemberChanged', body };
    }
    case 'end': {
      const { record } = event;
      return {
        command: 'Call.CallbackAfterEndCall',
        body: () => ({ CallRecord: writeRecord(record), EventTime }),
      };
    }
  }
}
