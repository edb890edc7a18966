import type { CallRecord } from '@trtc-call/client';
import { type AnyEvent, parseEvent, readQuery } from '@trtc-call/webhooks';
import { createCallWebhooks, type OutgoingWebhook, type PlayedCall } from '@trtc-call/webhooks/send';

/** The event that a receiver makes of a webhook. */
function toEvent({ query, body }: OutgoingWebhook): AnyEvent {
  const read = readQuery(new URLSearchParams(query).toString());
  if (!('command' in read)) throw new Error('the query cannot be read');
  const event = parseEvent(read, JSON.stringify(body));
  if (!('fingerprint' in event)) throw new Error('the body cannot be read');
  return event;
}

export const app = 1400000000;

/** A call of alice and bob that was answered after 3 seconds and lasted for 9. */
const normal: PlayedCall = {
  ...{ sdkAppId: app, callId: 'call-1', roomId: 'room', caller: 'alice', callees: ['bob'] },
  ...{
    mediaType: 'audio',
    result: 'normal_end',
    startCallTs: 1704856873,
    acceptTs: 1704856876,
    endTs: 1704856885,
  },
};

/** All events of a call of v1, in their order. */
export function playV1(call: Partial<PlayedCall> = {}): AnyEvent[] {
  return createCallWebhooks({ ...normal, ...call }).map(({ webhook }) => toEvent(webhook));
}

/** The record that the vendor keeps of it. */
export function writeRecordV1(call: Partial<PlayedCall> = {}): CallRecord {
  const {
    callId,
    caller,
    callees,
    invited = [],
    joined = [],
    mediaType,
    result,
    ...times
  } = { ...normal, ...call };
  const others = [...callees, ...invited, ...joined];
  return {
    ...{ callId, sdkAppId: app, mediaType, roomId: 'room', caller, callees: others },
    ...{
      totalUserNumber: others.length + 1,
      callType: others.length > 1 ? 'group' : 'single',
      callResult: result,
    },
    startCallTs: times.startCallTs,
    ...(times.acceptTs === undefined ? {} : { acceptTs: times.acceptTs }),
    endTs: times.endTs,
  };
}

export async function collect<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const all: Value[] = [];
  for await (const value of values) all.push(value);
  return all;
}
