import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SimulateCallOptionsV4, WebhookOptions } from '../index.ts';
import { type ClockedMock, callV4, openClocked, placeCall, start } from '../testing/call.ts';
import { serve } from '../testing/sockets.ts';

const acknowledgement = JSON.stringify({ ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 });
const commands = [
  'Call.CallbackAfterStartCall',
  'Call.CallbackAfterMemberChanged',
  'Call.CallbackAfterEndCall',
] as const;

interface Sent {
  readonly url: URL;
  // biome-ignore lint/suspicious/noExplicitAny: what a test looks into.
  readonly body: any;
}

let mock: ClockedMock['mock'];
let clock: ClockedMock['clock'];
let sent: Sent[];

async function receive(request: Request): Promise<Response> {
  sent.push({ url: new URL(request.url), body: await request.json() });
  return new Response(acknowledgement);
}

async function open(webhooks: WebhookOptions = { fetch: receive }): Promise<void> {
  sent = [];
  ({ mock, clock } = await openClocked({ webhooks, wait: async () => {} }));
}

const configure = (...list: string[]) =>
  callV4(mock, 'setCallback', { Url: 'http://receiver.example/hooks', CallbackCommandList: list });

/** What was sent, in short: the start, who did what with who is left, the end. */
const told = () =>
  sent.map(({ body }) => {
    const users = (body.UserList ?? []).map((each: { User_Account: string }) => each.User_Account);
    const [changed] = body.ChangedUserList ?? [];
    if (changed) return `${changed.User_Account} ${changed.ActionType}, ${users}`;
    return body.CallRecord ? `end ${body.CallRecord.CallResult}` : `start ${users}`;
  });

const play = (options: Partial<SimulateCallOptionsV4>) =>
  mock.simulateCall({ generation: 'v4', to: 'http://receiver.example/hooks?tenant=1', ...options });

beforeEach(() => open());

describe('a simulated call', () => {
  test('sends its start, its changes and its end, dated by what happened', async () => {
    const { record, deliveries } = await play({ callId: 'call 1', roomId: '77', mediaType: 'Video' }).done;
    expect(sent.map(({ url }) => url.href)).toEqual(
      [commands[0], commands[1], commands[1], commands[2]].map(
        (command) =>
          `http://receiver.example/hooks?tenant=1&SdkAppid=1400000000&CallbackCommand=${command}&contenttype=json&ClientIP=127.0.0.1&OptPlatform=iOS`,
      ),
    );
    const calling = (user: string) => ({ User_Account: user, Status: 'Calling' });
    const { StartTime, AcceptTime = 0, EndTime } = record;
    expect(sent.map(({ body }) => body)).toEqual([
      {
        CallbackCommand: commands[0],
        CallInfo: { CallId: 'call 1', MediaType: 'Video', ChatGroupId: '', RoomId: '77', RoomIdType: 1 },
        UserList: [calling('alice'), { User_Account: 'bob', Status: 'Waiting' }],
        EventTime: StartTime * 1000,
      },
      {
        CallbackCommand: commands[1],
        CallId: 'call 1',
        UserList: [calling('alice'), calling('bob')],
        ChangedUserList: [{ User_Account: 'bob', ActionType: 'Accept' }],
        EventTime: AcceptTime * 1000,
      },
      {
        CallbackCommand: commands[1],
        CallId: 'call 1',
        UserList: [calling('bob')],
        ChangedUserList: [{ User_Account: 'alice', ActionType: 'HangUp' }],
        EventTime: EndTime * 1000,
      },
      { CallbackCommand: commands[2], CallRecord: record, EventTime: EndTime * 1000 },
    ]);
    expect(deliveries.map(({ outcome }) => outcome)).toEqual(Array(4).fill('acknowledged'));
    expect(mock.deliveries).toEqual(deliveries);
    const read = await callV4(mock, 'getRecordByCallId', { CallId: 'call 1' });
    expect(read.Response.CallRecord, 'the record agrees with the webhook').toEqual(sent[3]?.body.CallRecord);
  });

  test.each<{ given: Partial<SimulateCallOptionsV4>; expected: string[] }>([
    { given: { result: 'Reject', ringSeconds: 10 }, expected: ['bob Reject, alice', 'end Reject'] },
    { given: { result: 'NotAnswer' }, expected: ['bob NotAnswer, alice', 'end NotAnswer'] },
    { given: { result: 'Cancel' }, expected: ['bob Cancel_Invite, alice', 'end Cancel'] },
    { given: { result: 'CallBusy' }, expected: ['end CallBusy'] },
    { given: { result: 'Interrupt' }, expected: ['end Interrupt'] },
    {
      given: { callees: ['bob', 'carol'], result: 'Cancel' },
      expected: ['bob Cancel_Invite, alice,carol', 'carol Cancel_Invite, alice', 'end Cancel'],
    },
    {
      given: { callees: ['bob', 'carol'], joined: ['dave'] },
      expected: [
        'bob Accept, alice,bob,carol',
        'carol Accept, alice,bob,carol',
        'dave Join, alice,bob,carol,dave',
        'alice HangUp, bob,carol,dave',
        'bob HangUp, carol,dave',
        'carol HangUp, dave',
        'end NormalEnd',
      ],
    },
  ])('$given tells who did what', async ({ given, expected }) => {
    const { record } = await play(given).done;
    expect(told()).toEqual([`start ${['alice', ...(given.callees ?? ['bob'])]}`, ...expected]);
    const { result: CallResult = 'NormalEnd', ringSeconds = 3 } = given;
    const EndTime = start / 1000 - 5;
    const StartTime = EndTime - ringSeconds;
    expect(record).toMatchObject(
      CallResult === 'NormalEnd' ? { CallResult } : { CallResult, AcceptTime: 0, StartTime, EndTime },
    );
  });

  test('sends the configured commands only, to the configured address of v4', async () => {
    await mock.simulateCall({ generation: 'v4' }).done;
    expect(sent).toEqual([]);
    await configure(commands[2]);
    const { record } = await mock.simulateCall({ generation: 'v4' }).done;
    expect(sent.map(({ body }) => body.CallRecord)).toEqual([record]);
    await mock.simulateCall().done;
    expect(sent, 'nothing of v1 is configured').toHaveLength(1);
  });

  test('that users end early sends what they did', async () => {
    const wait = (_: number, signal: AbortSignal) =>
      new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    ({ mock, clock } = await openClocked({ webhooks: { fetch: receive }, wait }));
    const { record, done } = play({ pace: 'real' });
    mock.calls.answer(record.CallId, 'bob');
    clock.now += 7500;
    await callV4(mock, 'endCall', { CallId: record.CallId });
    const stored = (await done).record;
    expect(told()).toEqual(['start alice,bob', 'bob Accept, alice,bob', 'end NormalEnd']);
    expect(sent[2]?.body).toMatchObject({ CallRecord: stored, EventTime: start + 7500 });
    expect(stored).toMatchObject({ AcceptTime: start / 1000, EndTime: start / 1000 + 7 });
  });

  test('is sent once, and again only where no answer came and waits are given', async () => {
    let times = 0;
    const fetch = async () => {
      times += 1;
      if (times % 2 === 1) throw new Error('away');
      return new Response(acknowledgement);
    };
    const single = await play({ fetch, result: 'CallBusy' }).done;
    expect(single.deliveries.map(({ attempts }) => attempts.length)).toEqual([1, 1]);
    const again = await play({ fetch, result: 'CallBusy', waitsSeconds: [0, 1] }).done;
    expect(again.deliveries.map(({ attempts }) => attempts.length)).toEqual([2, 2]);
  });

  test('is signed with the token of the mock', async () => {
    await open({ fetch: receive, token: 't0ken' });
    await play({ result: 'CallBusy' }).done;
    const { searchParams } = sent[0]?.url ?? new URL('');
    expect(searchParams.get('RequestTime')).toBe(String(start / 1000));
    const sign = createHash('sha256')
      .update(`t0ken${start / 1000}`)
      .digest('hex');
    expect(searchParams.get('Sign')).toBe(sign);
    await mock.simulateCall({ to: 'http://receiver.example', result: 'cancel' }).done;
    expect(sent.at(-1)?.url.searchParams.has('Sign'), 'v1 has no signature').toBe(false);
  });
});

describe('a call that a server places', () => {
  afterEach(() => vi.useRealTimers());

  test('sends what happens in it', async () => {
    await configure(...commands);
    const callId = await placeCall(mock, 'bob');
    mock.calls.answer(callId, 'bob');
    clock.now += 60_000;
    mock.calls.hangUp(callId, 'bob');
    await expect
      .poll(told)
      .toEqual(['start robot,bob', 'bob Accept, robot,bob', 'bob HangUp, robot', 'end NormalEnd']);
    expect(new Set(sent.map(({ url }) => url.searchParams.get('OptPlatform')))).toEqual(new Set(['RESTAPI']));
    expect(sent[0]?.body.CallInfo.CallId).toBe(callId);
    clock.now += 5000;
    const { Response: read } = await callV4(mock, 'getRecordByCallId', { CallId: callId });
    expect(sent[3]?.body.CallRecord).toEqual(read.CallRecord);
    expect(mock.deliveries).toHaveLength(4);
  });

  test('that times out says so when its time is over, though no one looks', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await configure(commands[1], commands[2]);
    await placeCall(mock, 'bob', 'carol');
    clock.now += 60_010;
    await vi.advanceTimersByTimeAsync(60_010);
    vi.useRealTimers();
    await expect
      .poll(told)
      .toEqual(['bob NotAnswer, robot,carol', 'carol NotAnswer, robot', 'end NotAnswer']);
    expect(sent.map(({ body }) => body.EventTime)).toEqual(Array(3).fill(start + 60_000));
  });

  test('sends nothing to another machine unless that is allowed', async () => {
    const receiver = await serve((_, response) => response.end(acknowledgement));
    await open({});
    await configure(commands[0]);
    await placeCall(mock, 'bob');
    await expect.poll(() => mock.deliveries[0]?.outcome).toBe('given-up');
    expect(mock.deliveries[0]?.attempts[0]?.problem).toContain('Webhooks to receiver.example are refused');
    await callV4(mock, 'setCallback', { Url: receiver.url, CallbackCommandList: [commands[0]] });
    await placeCall(mock, 'bob');
    await expect.poll(() => mock.deliveries[1]?.outcome).toBe('acknowledged');
  });

  test('sends no more once its app is reset', async () => {
    const asked = Promise.withResolvers<Response>();
    await open({ fetch: () => asked.promise });
    await configure(...commands);
    const callId = await placeCall(mock, 'bob');
    mock.calls.answer(callId, 'bob');
    await expect.poll(() => mock.deliveries.length).toBe(1);
    const [first] = mock.deliveries;
    mock.reset({ sdkAppId: mock.sdkAppId });
    await expect.poll(() => first?.outcome).toBe('ended');
    expect(mock.deliveries).toHaveLength(1);
  });
});

test.each([
  [{ token: '' }, 'webhooks.token must be a string of at least one character'],
  [{ waitsSeconds: [] }, 'webhooks.waitsSeconds: must be a list of seconds'],
  [{ fetch: 7 }, 'webhooks.fetch must be a function'],
  [{ tokn: 'x' }, 'tokn is not an option of webhooks; did you mean token?'],
  ['x', 'webhooks must be an object'],
])('the option webhooks %j is refused', async (webhooks, message) => {
  await expect(open(JSON.parse(JSON.stringify(webhooks)))).rejects.toThrow(message);
});
