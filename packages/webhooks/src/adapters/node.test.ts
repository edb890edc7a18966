import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { PassThrough } from 'node:stream';
import createExpress from 'express';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { createReceiver } from '../create-receiver.ts';
import type { Receiver } from '../receiver/open-receiver.ts';
import type { Handlers, ReceiverOptions } from '../receiver/options.ts';
import type { Outcome } from '../receiver/outcome.ts';
import { app, listen, readAnswer, status } from '../testing/open-receiver.ts';

const query = `sdkappid=${app}&command=normal_end`;
const opened: { close(): void }[] = [];
afterEach(() => {
  for (const server of opened.splice(0)) server.close();
});

async function serve(
  on: Handlers,
  options: Partial<ReceiverOptions> = {},
  before?: (request: IncomingMessage) => Promise<void>,
) {
  const outcomes: Outcome[] = [];
  const receiver: Receiver = createReceiver({
    sdkAppId: app,
    on,
    onOutcome: (outcome) => outcomes.push(outcome),
    ...options,
  });
  const { server, url } = await listen(
    createServer(async (request, response) => {
      await before?.(request);
      await receiver.node(request, response);
    }),
  );
  opened.push({
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
  const post = async (body: string) => readAnswer(await fetch(`${url}/?${query}`, { method: 'POST', body }));
  return { url, post, outcomes };
}

/** Sends bytes and gives what comes back until the connection is closed. */
async function raw(url: string, text: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  socket.on('error', () => {});
  socket.write(text);
  await once(socket, 'close');
  return answer;
}

const head = (more: string) => `POST /?${query} HTTP/1.1\r\nHost: x\r\n${more}\r\n\r\n`;

test('many events on kept connections are each handled once', async () => {
  const calls: string[] = [];
  const { post } = await serve({ normal_end: ({ CallId }) => calls.push(String(CallId)) });
  const bodies = Array.from({ length: 200 }, (_, number) =>
    JSON.stringify({ ...status, CallId: `call ${number >> 1}` }),
  );
  const got = await Promise.all(bodies.map(post));
  expect(got.filter(({ code }) => code === 0 || code === 2)).toHaveLength(200);
  expect(calls.sort()).toEqual([...new Set(calls)]);
  expect(calls).toHaveLength(100);
});

test('a body over the limit is answered while it still comes in, and the connection is closed', async () => {
  const { url, outcomes } = await serve({});
  const answer = await raw(url, `${head('Transfer-Encoding: chunked')}20000\r\n${'x'.repeat(0x20000)}`);
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain('"ErrorCode":3');
  expect(outcomes).toEqual([expect.objectContaining({ code: 'body-too-large' })]);
});

test('a body that does not come in time is answered, and the connection is closed', async () => {
  const { url, outcomes } = await serve({}, { limits: { bodyMilliseconds: 50 } });
  expect(await raw(url, `${head('Content-Length: 10')}{`)).toMatch(/^HTTP\/1\.1 408 /);
  expect(outcomes).toEqual([expect.objectContaining({ code: 'body-too-slow' })]);
});

test('a sender that goes away in the middle of its body leaves a refusal and no error', async () => {
  const { url, outcomes } = await serve({});
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(`${head('Content-Length: 10')}{`, () => setImmediate(() => socket.destroy()));
  await vi.waitFor(() => expect(outcomes).toEqual([expect.objectContaining({ code: 'body-cut-off' })]));
});

test.each([
  ['parsed', (text: string): unknown => JSON.parse(text)],
  ['as text', (text: string): unknown => text],
  ['as bytes', (text: string): unknown => Buffer.from(text)],
])('a body that a parser in front has read is taken %s', async (_, made) => {
  const calls: string[] = [];
  const { post } = await serve(
    { normal_end: ({ CallId }) => calls.push(String(CallId)) },
    {},
    async (request) => {
      let text = '';
      for await (const chunk of request) text += String(chunk);
      Object.assign(request, { body: made(text) });
    },
  );
  expect(await post(JSON.stringify(status))).toMatchObject({ code: 0 });
  expect(calls).toEqual([status.CallId]);
});

test('bytes that were kept beside a parsed body tell apart what the parser has rounded', async () => {
  const apart = new Set<string>();
  const receiver = createReceiver({
    sdkAppId: app,
    on: { '*': ({ fingerprint }) => apart.add(fingerprint) },
    onOutcome: () => {},
  });
  const express = createExpress();
  const keep = (request: IncomingMessage, _: unknown, bytes: Buffer) =>
    void Object.assign(request, { rawBody: bytes });
  express.use(createExpress.json({ verify: keep }));
  express.post('/parsed', (request, response) => receiver.node(request, response));
  express.post('/kept', (request, response) =>
    receiver.node(request, response, { body: Reflect.get(request, 'rawBody') }),
  );
  const { server, url } = await listen(createServer(express));
  opened.push(server);
  const post = async (path: string, room: string) => {
    const body = `{"RoomId":${room},${JSON.stringify({ ...status, RoomId: undefined }).slice(1)}`;
    const headers = { 'content-type': 'application/json' };
    expect(
      (await readAnswer(await fetch(`${url}${path}?${query}`, { method: 'POST', body, headers }))).code,
    ).toBe(0);
  };
  await post('/kept', '9007199254740993');
  await post('/kept', '9007199254740992');
  expect(apart.size).toBe(2);
  apart.clear();
  await post('/parsed', '9007199254740995');
  await post('/parsed', '9007199254740996');
  expect(apart.size, 'what the parser has rounded is one: the README says so').toBe(1);
});

test('a parsed body that JSON cannot say is refused, with what to pass instead', async () => {
  const { post, outcomes } = await serve({ '*': () => {} }, {}, async (request) => {
    for await (const _ of request);
    Object.assign(request, { body: { ...status, RoomId: 9007199254740993n } });
  });
  expect(await post(JSON.stringify(status))).toEqual({ status: 422, code: 3 });
  expect(outcomes).toEqual([
    expect.objectContaining({ code: 'unknown-shape', detail: expect.stringContaining('pass its bytes') }),
  ]);
});

test('a body that was read in part is reported, and its sender answered', async () => {
  const { url, outcomes } = await serve({ '*': () => {} }, {}, async (request) => {
    await once(request, 'data');
    request.pause();
  });
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.write(`${head('Content-Length: 10')}{`);
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1\.1 400 /);
  expect(outcomes).toEqual([expect.objectContaining({ code: 'body-already-read' })]);
});

test('a body that was paused is read', async () => {
  const { post } = await serve({ '*': () => {} }, {}, async (request) => void request.pause());
  expect(await post(JSON.stringify(status))).toMatchObject({ code: 0 });
});

test.each<[string, (request: IncomingMessage) => void]>([
  ['listens for `data`', (request) => void request.on('data', () => {})],
  ['listens for `data` as text', (request) => void request.setEncoding('utf8').on('data', () => {})],
  ['wants base64', (request) => void request.setEncoding('base64')],
  ['listens for `readable`', (request) => void request.on('readable', () => {})],
  ['reads when it is readable', (request) => void request.on('readable', () => request.read())],
  ['pipes it elsewhere', (request) => void request.pipe(new PassThrough())],
])('a body is read beside a middleware that %s in the same turn', async (_, look) => {
  const bodies: unknown[] = [];
  const receiver = createReceiver({
    sdkAppId: app,
    on: { '*': ({ raw }) => bodies.push(raw.text) },
    limits: { bodyMilliseconds: 2000 },
    onOutcome: () => {},
  });
  const { server, url } = await listen(
    createServer((request, response) => {
      look(request);
      void receiver.node(request, response);
    }),
  );
  opened.push(server);
  const short = JSON.stringify({ ...status, UserId: 'Zoë' });
  const long = JSON.stringify({ ...status, Extra: '€'.repeat(15_000) });
  for (const body of [short, long]) {
    const answer = await fetch(`${url}/?${query}`, { method: 'POST', body });
    expect(await readAnswer(answer)).toEqual({ status: 200, code: 0 });
  }
  expect(bodies).toEqual([short, long]);
});

test.each([
  ['an empty text', ''],
  ['an empty Buffer', Buffer.alloc(0)],
])('%s in place of a body that was read is reported as that, with what to pass', async (_, left) => {
  const { post, outcomes } = await serve({ '*': () => {} }, {}, async (request) => {
    for await (const _chunk of request);
    Object.assign(request, { body: left });
  });
  expect(await post(JSON.stringify(status))).toEqual({ status: 400, code: 3 });
  expect(outcomes).toEqual([
    expect.objectContaining({ code: 'body-already-read', detail: expect.stringContaining('{ body }') }),
  ]);
  expect(await post('')).toEqual({ status: 400, code: 3 });
  expect(outcomes.at(-1), 'what was empty is reported as that').toMatchObject({ code: 'not-json' });
});

test.each([
  ['an empty text', ''],
  ['an empty Buffer', Buffer.alloc(0)],
])('%s beside an unread body loses nothing', async (_, left) => {
  const { post } = await serve(
    { '*': () => {} },
    {},
    async (request) => void Object.assign(request, { body: left }),
  );
  expect(await post(JSON.stringify(status))).toEqual({ status: 200, code: 0 });
});

test('details that are not known are an error, and the request is answered', async () => {
  const receiver = createReceiver({ sdkAppId: app, on: {}, onOutcome: () => {} });
  const errors: unknown[] = [];
  const { server, url } = await listen(
    createServer((request, response) => {
      const details = JSON.parse('{"bdy":"{}"}');
      receiver.node(request, response, details).catch((error: unknown) => errors.push(error));
    }),
  );
  opened.push(server);
  expect(await readAnswer(await fetch(`${url}/?${query}`, { method: 'POST', body: '{}' }))).toEqual({
    status: 500,
    code: 3,
  });
  expect(errors).toEqual([expect.objectContaining({ name: 'ReceiverOptionError', field: 'node.bdy' })]);
  expect(String(errors[0])).toContain('Did you mean body?');
});

test('the address of the socket is held against the list', async () => {
  const { post } = await serve({ '*': () => {} }, { allow: ['127.0.0.1'] });
  expect(await post(JSON.stringify(status))).toMatchObject({ code: 0 });
  const other = await serve({ '*': () => {} }, { allow: ['203.0.113.1'] });
  expect(await other.post(JSON.stringify(status))).toEqual({ status: 403, code: 3 });
});
