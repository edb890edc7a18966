import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { findMistake } from '@trtc-call/spec/v1';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { jsonAnswer } from '../exchange.ts';
import { MockStartError, type RunningMock, startMock } from '../index.ts';
import { resolveOptions } from '../options.ts';
import { type Envelope, writeTarget } from '../testing/call.ts';
import { rawExchange } from '../testing/sockets.ts';
import { createNodeAdapter } from './node.ts';

const waits: number[] = [];
const options = {
  rateLimit: false,
  wait: async (milliseconds: number) => {
    waits.push(milliseconds);
  },
};
let mock: RunningMock;
/** Gives up requests that never end after a moment, and on a busy machine others too. */
let hasty: RunningMock;

beforeAll(async () => {
  mock = await startMock(options);
  hasty = await startMock({ ...options, requestTimeoutMilliseconds: 100 });
});
afterAll(() => Promise.all([mock.close(), hasty.close()]));

function readEnvelope(answer: string): Envelope {
  return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4));
}

describe('what Node rejects by default is answered with an envelope, and the connection closes', () => {
  const head = 'POST /v1/callback/get HTTP/1.1\r\nHost: x\r\n';
  test.each([
    { name: 'no HTTP at all', bytes: 'hello\r\n\r\n' },
    { name: 'a TLS greeting', bytes: Buffer.from('16030100a5010000a10303', 'hex') },
    { name: 'an unknown method', bytes: 'FOO / HTTP/1.1\r\nHost: x\r\n\r\n' },
    { name: 'headers that are too large', bytes: `${head}X-Long: ${'x'.repeat(40_000)}\r\n\r\n` },
    { name: 'a content length that is not a number', bytes: `${head}Content-Length: abc\r\n\r\n` },
    { name: 'two content lengths', bytes: `${head}Content-Length: 1\r\nContent-Length: 2\r\n\r\n` },
    { name: 'a broken chunk', bytes: `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n` },
    { name: 'nothing at all', bytes: '' },
    { name: 'headers that never end', bytes: head },
    { name: 'a body that never comes', bytes: `${head}Content-Length: 10\r\n\r\n{` },
    { name: 'CONNECT', bytes: 'CONNECT a.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n' },
  ])('$name', async ({ bytes }) => {
    const answer = await rawExchange(hasty.port, bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(readEnvelope(answer)).toMatchObject({
      errorCode: expect.any(Number),
      requestId: expect.any(String),
    });
    expect(readEnvelope(answer).errorCode).not.toBe(0);
    // Not that the method is wrong.
    expect(answer).toContain('x-mock-mistake: the request cannot be read');
  });

  test.each([
    { name: 'headers that are too large', bytes: `X-Long: ${'x'.repeat(40_000)}\r\n\r\n` },
    { name: 'two content lengths', bytes: 'Content-Length: 1\r\nContent-Length: 2\r\n\r\n' },
    { name: 'a header without a name', bytes: ': x\r\n\r\n' },
    { name: 'a body that never comes', bytes: 'Content-Length: 10\r\n\r\n{' },
    { name: 'a broken chunk', bytes: 'Transfer-Encoding: chunked\r\n\r\nzz\r\n' },
  ])('in the envelope of the generation that its path names: $name', async ({ bytes }) => {
    const line = 'POST /v4/call_config/get_callback?usersig=x HTTP/1.1\r\nHost: x\r\n';
    const answer = await rawExchange(hasty.port, line + bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(readEnvelope(answer)).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 60002 });
  });

  test('a body of which only a part comes before the caller shuts its side', async () => {
    const answer = await rawExchange(hasty.port, `${head}Content-Length: 10\r\n\r\n{`, { shut: true });
    expect(readEnvelope(answer).errorCode).not.toBe(0);
  });
});

describe('a request that Node takes is answered by the vendor’s rules', () => {
  const close = 'Connection: close\r\n';
  test.each([
    { name: 'without a Host', bytes: `POST / HTTP/1.1\r\n${close}Content-Length: 0\r\n\r\n` },
    { name: 'of HTTP/1.0', bytes: 'POST / HTTP/1.0\r\n\r\n' },
    {
      name: 'with an unknown expectation',
      bytes: `POST / HTTP/1.1\r\nHost: x\r\n${close}Expect: magic\r\n\r\n`,
    },
    {
      name: 'that wants an upgrade',
      bytes: 'GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n',
    },
  ])('$name', async ({ bytes }) => {
    const answer = await rawExchange(mock.port, bytes, { shut: true });
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(readEnvelope(answer).errorCode).not.toBe(0);
  });

  test('whose line names the whole URL, as behind a proxy', async () => {
    const line = `POST http://callkit.example${writeTarget(mock, 'getCallback')} HTTP/1.1`;
    const answer = await rawExchange(mock.port, `${line}\r\nHost: x\r\n${close}Content-Length: 2\r\n\r\n{}`);
    expect(readEnvelope(answer).errorCode).toBe(findMistake('callback-absent').answer);
  });

  test('HEAD of the root is 200 without a body, the vendor’s own connection test', async () => {
    const answer = await rawExchange(mock.port, `HEAD / HTTP/1.1\r\nHost: x\r\n${close}\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n(?:.+\r\n)*\r\n$/);
  });
});

test('a body that is too large is answered before it has come in whole, and the connection closes', async () => {
  const target = writeTarget(mock, 'getCallback');
  const head = `POST ${target} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9000000\r\n\r\n`;
  const answer = await rawExchange(mock.port, head + ' '.repeat(1_100_000));
  expect(answer).toMatch(/connection: close/);
  expect(readEnvelope(answer).errorCode).toBe(findMistake('body-too-large').answer);
});

test('one connection carries many requests', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const sockets = new Set<Socket>();
  for (let sent = 0; sent < 5; sent += 1) {
    await new Promise<void>((resolve, reject) => {
      const outgoing = request(
        mock.url + writeTarget(mock, 'getCallback'),
        { agent, method: 'POST' },
        (response) => {
          sockets.add(response.socket);
          response.resume().on('end', resolve);
        },
      );
      outgoing.on('error', reject).end('{}');
    });
  }
  agent.destroy();
  expect(sockets.size).toBe(1);
});

test('a connection whose answer is not read is closed', async () => {
  const body = 'x'.repeat(50_000_000);
  const server = createNodeAdapter(() => jsonAnswer(body), {
    ...resolveOptions('startMock', options, 'administrator'),
    closing: new AbortController().signal,
    idleMilliseconds: 200,
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  const caller = connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1');
  onTestFinished(() => {
    caller.destroy();
  });
  caller.on('error', () => {});
  const [socket] = (await once(server, 'connection')) as [Socket];
  caller.pause().write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n');
  await once(socket, 'close');
  expect(server.listening).toBe(true);
});

describe('start and close', () => {
  test('a port in use is reported with a remedy', async () => {
    const refusal = await startMock({ port: mock.port }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(MockStartError);
    expect(refusal).toMatchObject({
      code: 'port-in-use',
      port: mock.port,
      remedy: expect.stringContaining('0'),
    });
  });

  test('a host of another machine is refused', async () => {
    const refusal = await startMock({ host: '192.0.2.1' }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: 'MockStartError', code: 'host-unavailable' });
  });

  test('closing ends open connections and delayed answers, and may be done twice', async () => {
    const other = await startMock({ rateLimit: false });
    other.fault('delay', { milliseconds: 60_000 });
    const pending = fetch(other.url + writeTarget(other, 'getCallback'), { method: 'POST', body: '{}' });
    const refused = expect(pending).rejects.toBeInstanceOf(TypeError);
    while (other.requests.length === 0) await fetch(`${other.url}/_mock/health`);
    await other.close();
    await refused;
    await other[Symbol.asyncDispose]();
  });

  test('more connections than allowed are closed', async () => {
    await using small = await startMock({ maxConnections: 1 });
    const first = connect(small.port, '127.0.0.1');
    await new Promise((resolve) => first.once('connect', resolve));
    expect(await rawExchange(small.port, 'HEAD / HTTP/1.1\r\nHost: x\r\n\r\n')).toBe('');
    first.destroy();
  });
});

test('a caller that resets its connection before or in the middle of an answer has sent one request', async () => {
  await using mock = await startMock(options);
  for (let round = 0; round < 10; round += 1) {
    mock.reset();
    mock.fault('big-body', { bytes: 10_000_000 });
    const socket = connect(mock.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write('POST /v1/callback/get HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}');
    await once(socket, 'data');
    socket.resetAndDestroy();
    // The mock learns of the reset at its next turn of the event loop or a later one.
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(mock.requests, 'a reset connection must not be recorded as a request').toHaveLength(1);
  }
});
