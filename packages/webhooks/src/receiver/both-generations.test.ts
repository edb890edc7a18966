import { createHash } from 'node:crypto';
import { webhooks } from '@trtc-call/spec/v4';
import { describe, expect, test, vi } from 'vitest';
import { app, openReceiver, status } from '../testing/open-receiver.ts';

const startCommand = 'Call.CallbackAfterStartCall';
const endCommand = 'Call.CallbackAfterEndCall';
const start = webhooks.start.examples.default;
const end = webhooks.end.examples.default;
const ofV4 = (command: string, more = '') =>
  `SdkAppid=${app}&CallbackCommand=${command}&contenttype=json&ClientIP=127.0.0.1&OptPlatform=iOS${more}`;

type Opened = ReturnType<typeof openReceiver>;
type Sent = Parameters<Opened['receiver']['fetch']>[0];

/** What a request is answered with: HTTP status and body. */
async function ask({ receiver }: Opened, query: string, body: unknown = start, init: RequestInit = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const request: Sent = new Request(`https://receiver.example/?${query}`, {
    method: 'POST',
    body: text,
    ...init,
  });
  const response = await receiver.fetch(request);
  return [response.status, await response.json()];
}

const handled = [200, { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 }];
const handledV1 = [200, { ErrorCode: 0, ErrorMessage: 'Success' }];
const refusedBy = (http: number) => [
  http,
  { ActionStatus: 'FAIL', ErrorInfo: expect.any(String), ErrorCode: 3 },
];

describe('one address for both generations', () => {
  test('each is handled by its word and answered in its way, once', async () => {
    const events: unknown[] = [];
    const opened = openReceiver({
      normal_end: ({ UserId }) => events.push(UserId),
      [startCommand]: ({ CallInfo, UserList }) => events.push([CallInfo?.MediaType, UserList?.length]),
      '*': ({ generation, command }) => events.push([generation, command]),
    });
    expect(await ask(opened, `sdkappid=${app}&command=normal_end`, status)).toEqual(handledV1);
    expect(await ask(opened, ofV4(startCommand))).toEqual(handled);
    expect(await ask(opened, ofV4(startCommand))).toEqual(handled);
    expect(await ask(opened, ofV4(endCommand), end)).toEqual(handled);
    expect(events).toEqual([status.UserId, ['Audio', 2], ['v4', endCommand]]);
    expect(opened.told()).toEqual(['handled', 'handled', 'duplicate', 'handled']);
  });

  test('a failing handler of v4 is answered in the way of v4', async () => {
    const opened = openReceiver({
      '*': () => {
        throw new Error('no');
      },
    });
    expect(await ask(opened, ofV4(startCommand))).toEqual([
      200,
      { ActionStatus: 'FAIL', ErrorInfo: 'The handler failed', ErrorCode: 1 },
    ]);
  });

  test.each([
    ['has failed', () => Promise.reject(new Error('no'))],
    ['was not in time', () => new Promise(() => {})],
  ])('of v4 what %s is kept for `recover`, since no page says that it is sent again', async (_, fail) => {
    const handler = vi.fn<(event: unknown) => unknown>(fail);
    const opened = openReceiver({ '*': handler }, { handlerMilliseconds: 20 });
    await ask(opened, ofV4(startCommand));
    await ask(opened, `sdkappid=${app}&command=normal_end`, status);
    expect(handler).toHaveBeenCalledTimes(2);
    handler.mockImplementation(() => {});
    expect(await opened.receiver.recover()).toEqual({ handled: 1, failed: 0 });
    const [event] = handler.mock.lastCall ?? [];
    expect(event).toMatchObject({ command: startCommand });
  });

  test.each<[string, string, object, unknown]>([
    ['an &', `tenant=7&${ofV4(startCommand)}`, start, handled],
    ['one encoded anew', String(new URLSearchParams(`tenant=7?${ofV4(startCommand)}`)), start, handled],
    ['one encoded, of v1', `tenant=7%3Fsdkappid%3D${app}&command=normal_end`, status, handledV1],
    ['a parameter that v1 has too', `command=hooks&${ofV4(startCommand)}`, start, handled],
    ['a second question mark, and one in a value', `where=a?b?${ofV4(startCommand)}`, start, handled],
    ['a second one, of v1', `tenant=7?sdkappid=${app}&command=normal_end`, status, handledV1],
  ])('an address with a query of its own, joined by %s', async (_, query, body, answer) => {
    const handler = vi.fn();
    const opened = openReceiver({ [startCommand]: handler, normal_end: handler });
    expect(await ask(opened, query, body)).toEqual(answer);
    expect(handler).toHaveBeenCalledOnce();
  });

  test('behind a parser an account that it has rounded is not taken for another one, nor by `recover`', async () => {
    const accounts: unknown[] = [];
    let fails = true;
    const { receiver } = openReceiver({
      [startCommand]: ({ UserList, misfits }) => {
        accounts.push([
          UserList?.map(({ User_Account }) => User_Account),
          misfits.map(({ pointer }) => pointer),
        ]);
        if (fails) throw new Error('no');
      },
    });
    const sent = `{"CallInfo":{"CallId":"a"},"UserList":[{"User_Account":144115212830834855},{"User_Account":17}]}`;
    const request = new Request(`https://receiver.example/?${ofV4(startCommand)}`, { method: 'POST' });
    await receiver.fetch(request, { body: JSON.parse(sent) });
    fails = false;
    await receiver.recover();
    const read = [[undefined, '17'], ['/UserList/0/User_Account']];
    expect(accounts).toEqual([read, read]);
  });

  test('another app is refused', async () => {
    const query = ofV4(startCommand).replace(String(app), '1');
    expect(await ask(openReceiver({ '*': () => {} }), query)).toEqual(refusedBy(403));
  });
});

describe('a request that is not a webhook', () => {
  test.each<[string, string, RequestInit]>([
    ['GET', '', { method: 'GET', body: null }],
    ['GET with a query', 'echo=1', { method: 'GET', body: null }],
    ['an empty POST', '', { body: '' }],
    ['JSON without a command', `SdkAppid=${app}`, { body: '{"hello":"world"}' }],
    ['the app of v1', `sdkappid=${app}`, { body: '{}' }],
    ['what is not JSON', 'x=y', { body: '<xml/>', headers: { 'content-type': 'text/xml' } }],
  ])('%s is acknowledged and reported', async (_, query, init) => {
    const handler = vi.fn();
    const opened = openReceiver({ '*': handler }, { token: 'secret token' });
    const [http, answer] = await ask(opened, query, '', init);
    expect([http, answer]).toMatchObject([200, { ErrorCode: 0 }]);
    expect(opened.outcomes).toEqual([
      {
        outcome: 'not-a-webhook',
        method: init.method ?? 'POST',
        query,
        body: new TextEncoder().encode(String(init.body ?? '')),
        sender: undefined,
      },
    ]);
    expect(handler).not.toHaveBeenCalled();
  });

  test.each<[string, number, string, RequestInit, object?]>([
    ['wrong-app', 403, 'SdkAppid=1', { body: '{}' }],
    ['wrong-app', 403, 'sdkappid=x', { body: '{}' }],
    ['wrong-path', 404, '', { method: 'GET', body: null }, { secret: '0123456789abcdef' }],
    ['address-not-allowed', 403, '', { method: 'GET', body: null }, { allow: ['203.0.113.1'] }],
    ['body-too-large', 413, '', { body: 'x'.repeat(70_000) }],
    // Events whose query was lost on the way: to acknowledge them would lose them.
    ['wrong-query', 400, '', { body: JSON.stringify(start) }],
    ['wrong-query', 400, `sdkappid=${app}`, { body: JSON.stringify(status) }],
    ['wrong-query', 400, `sdkappid=${app}&command=`, { body: '{}' }],
    ['wrong-method', 405, ofV4(startCommand), { method: 'GET', body: null }],
  ])('is refused all the same as %s by HTTP %i: %s', async (code, http, query, init, options = {}) => {
    const opened = openReceiver({ '*': () => {} }, options);
    const [got, answer] = await ask(opened, query, '', init);
    expect([got, answer]).toMatchObject([http, { ErrorCode: 3 }]);
    expect(opened.outcomes).toMatchObject([{ outcome: 'refused', code }]);
  });
});

describe('a token', () => {
  const { Sign, RequestTime } = webhooks.start.query;
  // The vector of the vendor's page.
  const token = 'xxxxyyyy';
  const signed = (sign: string, time: unknown = RequestTime.example) => `&Sign=${sign}&RequestTime=${time}`;
  const now = () => RequestTime.example * 1000;

  test('the signature of the vendor’s example is right, with whichever of several tokens', async () => {
    for (const tokens of [token, [token], ['another', token], [token, 'another']]) {
      const opened = openReceiver({ '*': () => {} }, { token: tokens, now });
      expect(await ask(opened, ofV4(startCommand, signed(Sign.example)))).toEqual(handled);
    }
  });

  const wrong = createHash('sha256').update(`other${RequestTime.example}`).digest('hex');
  test.each([
    ['no signature', ''],
    ['no time', `&Sign=${Sign.example}`],
    ['no sign', `&RequestTime=${RequestTime.example}`],
    ['another token', signed(wrong)],
    ['another time', signed(Sign.example, RequestTime.example + 1)],
    ['capitals', signed(Sign.example.toUpperCase())],
    ['a part', signed(Sign.example.slice(0, 63))],
    ['more', signed(`${Sign.example}0`)],
    ['a very long one', signed(`${Sign.example}${'0'.repeat(1000)}`)],
    ['an empty one', signed('')],
  ])('%s is refused before the body is read', async (_, query) => {
    const handler = vi.fn();
    const opened = openReceiver({ '*': handler }, { token, now });
    expect(await ask(opened, ofV4(startCommand, query), 'not JSON')).toEqual(refusedBy(403));
    expect(opened.outcomes).toMatchObject([{ outcome: 'refused', code: 'wrong-signature' }]);
    expect(handler).not.toHaveBeenCalled();
  });

  const signAt = (time: string) => createHash('sha256').update(`${token}${time}`).digest('hex');
  test.each([
    [60, undefined, true],
    [-60, undefined, true],
    [61, undefined, false],
    [-61, undefined, false],
    [299, 300_000, true],
    [301, 300_000, false],
    [1, 999, false],
  ])('signed %i s away, window %s: %s', async (seconds, signatureMilliseconds, isTaken) => {
    const time = String(RequestTime.example + seconds);
    const opened = openReceiver({ '*': () => {} }, { token, now, signatureMilliseconds });
    const answer = await ask(opened, ofV4(startCommand, signed(signAt(time), time)));
    expect(answer).toEqual(isTaken ? handled : refusedBy(403));
    const detail = `RequestTime is ${Math.abs(seconds)} s off`;
    expect(opened.outcomes).toMatchObject([isTaken ? { outcome: 'handled' } : { detail }]);
  });

  test.each(['1e9', '0x10', ' 1669872112', '-1', 'now', '1'.repeat(400)])(
    'a time of %j is refused, though it is signed',
    async (time) => {
      const query = `&Sign=${signAt(time)}&RequestTime=${encodeURIComponent(time)}`;
      const opened = openReceiver({ '*': () => {} }, { token, now, signatureMilliseconds: 2 ** 31 - 1 });
      expect(await ask(opened, ofV4(startCommand, query))).toEqual(refusedBy(403));
      expect(opened.outcomes).toMatchObject([{ detail: 'RequestTime is not a time in seconds' }]);
    },
  );

  test('webhooks of v1 are taken as without it, since they are never signed', async () => {
    const opened = openReceiver({ '*': () => {} }, { token, now });
    expect(await ask(opened, `sdkappid=${app}&command=normal_end`, status)).toEqual(handledV1);
  });

  test('what was kept is recovered though its signature is old by then', async () => {
    let fails = true;
    let time = now();
    const opened = openReceiver(
      {
        '*': () => {
          if (fails) throw new Error('no');
        },
      },
      { token, now: () => time, keep: 'all' },
    );
    await ask(opened, ofV4(startCommand, signed(Sign.example)));
    fails = false;
    time += 3_600_000;
    expect(await opened.receiver.recover()).toEqual({ handled: 1, failed: 0 });
  });
});

describe('records confirm the end of a call', () => {
  const record = { ...end.CallRecord };
  test.each<[string, object | null, number]>([
    ['the same record', {}, 0],
    ['another caller', { Caller_Account: 'mallory' }, 3],
    ['another result', { CallResult: 'NormalEnd' }, 3],
    ['another medium', { MediaType: 'Video' }, 3],
    ['another type', { CallType: 'MultiCall' }, 3],
    ['a result that is a number', { CallResult: 3 }, 0],
    ['a result in another spelling', { CallResult: 'not_answer' }, 0],
    ['members that are absent', { CallType: undefined, MediaType: undefined, Caller_Account: undefined }, 0],
    ['a caller that is a number', { Caller_Account: 10001 }, 0],
    ['another caller that is a number', { Caller_Account: 10002 }, 3],
    ['no record', null, 3],
  ])('%s', async (_, change, code) => {
    const get = vi.fn(async () => change && { ...record, ...change });
    const v1 = { get: vi.fn() };
    const opened = openReceiver({ '*': () => {} }, { confirm: { v1, v4: { get } } });
    expect(await ask(opened, ofV4(endCommand), end)).toMatchObject([200, { ErrorCode: code }]);
    expect(await ask(opened, ofV4(startCommand)), 'a start has no record').toEqual(handled);
    expect(get.mock.calls).toHaveLength(1);
    expect(v1.get).not.toHaveBeenCalled();
  });

  test('an end that comes before its record is confirmed by `recover`', async () => {
    let time = 1_800_000_000_000;
    let found: typeof record | null = null;
    const handler = vi.fn();
    const confirm = { v4: { get: async () => found } };
    const opened = openReceiver({ '*': handler }, { confirm, now: () => time });
    expect(await ask(opened, ofV4(endCommand), end)).toMatchObject([200, { ErrorCode: 3 }]);
    found = record;
    time += 6000;
    expect(await opened.receiver.recover()).toEqual({ handled: 1, failed: 0 });
    expect(handler).toHaveBeenCalledOnce();
  });

  test.each<[string, string, object]>([
    [
      'of a generation without a source nothing is asked',
      end.CallRecord.CallResult,
      { v1: { get: vi.fn() } },
    ],
    [
      'a user who went offline has whatever result in the record',
      'Offline',
      { v4: { get: async () => ({ ...record, CallResult: 'Interrupt' }) } },
    ],
  ])('%s', async (_, CallResult, confirm) => {
    const sent = { ...end, CallRecord: { ...record, CallResult } };
    expect(await ask(openReceiver({ '*': () => {} }, { confirm }), ofV4(endCommand), sent)).toEqual(handled);
  });
});
