import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createMock, type RunningMock, type StartMockOptions, startMock } from './index.ts';
import { writeTarget } from './testing/call.ts';
import { rawExchange } from './testing/sockets.ts';

const json = 'application/json';

async function open(options: StartMockOptions = {}): Promise<RunningMock> {
  const mock = await startMock({ records: [], ...options });
  onTestFinished(() => mock.close());
  return mock;
}

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asks over a socket, with whatever headers a page or a rebound name would bring. */
async function ask(
  { port }: RunningMock,
  { method = 'GET', path = '/_mock/deliveries', headers, body }: Asked,
) {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number | undefined; body: string }>();
  const options = { host: '127.0.0.1', port, method, path, headers, agent: false } as const;
  const outgoing = request(options, async (incoming) => {
    resolve({ status: incoming.statusCode, body: await text(incoming) });
  });
  outgoing.on('error', reject);
  outgoing.end(body);
  return promise;
}

const simulate = { method: 'POST', path: '/_mock/simulate_call', body: '{}' } as const;
const reset = { method: 'POST', path: '/_mock/reset', body: '{}' } as const;
const paths: Readonly<Record<string, Asked>> = {
  simulate_call: simulate,
  reset,
  deliveries: {},
  health: { path: '/_mock/health' },
  'an unknown path': { path: '/_mock/nothing' },
};

describe('a name that a page could own is refused', () => {
  test.each(Object.entries(paths))('for %s', async (_, asked) => {
    const mock = await open();
    const headers = { host: `evil.example:${mock.port}`, 'content-type': json };
    const { status, body } = await ask(mock, { ...asked, headers });
    expect(status).toBe(403);
    expect(JSON.parse(body)).toEqual({
      code: 'host-not-allowed',
      error: expect.stringMatching(/^The host evil\.example:\d+ is not .*--allow-host .*allowHosts/),
    });
    expect(mock.records.list(), 'no call was played').toEqual([]);
  });

  test('a second Host header and the host of a whole URL count as well', async () => {
    const mock = await open();
    const end = 'Connection: close\r\n\r\n';
    const twice = `GET /_mock/deliveries HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n${end}`;
    const whole = `GET http://evil.example/_mock/deliveries HTTP/1.1\r\nHost: localhost\r\n${end}`;
    const own = `GET http://localhost/_mock/deliveries HTTP/1.1\r\nHost: localhost\r\n${end}`;
    const none = `GET /_mock/deliveries HTTP/1.0\r\n${end}`;
    const status = async (bytes: string) => (await rawExchange(mock.port, bytes)).slice(0, 12);
    expect([await status(twice), await status(whole)]).toEqual(['HTTP/1.1 403', 'HTTP/1.1 403']);
    expect([await status(own), await status(none)]).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200']);
  });

  test('a mock for other machines is called by its address and the name of its service', async () => {
    const mock = await open({ host: '0.0.0.0', allowHosts: ['mock.ci.internal'] });
    const statuses = async (...hosts: string[]) =>
      Promise.all(hosts.map(async (host) => (await ask(mock, { headers: { host } })).status));
    expect(await statuses('mock:4010', '172.17.0.2:4010', 'mock.ci.internal', 'localhost')).toEqual([
      200, 200, 200, 200,
    ]);
    expect(await statuses('evil.example', 'mock.evil.example')).toEqual([403, 403]);
  });
});

describe('what a page sends is refused', () => {
  const cases: readonly [name: string, headers: Readonly<Record<string, string>>][] = [
    ['of a foreign origin', { origin: 'https://evil.example' }],
    ['of a page on another port of this machine', { origin: 'http://localhost:5173' }],
    ['of no origin', { origin: 'null' }],
    ['without an origin, from another site', { 'sec-fetch-site': 'cross-site' }],
    ['without an origin, from another port', { 'sec-fetch-site': 'same-site' }],
    ['with two origins', { origin: 'http://localhost, http://evil.example' }],
  ];
  for (const [name, headers] of cases) {
    test.each(Object.entries(paths))(`${name}, to %s`, async (_, asked) => {
      for (const cors of [false, true]) {
        const mock = await open({ cors });
        const { status, body } = await ask(mock, { ...asked, headers: { 'content-type': json, ...headers } });
        expect(status).toBe(403);
        expect(JSON.parse(body)).toMatchObject({
          code: 'page-not-allowed',
          error: expect.stringMatching(/from a program/),
        });
        expect(mock.records.list(), 'no call was played').toEqual([]);
      }
    });
  }

  test('as mock.fetch hands it on', async () => {
    const mock = await createMock({ records: [] });
    const get = (headers: Record<string, string>) =>
      mock.fetch('http://mock.example/_mock/deliveries', { headers });
    expect((await get({})).status).toBe(200);
    expect((await get({ origin: 'http://mock.example' })).status).toBe(403);
    expect((await get({ host: 'evil.example' })).status).toBe(403);
    expect((await get({ host: 'localhost' })).status).toBe(200);
  });

  test('what the user enters into the address bar is answered, and what comes from the mock’s own address', async () => {
    const mock = await open();
    const host = `localhost:${mock.port}`;
    const statuses = await Promise.all(
      [
        { host, 'sec-fetch-site': 'none' },
        { host, 'sec-fetch-site': 'same-origin', origin: `http://${host}` },
      ].map(async (headers) => (await ask(mock, { headers })).status),
    );
    expect(statuses).toEqual([200, 200]);
  });

  test('an origin of the mock’s own name does not permit a foreign host', async () => {
    const mock = await open();
    const headers = { host: 'evil.example', origin: 'http://evil.example', 'content-type': json };
    expect(await ask(mock, { ...simulate, headers })).toMatchObject({ status: 403 });
  });
});

describe('the paths that change something take JSON only', () => {
  test.each([
    undefined,
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/jsonp',
  ])('not %s', async (contentType) => {
    const mock = await open();
    for (const asked of [simulate, reset]) {
      const headers = contentType === undefined ? {} : { 'content-type': contentType };
      const { status, body } = await ask(mock, { ...asked, headers });
      expect(status).toBe(415);
      expect(JSON.parse(body)).toEqual({
        code: 'content-type-not-json',
        error: expect.stringContaining('content-type: application/json'),
      });
    }
    expect(mock.records.list(), 'no call was played').toEqual([]);
  });

  test('and not more than is needed', async () => {
    const mock = await open();
    for (const length of [64 * 1024 + 1, 2_000_000]) {
      const body = '{}'.padEnd(length);
      const answer = await ask(mock, { ...simulate, body, headers: { 'content-type': json } });
      expect(answer.status).toBe(413);
      expect(JSON.parse(answer.body)).toMatchObject({ code: 'body-too-large' });
    }
    const body = '{}'.padEnd(64 * 1024);
    expect((await ask(mock, { ...reset, body, headers: { 'content-type': json } })).status).toBe(200);
  });
});

describe('a request of a page to the API', () => {
  const post = async (mock: RunningMock, headers: Readonly<Record<string, string>>) => {
    const body = JSON.stringify({ address: 'https://evil.example', actions: ['cancel'] });
    return ask(mock, { method: 'POST', path: writeTarget(mock, 'setCallback'), body, headers });
  };
  const configured = async (mock: RunningMock) => {
    const answer = await ask(mock, { method: 'POST', path: writeTarget(mock, 'getCallback'), body: '{}' });
    return JSON.parse(answer.body).errorCode === 0;
  };

  test.each<[string, Readonly<Record<string, string>>]>([
    ['of a foreign origin', { origin: 'https://evil.example' }],
    ['of no origin', { origin: 'null' }],
    ['of another site', { 'sec-fetch-site': 'cross-site' }],
    ['of a name that was pointed here', { origin: 'http://evil.example', host: 'evil.example' }],
    ['of another port of this machine', { origin: 'http://localhost:5173', 'sec-fetch-site': 'same-site' }],
  ])('%s changes nothing', async (_, headers) => {
    const mock = await open();
    const { status, body } = await post(mock, headers);
    expect([status, JSON.parse(body).code]).toEqual([403, 'page-not-allowed']);
    expect(await configured(mock)).toBe(false);
  });

  test.each<[string, StartMockOptions['cors'], Readonly<Record<string, string>>]>([
    [
      'of any origin where cors is true',
      true,
      { origin: 'https://a.example', 'sec-fetch-site': 'cross-site' },
    ],
    ['of an origin that cors names', ['https://a.example'], { origin: 'https://a.example' }],
    [
      'through the proxy of a development server',
      false,
      { origin: 'http://localhost:5173', 'sec-fetch-site': 'same-origin' },
    ],
    ['whatever its host, of a program', false, { host: 'callkit.example' }],
  ])('%s is carried out', async (_, cors, headers) => {
    const mock = await open({ cors: cors ?? false });
    expect((await post(mock, headers)).status).toBe(200);
    expect(await configured(mock)).toBe(true);
  });
});
