import type { CallRecord, CallRecordV4 } from '@trtc-call/client';
import { type AnyEvent, parseEvent, type Receiver, readQuery } from '@trtc-call/webhooks';
import { createCallWebhooks, type PlayedCall } from '@trtc-call/webhooks/send';

export const app = 1400000000;

/** The event that a receiver makes of a webhook. */
export function toEvent(query: Readonly<Record<string, string>>, body: unknown): AnyEvent {
  const read = readQuery(new URLSearchParams(query).toString());
  if (!('command' in read)) throw new Error('the query cannot be read');
  const event = parseEvent(read, JSON.stringify(body));
  if (!('fingerprint' in event)) throw new Error('the body cannot be read');
  return event;
}

/** Sends the webhook of an event to a receiver, and gives the `ErrorCode` of its answer. */
export async function send(receiver: Pick<Receiver, 'fetch'>, { raw }: AnyEvent): Promise<number> {
  const url = `https://receiver.example/?${new URLSearchParams(raw.query)}`;
  const answer = await receiver.fetch(new Request(url, { method: 'POST', body: raw.text }));
  const { ErrorCode }: { ErrorCode: number } = await answer.json();
  return ErrorCode;
}

/** A call of alice and bob that was answered after 3 seconds and lasted for 9. */
const normal: PlayedCall = {
  sdkAppId: app,
  callId: 'call-1',
  roomId: 'room',
  caller: 'alice',
  callees: ['bob'],
  mediaType: 'audio',
  result: 'normal_end',
  startCallTs: 1704856873,
  acceptTs: 1704856876,
  endTs: 1704856885,
};

/** All events of a call of v1, in their order. */
export function playV1(call: Partial<PlayedCall> = {}): AnyEvent[] {
  return createCallWebhooks({ ...normal, ...call }).map(({ webhook: { query, body } }) =>
    toEvent(query, body),
  );
}

/** The record that the vendor keeps of it. */
export function writeRecordV1(call: Partial<PlayedCall> = {}): CallRecord {
  const whole = { ...normal, ...call };
  const { callId, caller, callees, invited = [], joined = [], mediaType, result, acceptTs } = whole;
  const others = [...callees, ...invited, ...joined];
  return {
    callId,
    sdkAppId: app,
    mediaType,
    roomId: 'room',
    caller,
    callees: others,
    totalUserNumber: others.length + 1,
    callType: others.length > 1 ? 'group' : 'single',
    callResult: result,
    startCallTs: whole.startCallTs,
    endTs: whole.endTs,
    ...(acceptTs === undefined ? {} : { acceptTs }),
  };
}

const start = 1740464128;

/** A webhook of v4, with what belongs to its command. */
function eventV4(command: string, at: number, body: object): AnyEvent {
  const word = `Call.CallbackAfter${command}`;
  const query = { SdkAppid: String(app), CallbackCommand: word, contenttype: 'json' };
  return toEvent(query, { CallbackCommand: word, ...body, EventTime: (start + at) * 1000 + 807 });
}

/** The record of a group of three in v4: answered after 3 seconds, over after 63. */
export const recordV4: CallRecordV4 = {
  CallId: 'call-4',
  Caller_Account: 'alice',
  MediaType: 'Video',
  CallType: 'MultiCall',
  StartTime: start,
  AcceptTime: start + 3,
  EndTime: start + 63,
  CallResult: 'NormalEnd',
  CalleeList_Account: ['alice', 'bob', 'carol'],
  RoomId: 'room',
  RoomIdType: 2,
};

/** All events of it: bob talks for 30 seconds, carol comes after 13, and stays to the end with alice. */
export function playV4(): AnyEvent[] {
  const CallId = 'call-4';
  const list = (...users: string[]) =>
    users.map((name) => ({
      User_Account: name.replace('?', ''),
      Status: name.endsWith('?') ? 'Waiting' : 'Calling',
    }));
  const change = (at: number, user: string, ActionType: string, UserList: object[]) =>
    eventV4('MemberChanged', at, { CallId, UserList, ChangedUserList: [{ User_Account: user, ActionType }] });
  return [
    eventV4('StartCall', 0, {
      CallInfo: { CallId, CallMediaType: 'Video', ChatGroupId: '', RoomId: 'room', RoomIdType: 2 },
      UserList: list('alice', 'bob?', 'carol?'),
    }),
    change(3, 'bob', 'Answer', list('alice', 'bob', 'carol?')),
    change(13, 'carol', 'Accept', list('alice', 'bob', 'carol')),
    change(33, 'bob', 'Hang Up', list('alice', 'carol')),
    change(63, 'carol', 'Hangup', list('alice')),
    eventV4('EndCall', 63, { CallRecord: recordV4 }),
  ];
}

export async function collect<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const all: Value[] = [];
  for await (const value of values) all.push(value);
  return all;
}
