import { callFlows } from '@trtc-call/spec/v1';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseEvent, readQuery } from '../create-receiver.ts';
import type { AnyEvent } from '../generations.ts';
import { webhookCommands } from '../v1/contract.ts';
import { createCallWebhooks, type PlayedCall } from '../v1/create-call-webhooks.ts';
import { createWebhook } from './create-webhook.ts';
import { buildUrl, type OutgoingWebhook, shownAddress, writeBody } from './webhook.ts';

const sdkAppId = 1400000000;

/** What a receiver makes of it. */
function received(webhook: OutgoingWebhook): AnyEvent {
  const query = readQuery(new URL(buildUrl(webhook, new URL('http://receiver.example'))).search.slice(1));
  if ('problem' in query) throw new TypeError(query.detail);
  const event = parseEvent(query, writeBody(webhook));
  if ('misread' in event) throw new TypeError(event.detail);
  return event;
}

describe('a webhook', () => {
  test.each(webhookCommands)('%s is read as what it is', (command) => {
    expect(received(createWebhook({ command, sdkAppId }))).toMatchObject({ command, sdkappid: sdkAppId });
  });

  test('has the members that its command word decides', () => {
    expect(received(createWebhook({ command: 'callee_reject_call', sdkAppId }))).toMatchObject({
      Role: 'callee',
      Event: 'reject_call',
    });
    expect(received(createWebhook({ command: 'cancel', sdkAppId }))).toMatchObject({ CallResult: 'cancel' });
    expect(received(createWebhook({ command: 'invite_user', sdkAppId }))).toMatchObject({
      Event: 'invite_user',
    });
  });

  test('happens when it is asked to', () => {
    expect(
      received(createWebhook({ command: 'normal_end', sdkAppId, at: 1_800_000_000 })).raw.body,
    ).toMatchObject({
      EventTime: 1_800_000_000,
      StartCallTs: 1_799_999_988,
      AcceptTs: 1_799_999_991,
      EndTs: 1_800_000_000,
      TotalNum: 2,
    });
  });

  test('is sent with the query that it is given, as it is', () => {
    const webhook = {
      ...createWebhook({ command: 'cancel', sdkAppId }),
      search: 'command=a&command=b&x=%zz',
    };
    expect(buildUrl(webhook, new URL('http://receiver.example/hooks?k=1'))).toBe(
      'http://receiver.example/hooks?k=1&command=a&command=b&x=%zz',
    );
  });

  test('has the members that are asked for, and not those that are left out', () => {
    const body = { UserId: 'bob', AcceptTs: undefined, Extra: { deep: true } };
    const { raw } = received(createWebhook({ command: 'normal_end', sdkAppId, body }));
    expect(raw.body).toMatchObject({ UserId: 'bob', Extra: { deep: true } });
    expect(raw.body).not.toHaveProperty('AcceptTs');
  });

  test('arrives as it was sent, whatever its texts are', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...webhookCommands),
        fc.record({
          UserId: fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
          RoomId: fc.string(),
          CallId: fc.string({ minLength: 1 }),
        }),
        fc.string(),
        (command, body, clientip) => {
          expect(received(createWebhook({ command, sdkAppId, body, clientip }))).toMatchObject({
            command,
            clientip,
            raw: { body: JSON.parse(JSON.stringify(body)) },
          });
        },
      ),
    );
  }, 30_000);
});

describe('a webhook of v4', () => {
  const commands = [
    'Call.CallbackAfterStartCall',
    'Call.CallbackAfterEndCall',
    'Call.CallbackAfterMemberChanged',
  ] as const;
  const query = { contenttype: 'json', ClientIP: '127.0.0.1', OptPlatform: 'iOS' };

  test.each(commands)('%s has the query and the call of its generation', (command) => {
    const webhook = createWebhook({ command, sdkAppId, callId: 'call 1', at: 1_800_000_000 });
    expect(webhook.query).toEqual({ SdkAppid: String(sdkAppId), CallbackCommand: command, ...query });
    expect(webhook.body).toMatchObject({ CallbackCommand: command, EventTime: 1_800_000_000_000 });
    expect(JSON.stringify(webhook.body)).toContain('"CallId":"call 1"');
    const { body } = createWebhook({ command, sdkAppId });
    expect(Object.keys(Object(webhook.body)), 'the same members').toEqual(Object.keys(Object(body)));
  });

  test('moves the times of a call, and leaves what is not a time', () => {
    const command = 'Call.CallbackAfterEndCall';
    const at = 1_800_000_000;
    // In the sample the call ends 150 seconds after its start, and no one answered.
    expect(createWebhook({ command, sdkAppId, at }).body).toMatchObject({
      CallRecord: { StartTime: at - 150, AcceptTime: 0, EndTime: at },
      EventTime: at * 1000,
    });
  });

  test('has members of members that are asked for, and not those that are left out', () => {
    const change = { CallRecord: { CallResult: 'Reject', RoomId: undefined, Extra: [1] } };
    const { body } = createWebhook({ command: 'Call.CallbackAfterEndCall', sdkAppId, body: change });
    const { CallRecord } = Object(body);
    expect(CallRecord).toMatchObject({ CallResult: 'Reject', Extra: [1], CallType: 'SingleCall' });
    expect(CallRecord).not.toHaveProperty('RoomId');
  });

  test('of an unknown command is of v1 unless v4 is asked for', () => {
    const command = 'Call.CallbackAfterHold';
    expect(createWebhook({ command, sdkAppId }).query).toHaveProperty('command', command);
    const webhook = createWebhook({ command, sdkAppId, generation: 'v4' });
    expect(webhook.query).toHaveProperty('CallbackCommand', command);
    const wrong: object = { generation: 'v5' };
    expect(() => createWebhook({ command, sdkAppId, ...wrong })).toThrow(
      'generation: must be v1 or v4 (got "v5"). Leave it out for that of the command.',
    );
  });
});

test('where an address is shown its path and query are not', () => {
  expect(shownAddress('https://receiver.example/hooks/s3cret?k=s3cret')).toBe('https://receiver.example/…');
  expect(shownAddress('http://127.0.0.1:3000')).toBe('http://127.0.0.1:3000');
  expect(shownAddress('s3cret')).toBe('the address');
});

describe('the webhooks of a call', () => {
  const call: PlayedCall = {
    sdkAppId,
    callId: 'call',
    roomId: 'room',
    caller: 'alice',
    callees: ['bob'],
    mediaType: 'video',
    result: 'normal_end',
    startCallTs: 100,
    acceptTs: 105,
    endTs: 165,
  };
  const told = (played: PlayedCall) =>
    createCallWebhooks(played).map(({ at, command, webhook }) => {
      const { UserId, EventTime } = Object.fromEntries(Object.entries({ ...received(webhook) }));
      return `${at} ${String(EventTime)} ${command} ${String(UserId)}`;
    });

  test('show a call that was answered', () => {
    expect(told(call)).toEqual([
      'start 100 caller_start_call alice',
      'start 100 callee_receive_call bob',
      'answer 105 callee_accept_call bob',
      'answer 105 caller_call_accepted alice',
      'end 165 caller_call_end alice',
      'end 165 callee_call_end bob',
      'end 165 normal_end alice',
      'end 165 normal_end bob',
    ]);
  });

  test('show every side of a group call', () => {
    const group = { ...call, callees: ['bob', 'carl'], invited: ['dora'], joined: ['eve'] };
    expect(told(group).filter((line) => line.startsWith('talk'))).toEqual([
      'talk 105 invite_user dora',
      'talk 105 callee_receive_call dora',
      'talk 105 callee_accept_call dora',
      'talk 105 join_in_group_call eve',
    ]);
    const ended = told(group).filter((line) => line.includes('normal_end'));
    expect(ended.map((line) => line.split(' ').at(-1))).toEqual(['alice', 'bob', 'carl', 'dora', 'eve']);
    expect(
      received(createCallWebhooks(group)[0]?.webhook ?? createWebhook({ command: '', sdkAppId })),
    ).toMatchObject({
      TotalNum: 5,
      CallType: 'group',
    });
  });

  test.each(callFlows.flows)('of a $callType call with $result fit the contract', ({ callType, result }) => {
    const { acceptTs, ...unanswered } = call;
    const played = result === 'normal_end' || result === 'interrupt' ? call : unanswered;
    for (const { at, command, webhook } of createCallWebhooks({ ...played, callType, result })) {
      const event = received(webhook);
      expect(event, JSON.stringify(event)).toMatchObject({
        command,
        family: expect.stringMatching(/status|event/),
      });
      const { body } = event.raw;
      expect(body.EndTs !== undefined, command).toBe(
        at === 'end' && (event.family === 'event' || result === 'normal_end'),
      );
      expect(body.CallResult, command).toBe(at === 'end' ? result : '');
    }
  });

  test('a call that the contract has no flow for is refused with the remedy', () => {
    const problem = (change: Partial<PlayedCall>) => () => createCallWebhooks({ ...call, ...change });
    expect(problem({ callees: ['bob', 'carl'], result: 'cancel' })).toThrow('no group call ends as cancel');
    expect(problem({ callType: 'single', joined: ['eve'] })).toThrow('a single call has exactly one callee');
  });
});
