import { webhooks } from '@trtc-call/spec/v4';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseEvent, readQuery } from '../create-receiver.ts';
import { app } from '../testing/open-receiver.ts';
import type { WebhookEventV4 } from './contract.ts';

const words = {
  start: 'Call.CallbackAfterStartCall',
  end: 'Call.CallbackAfterEndCall',
  member: 'Call.CallbackAfterMemberChanged',
} as const;
const start = webhooks.start.examples.default;
const end = webhooks.end.examples.default;
const member = webhooks.member.examples.default;

/** The event of a body, which is written as JSON unless it is a text or bytes. */
function read(command: string, body: unknown) {
  const query = readQuery(`SdkAppid=${app}&CallbackCommand=${command}&contenttype=json&ClientIP=192.0.2.1`);
  if ('problem' in query) throw new TypeError(query.detail);
  const isWritten = typeof body === 'string' || body instanceof Uint8Array;
  const event = parseEvent(query, isWritten ? body : JSON.stringify(body));
  if ('misread' in event) throw new TypeError(event.detail);
  return event;
}

function isSame(one: unknown, other: unknown, command: string = words.start): boolean {
  return read(command, one).fingerprint === read(command, other).fingerprint;
}

const change = (action: unknown, user: unknown = 'user2') => ({
  ...member,
  ChangedUserList: [{ User_Account: user, ActionType: action }],
});

describe('an event', () => {
  test('has the names of the wire, and the original beside them', () => {
    expect(read(words.start, { ...start, Extra: 1 })).toMatchObject({
      generation: 'v4',
      family: 'start',
      command: words.start,
      sdkappid: app,
      clientip: '192.0.2.1',
      CallInfo: { CallId: '055662e1-bc8a-469c-a334-1126c8c17d58', MediaType: 'Audio', RoomIdType: 1 },
      UserList: [
        { User_Account: 'user1', Status: 'Calling' },
        { User_Account: 'user2', Status: 'Waiting' },
      ],
      EventTime: 1740464128807,
      misfits: [],
      raw: { body: { Extra: 1 } },
    });
    expect(read(words.end, end)).toMatchObject({
      family: 'end',
      CallRecord: { Caller_Account: '10001', AcceptTime: 0, CallResult: 'NotAnswer', EndTime: 1741231296 },
      misfits: [],
    });
    expect(read(words.member, member)).toMatchObject({
      family: 'member',
      CallId: '055662e1-bc8a-469c-a334-1126c8c17d58',
      ChangedUserList: [{ User_Account: 'user2', ActionType: 'Accept' }],
      misfits: [],
    });
  });

  test.each(
    Object.entries(webhooks).flatMap(([family, { commands, examples }]) =>
      Object.entries(examples).map(([name, body]) => [family, name, commands[0], body] as const),
    ),
  )('the example of the contract has no misfit: %s %s', (_family, _name, command, body) => {
    expect(read(command, body)).toMatchObject({ command, misfits: [] });
  });

  test('of an unknown command comes as an unknown event', () => {
    expect(read('Call.CallbackAfterNap', { a: 1 })).toMatchObject({
      generation: 'v4',
      command: '*',
      word: 'Call.CallbackAfterNap',
      misfits: [],
    });
  });
});

describe('every reading of a member is accepted, and one is given', () => {
  const { MediaType: _, ...info } = start.CallInfo;
  const odd = { ...start, CallInfo: { ...info, CallMediaType: 'audio' } };

  test('CallMediaType as MediaType', () => {
    expect(read(words.start, odd)).toMatchObject({ CallInfo: { ...info, MediaType: 'Audio' }, misfits: [] });
    expect(read(words.start, odd)).not.toHaveProperty('CallInfo.CallMediaType');
    expect(isSame(odd, start)).toBe(true);
    const both = { ...start, CallInfo: { ...start.CallInfo, CallMediaType: 'Video' } };
    expect(read(words.start, both)).toMatchObject({
      CallInfo: { MediaType: 'Audio' },
      misfits: [{ pointer: '/CallInfo/CallMediaType' }],
    });
  });

  test.each([
    ['144115212830834855', '144115212830834855'],
    ['144115212830834856', '144115212830834856'],
    ['9007199254740993', '9007199254740993'],
    ['10000000000000000000000', '10000000000000000000000'],
    ['10001', '10001'],
    ['0', '0'],
    ['-5', '-5'],
    ['1e3', '1000'],
    ['"00017"', '00017'],
  ])('the account %s keeps every digit', (written, text) => {
    const sent = `{"CallId":"a","ChangedUserList":[{"User_Account":${written},"ActionType":"Join"}],"EventTime":1}`;
    const got = read(words.member, sent);
    expect(got).toMatchObject({ ChangedUserList: [{ User_Account: text, ActionType: 'Join' }], misfits: [] });
    const record = `{"CallRecord":{"Caller_Account":${written},"CalleeList_Account":[${written},"b"]}}`;
    expect(read(words.end, record)).toMatchObject({
      CallRecord: { Caller_Account: text, CalleeList_Account: [text, 'b'] },
      misfits: [],
    });
  });

  test('accounts that differ in the last digit are two events, as number and as text the same', () => {
    const sent = (account: string) =>
      JSON.stringify(change('Join', 0)).replace('"User_Account":0', `"User_Account":${account}`);
    expect(isSame(sent('144115212830834855'), sent('144115212830834856'), words.member)).toBe(false);
    expect(isSame(sent('144115212830834855'), sent('"144115212830834855"'), words.member)).toBe(true);
  });

  test.each([
    ['Accept', ['Accept', 'Answer', 'accept', 'ANSWER']],
    ['Reject', ['Reject']],
    ['NotAnswer', ['NotAnswer', 'notanswer']],
    ['HangUp', ['Hang Up', 'HangUp', 'Hangup', 'hang up']],
    ['Join', ['Join']],
    ['Offline', ['Offline']],
    ['Invite', ['Invited', 'Invite']],
    ['Cancel_Invite', ['Canncel_Invite', 'Cancel_Invite']],
    ['Nap', ['Nap']],
  ])('the action %s in each spelling', (word, spellings) => {
    for (const spelling of spellings) {
      const event = read(words.member, change(spelling));
      expect(event).toMatchObject({
        ChangedUserList: [{ ActionType: word }],
        raw: { body: { ChangedUserList: [{ ActionType: spelling }] } },
        misfits: [],
      });
    }
  });

  test.each([
    ['CallResult', 'Offline', 'Offline'],
    ['CallResult', 'normalend', 'NormalEnd'],
    ['CallResult', 3, '3'],
    ['CallResult', 'Nap', 'Nap'],
    ['RoomIdType', 2, 2],
    ['RoomIdType', '2', 2],
    ['RoomIdType', 0, 0],
    ['RoomIdType', '02', '02'],
    ['RoomIdType', 'text', 'text'],
  ])('the %s %j', (name, sent, given) => {
    const event = read(words.end, { ...end, CallRecord: { ...end.CallRecord, [name]: sent } });
    expect(event).toMatchObject({ CallRecord: { [name]: given }, misfits: [] });
  });
});

describe('what is odd is left out and named', () => {
  const list = { UserList: start.UserList };
  const another = { ...end, CallbackCommand: words.start };
  const twice = '{"CallInfo":{"CallId":"a","CallId":"b","RoomId":"r"}}';
  const mixed = { ...member, UserList: [7, { User_Account: 'a' }, null] };
  const inWords = { ...member, EventTime: 'noon' };
  test.each<[string, string, unknown, readonly string[], object]>([
    ['no body', words.start, {}, [], { family: 'start' }],
    ['null', words.start, { ...start, CallInfo: null }, [], list],
    ['a text for an object', words.start, { ...start, CallInfo: 'x' }, ['/CallInfo'], list],
    ['a list for an object', words.end, { CallRecord: [] }, ['/CallRecord'], { family: 'end' }],
    ['an object for a list', words.start, { UserList: {} }, ['/UserList'], { family: 'start' }],
    [
      'an item of another type',
      words.member,
      mixed,
      ['/UserList/0', '/UserList/2'],
      { UserList: [{ User_Account: 'a' }] },
    ],
    ['a time in words', words.member, inWords, ['/EventTime'], { CallId: member.CallId }],
    ['a time in digits', words.member, { ...member, EventTime: '17' }, ['/EventTime'], { EventTime: 17 }],
    ['a fraction', words.member, change('Join', 1.5), ['/ChangedUserList/0/User_Account'], {}],
    ['another command', words.end, another, ['/CallbackCommand'], { family: 'end' }],
    ['a member twice, deep inside', words.start, twice, ['/CallInfo/CallId'], { CallInfo: { RoomId: 'r' } }],
  ])('%s', (_, command, body, pointers, rest) => {
    const event = read(command, body);
    expect(event.misfits.map(({ pointer }) => pointer)).toEqual(pointers);
    expect(event).toMatchObject({ command, ...rest });
  });

  test('a list of a great many faults is cut', () => {
    const event = read(words.start, { UserList: Array.from({ length: 20_000 }, () => 'x') });
    expect(event.misfits).toHaveLength(100);
  });

  const deep = fc.jsonValue({ maxDepth: 3 });
  const names = [
    'CallbackCommand',
    'CallId',
    'CallInfo',
    'UserList',
    'ChangedUserList',
    'CallRecord',
    'EventTime',
  ];
  const oddBody = fc.record(Object.fromEntries(names.map((name) => [name, deep])), { requiredKeys: [] });

  test('whatever a body holds, it is an event, the same for a repetition and another for another value', () => {
    const command = fc.constantFrom(...Object.values(words));
    fc.assert(
      fc.property(command, oddBody, fc.constantFrom(...names), (word, body, name) => {
        const event = read(word, body);
        expect(event.command).toBe(word);
        expect(isSame(body, JSON.stringify(body, null, 1), word)).toBe(true);
        expect(isSame(body, { ...body, [name]: ['another value'] }, word)).toBe(false);
      }),
    );
  });
});

describe('the identity', () => {
  test.each<[string, unknown, unknown, string]>([
    ['an undocumented member', start, { ...start, Extra: 1 }, words.start],
    ['null and nothing', { ...start, ChatGroup: null }, start, words.start],
    ['the order of members', start, Object.fromEntries(Object.entries(start).toReversed()), words.start],
  ])('does not depend on %s', (_, one, other, command) => {
    expect(isSame(one, other, command)).toBe(true);
  });

  test.each<[string, unknown, unknown, string]>([
    ['the time', start, { ...start, EventTime: start.EventTime + 1 }, words.start],
    ['the user', change('Join'), change('Join', 'user3'), words.member],
    ['the action', change('Join'), change('HangUp'), words.member],
    ['an unlisted action', change('Nap'), change('Doze'), words.member],
    ['an id of another name', { EventTime: 1, ID: 'a' }, { EventTime: 1, ID: 'b' }, words.start],
    [
      'the time of the answer',
      end,
      { ...end, CallRecord: { ...end.CallRecord, AcceptTime: 1741231200 } },
      words.end,
    ],
  ])('depends on %s', (_, one, other, command) => {
    expect(isSame(one, other, command)).toBe(false);
  });

  test('is another one in another app, command and generation', () => {
    const query = (search: string) => {
      const found = readQuery(search);
      if ('problem' in found) throw new TypeError(found.detail);
      const event = parseEvent(found, JSON.stringify(start));
      return 'fingerprint' in event ? event.fingerprint : '';
    };
    const all = [
      `SdkAppid=1&CallbackCommand=${words.start}`,
      `SdkAppid=2&CallbackCommand=${words.start}`,
      `SdkAppid=1&CallbackCommand=${words.end}`,
      'sdkappid=1&command=normal_end',
    ].map(query);
    expect(new Set(all).size).toBe(4);
  });

  test('tells a byte that is not UTF-8 from the character that stands for it', () => {
    const sent = (id: string) =>
      Buffer.from(JSON.stringify({ ...member, CallId: '#' }).replace('#', id), 'latin1');
    expect(isSame(sent('a\xff'), sent('a\xfe'), words.member)).toBe(false);
    expect(isSame(sent('a\xff'), sent('a\\udcff'), words.member)).toBe(false);
  });
});

test('a handler knows its event by the command', () => {
  const handle = (event: WebhookEventV4): unknown => {
    switch (event.command) {
      case words.start:
        return event.CallInfo?.MediaType;
      case words.end:
        return event.CallRecord?.CalleeList_Account?.map((user) => user.length);
      default:
        return event.ChangedUserList?.map(({ ActionType }) => ActionType);
    }
  };
  const event = read(words.member, change('Answer'));
  expect(event.generation === 'v4' && event.command !== '*' && 'family' in event).toBe(true);
  if (event.command === words.member) expect(handle(event)).toEqual(['Accept']);
});

// A change of these digests would have every event handled again that comes again.
test.each([
  [words.start, start, 'W9ioTtZCeTXtLbycuJZSOpRTHtVDU3bU480QGOB0TdM'],
  [words.end, end, 'PDjAMVHGgnjHbiMdcKp_vWVscm1xra4AC73nRqe9gWo'],
  [words.member, member, 'r89Md6WYfH29fEcu2PF4sFnlSRwabyBXoeEKoKg3t4I'],
  [words.member, { a: 1 }, 'yq4ATqeqKmp5_JSbjiLoG_PIlr1w4ehq0aSXVzQ61Dg'],
])('the fingerprint of a body is pinned: %s %j', (command, body, fingerprint) => {
  expect(read(command, body).fingerprint).toBe(fingerprint);
});
