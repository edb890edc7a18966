import { describe, expect, test, vi } from 'vitest';
import { createReceiver } from '../create-receiver.ts';
import { memoryStore } from '../stores/memory.ts';
import { app, copyMethods, openReceiver, readAnswer, record, status } from '../testing/open-receiver.ts';
import { ReceiverOptionError } from './options.ts';
import type { Outcome } from './outcome.ts';

const right = `sdkappid=${app}&command=normal_end`;

describe('a request that is not an event is refused, and its reason is reported', () => {
  test.each([
    ['wrong-app', 403, { query: 'sdkappid=1&command=normal_end' }],
    ['wrong-query', 400, { query: `${right}&sdkappid=${app}` }],
    ['wrong-query', 400, { query: 'command=normal_end' }],
    ['wrong-query', 400, { query: '' }],
    ['wrong-query', 400, { query: '', init: { method: 'PUT' } }],
    ['wrong-content-type', 415, { query: `${right}&contenttype=xml` }],
    ['wrong-content-type', 415, { init: { headers: { 'content-type': 'text/html' } } }],
    ['wrong-content-type', 415, { init: { headers: { 'content-type': 'multipart/form-data; boundary=x' } } }],
    ['wrong-content-encoding', 415, { init: { headers: { 'content-encoding': 'gzip' } } }],
    ['wrong-content-encoding', 415, { init: { headers: { 'content-encoding': 'identity, br' } } }],
    ['wrong-method', 405, { init: { method: 'PUT' } }],
    ['wrong-method', 405, { init: { method: 'GET', body: null } }],
  ] as const)('%s by HTTP %i: %j', async (code, http, change) => {
    const handler = vi.fn();
    const { post, outcomes } = openReceiver({ '*': handler });
    const { status: got, code: ErrorCode } = await post(status, change);
    expect([got, ErrorCode]).toEqual([http, 3]);
    expect(outcomes).toEqual([expect.objectContaining({ outcome: 'refused', code })]);
    expect(handler).not.toHaveBeenCalled();
  });

  test.each([
    ['not-json', 400, '{"a":'],
    ['not-json', 400, ''],
    ['unknown-shape', 422, '[]'],
    ['unknown-shape', 422, '"text"'],
    ['body-too-large', 413, `"${'x'.repeat(64 * 1024)}"`],
  ])('%s by HTTP %i', async (code, http, body) => {
    const { post, outcomes } = openReceiver({ '*': () => {} });
    expect(await post(body)).toEqual({ status: http, code: 3 });
    expect(outcomes).toEqual([expect.objectContaining({ outcome: 'refused', code })]);
  });

  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'text/plain',
    'application/cloud+json',
    'TEXT/JSON',
  ])('a body called %s is read: what the vendor calls it is unknown', async (type) => {
    const { post } = openReceiver({ '*': () => {} });
    expect(await post(status, { init: { headers: { 'content-type': type } } })).toMatchObject({ code: 0 });
  });

  test.each(['identity', 'Identity', ''])('a body of the content-encoding "%s" is read', async (coding) => {
    const { post } = openReceiver({ '*': () => {} });
    const init = { headers: { 'content-encoding': coding } };
    expect(await post(status, { init })).toMatchObject({ code: 0 });
  });

  test('no more than the limit are under way', async () => {
    const slow = Promise.withResolvers<void>();
    const { post, outcomes } = openReceiver({ '*': () => slow.promise }, { limits: { concurrent: 1 } });
    const first = post(status);
    // A request and its handler count one each.
    expect(await post({ ...status, CallId: 'b' })).toEqual({ status: 503, code: 4 });
    expect(outcomes).toEqual([expect.objectContaining({ code: 'overloaded' })]);
    slow.resolve();
    await first;
    expect(await post({ ...status, CallId: 'b' })).toMatchObject({ code: 0 });
  });

  test('a body that does not come is not waited for longer than the limit', async () => {
    vi.useFakeTimers();
    try {
      const outcomes: Outcome[] = [];
      const receiver = createReceiver({ sdkAppId: app, on: {}, onOutcome: (one) => outcomes.push(one) });
      const body = new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from('{')) });
      const init = { method: 'POST', body, duplex: 'half' } as const;
      const answer = receiver.fetch(new Request(`https://x.example/?${right}`, init));
      await vi.advanceTimersByTimeAsync(5000);
      expect(await readAnswer(await answer)).toEqual({ status: 408, code: 3 });
      expect(outcomes).toEqual([expect.objectContaining({ code: 'body-too-slow', body: Buffer.from('{') })]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('an old event is refused where an age was set', async () => {
    const options = { maxAgeMilliseconds: 60_000, now: () => (status.EventTime + 61) * 1000 };
    const { post, outcomes } = openReceiver({ '*': () => {} }, options);
    expect(await post(status)).toEqual({ status: 410, code: 3 });
    expect(outcomes).toEqual([expect.objectContaining({ code: 'stale' })]);
  });

  test('a refusal can be answered so that the vendor does not try again', async () => {
    const { post } = openReceiver({ '*': () => {} }, { acknowledge: ['wrong-app'] });
    expect(await post(status, { query: 'sdkappid=1&command=normal_end' })).toEqual({ status: 200, code: 0 });
  });
});

describe('trust', () => {
  const secret = 'correct-horse-battery';

  test('only the address with the secret is received, the old one and the new one', async () => {
    const { post } = openReceiver({ '*': () => {} }, { secret: [secret, 'another-secret-of-ours'] });
    expect(await post(status, { path: `/hooks/${secret}` })).toMatchObject({ code: 0 });
    expect(await post(status, { path: '/another-secret-of-ours' })).toMatchObject({ code: 0 });
    for (const path of ['/', `/${secret}/`, `/${secret}x`, `/${secret.slice(0, -1)}`, '/wrong']) {
      expect(await post(status, { path })).toEqual({ status: 404, code: 3 });
    }
  });

  test.each([
    ['203.0.113.9', undefined, 200],
    ['::ffff:203.0.113.9', undefined, 200],
    ['203.0.114.1', undefined, 403],
    [undefined, undefined, 403],
    // Only a proxy of ours is believed.
    ['198.51.100.1', '203.0.113.9', 403],
    ['10.0.0.1', '203.0.113.9', 200],
    ['10.0.0.1', '203.0.113.9, 198.51.100.1', 403],
    ['10.0.0.1', '198.51.100.1, 203.0.113.9:4711, 10.0.0.2', 200],
    ['10.0.0.1', 'nonsense', 403],
    ['10.0.0.1', '203.0.113.9,', 200],
    ['10.0.0.1', '203.0.113.9, , 10.0.0.2 ,', 200],
    ['10.0.0.1', '198.51.100.1,', 403],
    ['10.0.0.1', '"[2001:db8::1]"', 200],
    ['10.0.0.1', '"[2001:db8::1]:443"', 200],
    ['10.0.0.1', '"198.51.100.1"', 403],
    ['10.0.0.1', undefined, 403],
  ])('from %s, sent on for %s: HTTP %i', async (address, forwarded, http) => {
    const options = { allow: ['203.0.113.0/24', '2001:db8::/32'], trustedProxies: ['10.0.0.0/8'] };
    const { receiver } = openReceiver({ '*': () => {} }, options);
    const headers = forwarded === undefined ? undefined : { 'x-forwarded-for': forwarded };
    const request = new Request(`https://x.example/?${right}`, {
      method: 'POST',
      body: JSON.stringify(status),
      ...(headers && { headers }),
    });
    expect((await receiver.fetch(request, { address })).status).toBe(http);
  });

  test('a proxy of ours that names no sender is told from a stranger', async () => {
    const options = { allow: ['203.0.113.0/24'], trustedProxies: ['10.0.0.0/8'] };
    const { receiver, outcomes } = openReceiver({ '*': () => {} }, options);
    for (const address of ['10.0.0.1', '198.51.100.1']) {
      await receiver.fetch(new Request(`https://x.example/?${right}`, { method: 'POST' }), { address });
    }
    expect(outcomes).toMatchObject([
      {
        detail:
          '10.0.0.1 is not in `allow`: it is one of `trustedProxies`, and `x-forwarded-for` names no other',
      },
      { detail: '198.51.100.1 is not in `allow`' },
    ]);
  });

  const without = (...names: string[]) => Object.fromEntries(names.map((name) => [name, undefined]));
  test.each<[string, object | null, object, number]>([
    ['confirms it', {}, {}, 0],
    ['is not there', null, {}, 3],
    ['has another result', { callResult: 'cancel' }, {}, 3],
    ['has another room', { roomId: 'x' }, {}, 3],
    ['has no room', { roomId: undefined }, {}, 0],
    ['has capitals', { mediaType: 'Audio', callResult: 'Normal_end' }, {}, 0],
    ['has another medium', { mediaType: 'video' }, {}, 3],
    ['has another caller', { caller: 'Mallory' }, {}, 3],
    ['is of another app', { sdkAppId: 1 }, {}, 3],
    ['is of another call', { callId: 'x' }, {}, 3],
    ['does not know what is missing', {}, without('TotalNum', 'EventTime'), 0],
    ['knows what is missing', {}, without('RoomId', 'MediaType', 'UserId'), 0],
    ['has the result of its command', {}, without('CallResult'), 0],
    ['has another result than its command', { callResult: 'cancel' }, without('CallResult'), 3],
    ['has no id to compare', {}, without('CallId'), 3],
    ['has an empty id to compare', {}, { CallId: '' }, 3],
  ])('an event whose record %s', async (_, found, change, code) => {
    const handler = vi.fn();
    const v1 = { get: async () => found && { ...record, ...found } };
    const { post, told } = openReceiver({ normal_end: handler }, { confirm: { v1 } });
    expect(await post({ ...status, ...change })).toEqual({ status: 200, code });
    expect(handler).toHaveBeenCalledTimes(code === 0 ? 1 : 0);
    expect(told()).toEqual([code === 0 ? 'handled' : 'refused']);
  });
});

describe('an invalid option is named, with the remedy', () => {
  test.each([
    ['sdkAppId', { sdkAppId: 0 }],
    ['sdkAppId', { sdkAppId: [] }],
    ['secret', { secret: 'x'.repeat(15) }],
    ['secret', { secret: 'x'.repeat(129) }],
    ['secret', { secret: 'with/slash-in-the-middle' }],
    ['secret', { secret: [] }],
    ['allow', { allow: ['203.0.113.0/33'] }],
    ['allow', { allow: ['example.com'] }],
    ['trustedProxies', { trustedProxies: ['10.0.0.0/8/1'] }],
    ['limits.bodyBytes', { limits: { bodyBytes: 0 } }],
    ['answerMilliseconds', { answerMilliseconds: 1.5 }],
    ['leaseMilliseconds', { leaseMilliseconds: 1 }],
  ])('%s: %j', (field, options) => {
    const make = () => createReceiver({ sdkAppId: app, on: {}, ...options });
    expect(make).toThrow(ReceiverOptionError);
    expect(make).toThrow(expect.objectContaining({ field, code: 'receiver-option' }));
  });

  // As JavaScript gives them, which no compiler has seen.
  test.each<[string, object]>([
    ['confirm.v1.get', { confirm: { v1: { gett() {} } } }],
    ['confirm.v1.get', { confirm: { v1: () => ({}) } }],
    ['confirm.v1', { sdkAppId: [app, app + 1], confirm: { v1: { get() {} } } }],
    ['confirm.v4.get', { confirm: { v4: { get: 'a url' } } }],
    ['confirm.v4.get', { confirm: { v4: null } }],
    ['confirm.get', { confirm: { get() {} } }],
    ['confirm', { confirm: true }],
    ['confirm', { confirm: null }],
    ['confirm', { confirm: {} }],
    ['token', { token: '' }],
    ['token', { token: [] }],
    ['token', { token: ['a', 5] }],
    ['onOutcome', { onOutcome: 'log' }],
    ['onOutcome', { onOutcome: null }],
    ['now', { now: 1704856885 }],
    ['limits', { limits: 100 }],
    ['limits', { limits: null }],
    ['acknowledge', { acknowledge: 'wrong-app' }],
    ['trustedProxies', { trustedProxies: '' }],
    ['store.claim', { store: null }],
    ['store.claim', { store: new Map() }],
  ])('%s of another type is refused when the receiver is made: %j', (field, options) => {
    const make = () => createReceiver({ sdkAppId: app, on: {}, ...options });
    expect(make).toThrow(expect.objectContaining({ field, code: 'receiver-option' }));
    expect(make).toThrow(/is not .+\. (?:Give|A store has) /);
  });

  test.each(['claim', 'renew', 'keep', 'complete', 'release', 'takeOver'])('a store without %s', (method) => {
    const store = { ...copyMethods(memoryStore()), [method]: undefined };
    const options = { sdkAppId: app, on: {}, ...{ store } };
    const make = () => Reflect.apply(createReceiver, undefined, [options]);
    expect(make).toThrow(expect.objectContaining({ field: `store.${method}`, code: 'receiver-option' }));
  });

  test('a secret may have 16 to 128 characters', () => {
    const secret = ['x'.repeat(16), 'y'.repeat(128)];
    expect(() => createReceiver({ sdkAppId: app, on: {}, secret })).not.toThrow();
  });

  test('a method may be that of a class', () => {
    class Records {
      async get() {
        return record;
      }
    }
    expect(() => createReceiver({ sdkAppId: app, on: {}, confirm: { v1: new Records() } })).not.toThrow();
  });

  test('a handler for a word that no webhook has', () => {
    const on = JSON.parse('{"normal_ende":1}');
    expect(() => createReceiver({ sdkAppId: app, on })).toThrow('no webhook has this command word');
    expect(() => createReceiver({ sdkAppId: app, on: JSON.parse('{"cancel":1}') })).toThrow(
      'is not a function',
    );
  });

  test.each(['whenSlow', 'keep'])('a word that %s does not have', (field) => {
    const options = JSON.parse(`{"${field}":"everything"}`);
    const make = () => createReceiver({ sdkAppId: app, on: {}, ...options });
    expect(make).toThrow(expect.objectContaining({ field, code: 'receiver-option' }));
    expect(make).toThrow(/must be '\w+' or '\w+' \(got "everything"\)/);
  });
});
