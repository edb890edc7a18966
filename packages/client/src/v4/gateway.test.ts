import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createTrtcCallClient, type ExchangeEvent, type RequestEvent } from '../index.ts';
import { rejection } from '../testing/answering-fetch.ts';
import { decodeUserSig } from '../usersig/index.ts';
import type { GatewayOptions } from './gateway.ts';

const secretKey = '5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e';
const success = { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '', MsgKey: 'key-1', Members: [1, 2] };

interface Received {
  readonly url: URL;
  readonly body: unknown;
  readonly at: number;
}

let received: Received[] = [];
let answer: (response: ServerResponse, request: Received) => void;
const reply = (body: unknown) => (response: ServerResponse) => response.end(JSON.stringify(body));

const server = createServer(async (request: IncomingMessage, response) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  const url = new URL(request.url ?? '', 'http://service');
  const seen = { url, body: JSON.parse(text), at: performance.now() };
  received.push(seen);
  answer(response, seen);
});
let region = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  region = `http://127.0.0.1:${typeof address === 'object' && address?.port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
afterEach(() => {
  received = [];
});

const open = (over: object = {}) =>
  createTrtcCallClient({
    generation: 'v4',
    sdkAppId: 1400000000,
    secretKey,
    region,
    retry: { baseMilliseconds: 1 },
    ...over,
  } as const);

test('a call is signed, and gives the whole answer', async () => {
  answer = reply(success);
  await using client = open();
  expect(await client.gateway('openim/sendmsg', { To_Account: 'bob' })).toEqual(success);
  const [{ url, body } = {}] = received;
  expect(url?.pathname).toBe('/v4/openim/sendmsg');
  expect(body).toEqual({ To_Account: 'bob' });
  const query = Object.fromEntries(url?.searchParams ?? []);
  expect(query).toMatchObject({ sdkappid: '1400000000', identifier: 'administrator', contenttype: 'json' });
  expect(Number(query.random)).toBeGreaterThanOrEqual(0);
  expect(decodeUserSig(query.usersig ?? '')).toMatchObject({
    identifier: 'administrator',
    sdkAppId: 1400000000,
  });
});

test('a call without a body sends an empty object, and has its response', async () => {
  answer = reply(success);
  await using client = open();
  const { data, response } = await client.gateway('group_open_http_svc/get_appid_group_list').withResponse();
  expect(received[0]?.body).toEqual({});
  expect(data).toEqual(response.body);
  expect(response.url).toBe(`${region}/v4/group_open_http_svc/get_appid_group_list`);
});

describe('a refusal is a RefusedError', () => {
  test.each([
    ['that the contract lists', 60020, expect.not.stringMatching('Unknown')],
    ['that no contract lists', 90994, 'Unknown'],
  ])('for a code %s', async (_, code, reason) => {
    answer = reply({ ActionStatus: 'FAIL', ErrorCode: code, ErrorInfo: 'no such user' });
    await using client = open();
    const error = await rejection(client.gateway('openim/sendmsg'));
    expect(error).toMatchObject({ kind: 'refused', code, reason, operationId: 'openim/sendmsg' });
    expect(error).toMatchObject({ vendorMessage: 'no such user' });
    expect(received).toHaveLength(1);
  });
});

test('an answer that is not an envelope breaks the contract', async () => {
  answer = reply({ hello: 'world' });
  await using client = open({ validate: 'strict' });
  const error = await rejection(client.gateway('openim/sendmsg'));
  expect(error).toMatchObject({ kind: 'contract', issues: [{ pointer: '/ErrorCode' }] });
});

describe('retries', () => {
  const failOnce = (fail: (response: ServerResponse) => void) => {
    answer = (response) => (received.length === 1 ? fail(response) : reply(success)(response));
  };
  // For the rate, so that the request was surely not carried out.
  const refuse = reply({ ActionStatus: 'FAIL', ErrorCode: 60007, ErrorInfo: '' });
  const cut = (response: ServerResponse) => response.destroy();
  const retry = { maxAttempts: 2, baseMilliseconds: 1, capMilliseconds: 1 };

  test.each<[string, (response: ServerResponse) => void, GatewayOptions, number]>([
    ['are off by default, whatever the client does', refuse, {}, 1],
    ['repeat a passing refusal where they are asked for', refuse, { retry }, 2],
    ['do not repeat what may have been carried out', cut, { retry }, 1],
    ['repeat it where twice is as good as once', cut, { retry, idempotent: true }, 2],
  ])('%s', async (_, fail, options, attempts) => {
    failOnce(fail);
    await using client = open();
    const { ok } = await client.gateway('openim/sendmsg', {}, options).result();
    expect({ ok, attempts: received.length }).toEqual({ ok: attempts === 2, attempts });
  });
});

test('requestsPerSecond holds calls of that path back, and no others', async () => {
  answer = reply(success);
  await using client = open();
  const options = { requestsPerSecond: 2 };
  const limited = [1, 2, 3].map(() => client.gateway('openim/sendmsg', {}, options));
  await Promise.all([...limited, ...[1, 2, 3].map(() => client.gateway('openim/querystate'))]);
  const times = (name: string) =>
    received.filter(({ url }) => url.pathname.endsWith(name)).map(({ at }) => at);
  const [first = 0, , third = 0] = times('sendmsg');
  // Less some milliseconds for the way to the server.
  expect(third - first).toBeGreaterThan(900);
  expect(Math.max(...times('querystate'))).toBeLessThan(third);
});

test('the deadline, and a signal, end a call', async () => {
  const arrived = Promise.withResolvers<void>();
  answer = () => arrived.resolve();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  await using client = open();
  const late = client.gateway('openim/sendmsg', {}, { deadlineMilliseconds: 3001 });
  const reason = new Error('enough');
  const controller = new AbortController();
  const stopped = rejection(client.gateway('openim/sendmsg', {}, { signal: controller.signal }));
  controller.abort(reason);
  expect(await stopped).toBe(reason);
  await arrived.promise;
  vi.advanceTimersByTime(3001);
  expect(await rejection(late)).toMatchObject({ kind: 'deadline', scope: 'call', milliseconds: 3001 });
});

test('hooks are told, violations are not looked for, and no credential is shown', async () => {
  answer = (response, { url }) => reply({ ...success, ErrorCode: 90001, ErrorInfo: String(url) })(response);
  const requests: RequestEvent[] = [];
  const exchanges: ExchangeEvent[] = [];
  const violations: unknown[] = [];
  await using client = open({
    onRequest: (event: RequestEvent) => requests.push(event),
    onExchange: (event: ExchangeEvent) => exchanges.push(event),
    onContractViolation: (event: unknown) => violations.push(event),
  });
  const error = await rejection(client.gateway('openim/sendmsg'));
  expect(requests).toMatchObject([{ operationId: 'openim/sendmsg', attempt: 1 }]);
  expect(exchanges).toMatchObject([{ operationId: 'openim/sendmsg', answer: { status: 200 } }]);
  expect(violations).toEqual([]);
  const userSig = received[0]?.url.searchParams.get('usersig') ?? '';
  expect(userSig).not.toBe('');
  for (const shown of [error, requests, exchanges, client]) {
    const text = inspect(shown, { depth: 10 }) + JSON.stringify(shown);
    expect(text).not.toContain(userSig);
    expect(text).not.toContain(secretKey);
  }
});

describe('nothing is sent for', () => {
  const paths = [
    ...[
      '',
      '/openim/sendmsg',
      'openim/',
      'openim//sendmsg',
      '../admin',
      'openim/..',
      './openim',
      'openim/../x',
    ],
    ...[
      'openim/sendmsg?a=b',
      'openim/sendmsg#a',
      'https://evil.example/x',
      '//evil.example',
      '@evil.example',
    ],
    ...[
      'openim\\sendmsg',
      'openim/%2e%2e/x',
      'openim/send msg',
      'openim/sendmsg\n',
      'v4/openim/sendmsg',
      5,
      null,
    ],
  ];
  test.each(paths)('the path %j', async (path) => {
    await using client = open();
    const error = await rejection(client.gateway(path as string));
    expect(error).toMatchObject({
      kind: 'argument',
      field: 'path',
      remedy: expect.stringContaining('openim/sendmsg'),
    });
    expect(received).toEqual([]);
  });

  test.each<[string, unknown, unknown]>([
    ['body', [], {}],
    ['body', 'text', {}],
    ['body', { at: 1n }, {}],
    ['body', new Date(), {}],
    ['body', { toJSON: () => [1] }, {}],
    ['options.idempotent', {}, { idempotent: 'yes' }],
    ['options.requestsPerSecond', {}, { requestsPerSecond: 0 }],
    ['options.limiter', {}, { limiter: false }],
    ['options.timeoutMilliseconds', {}, { timeoutMilliseconds: 3000 }],
  ])('a wrong %s', async (field, body, options) => {
    await using client = open();
    const error = await rejection(
      client.gateway('openim/sendmsg', body as object, options as GatewayOptions),
    );
    expect(error).toMatchObject({ kind: 'argument', field });
    expect(received).toEqual([]);
  });
});
