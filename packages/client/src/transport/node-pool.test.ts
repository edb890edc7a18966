import type { RequestListener } from 'node:http';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createTrtcCallClient, DeadlineError, type TrtcCallClientOptions } from '../index.ts';
import { accountV1, rejection, sampleRecord, success } from '../testing/answering-fetch.ts';
import { serve } from '../testing/raw-server.ts';
import { createNodePool } from './node-pool.ts';

const answer = JSON.stringify(success(sampleRecord));

function makeClient(region: string, options: Partial<TrtcCallClientOptions> = {}) {
  const all = { ...accountV1, region, limiter: false, ...options } as TrtcCallClientOptions;
  const client = createTrtcCallClient(all);
  onTestFinished(() => client.close());
  return client;
}

const answering: RequestListener = (request, response) => {
  request.resume().on('end', () => response.end(answer));
};

test('calls one after the other share one connection', async () => {
  const { url, seen } = await serve(answering);
  const client = makeClient(url);
  for (let count = 0; count < 20; count += 1) await client.records.get('a-call');
  expect(seen.opened).toBe(1);
});

test('calls at the same time take as many connections as the pool has, and no more', async () => {
  const { url, seen } = await serve(answering);
  const client = makeClient(url, { pool: { connections: 3 } });
  const records = await Promise.all(Array.from({ length: 30 }, () => client.records.get('a-call')));
  expect(records).toEqual(Array(30).fill(sampleRecord));
  expect(seen.opened).toBe(3);
});

test('close lets go of idle connections, and a call afterwards opens another', async () => {
  const { url, seen } = await serve(answering);
  const client = makeClient(url);
  await client.records.get('a-call');
  client.close();
  await vi.waitFor(() => expect(seen.open.size).toBe(0));
  await client.records.get('a-call');
  expect(seen.opened).toBe(2);
});

test('an idle connection is closed after the time that was set', async () => {
  const { url, seen } = await serve(answering);
  await makeClient(url, { pool: { idleMilliseconds: 50 } }).records.get('a-call');
  await vi.waitFor(() => expect(seen.open.size).toBe(0), { timeout: 5000 });
});

test('a connection that lay idle for too long while the process stood still is not used', async () => {
  const { url, seen } = await serve(answering);
  const client = makeClient(url, { pool: { idleMilliseconds: 50 } });
  await client.records.get('a-call');
  for (const end = performance.now() + 80; performance.now() < end; );
  await client.records.get('a-call');
  expect(seen.opened).toBe(2);
});

test('a server that closes its side of a connection is asked over another', async () => {
  const { url, seen } = await serve((request, response) => {
    response.on('finish', () => request.socket.destroy());
    answering(request, response);
  });
  const client = makeClient(url, { retry: { baseMilliseconds: 1 } });
  for (let count = 0; count < 5; count += 1) expect(await client.records.get('a-call')).toEqual(sampleRecord);
  expect(seen.opened).toBe(5);
});

describe('idle connections', () => {
  const expired = new DeadlineError('getRecordByCallId', 10_000, 'attempt');

  /** A pool with three idle connections, what sends in it, and when it was asked for what has no answer. */
  async function openIdle() {
    const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>();
    const { url, seen } = await serve((request, response) => {
      if (request.url === '/reset') request.socket.resetAndDestroy();
      else if (request.url === '/silent') isAsked();
      else answering(request, response);
    });
    const pool = createNodePool({ connections: 64, idleMilliseconds: 30_000 }, url, 1000);
    onTestFinished(() => pool.close());
    const start = (path = '/') => pool.start({ url: url + path, body: '{}', onLeave: () => {} });
    await Promise.all([start(), start(), start()].map(({ answer }) => answer));
    expect(seen.opened).toBe(3);
    return { start, seen, asked };
  }

  test.each<[name: string, reason: unknown]>([
    ['of an attempt', expired],
    ['of the caller', new DOMException('The operation was aborted due to timeout', 'TimeoutError')],
  ])('are not asked after a timeout %s', async (_, reason) => {
    const { start, seen, asked } = await openIdle();
    const lost = start('/silent');
    await asked;
    lost.abort(reason);
    const { answer } = start();
    expect(await rejection(lost.answer)).toBeInstanceOf(Error);
    expect(await answer).toMatchObject({ status: 200 });
    expect(seen.opened).toBe(4);
    await vi.waitFor(() => expect(seen.open.size).toBe(1));
  });

  test('are not asked after one that was reset', async () => {
    const { start, seen } = await openIdle();
    expect(await rejection(start('/reset').answer)).toMatchObject({ code: 'ECONNRESET' });
    await start().answer;
    expect(seen.opened).toBe(4);
  });

  test('stay where the caller gives a request up', async () => {
    const { start, seen, asked } = await openIdle();
    const lost = start('/silent');
    await asked;
    lost.abort(new DOMException('This operation was aborted', 'AbortError'));
    await rejection(lost.answer);
    await Promise.all([start(), start()].map(({ answer }) => answer));
    expect(seen.opened).toBe(3);
  });
});

test('an answer that is too long is given up, and its connection with it', async () => {
  const { url, seen } = await serve((request, response) => {
    const more = () => {
      while (response.write('x'.repeat(10_000)));
    };
    request.resume().on('end', more);
    response.on('drain', more);
  });
  const error = await rejection(makeClient(url, { maxAnswerBytes: 100_000 }).records.get('a-call'));
  expect(error).toMatchObject({ kind: 'contract', issues: [{ expected: 'at most 100000 bytes' }] });
  await vi.waitFor(() => expect(seen.open.size).toBe(0));
});

test('what a gateway says in place of the service is not waited for', async () => {
  const { url, seen } = await serve((_, response) => {
    response.writeHead(502, { 'content-type': 'text/html' });
    response.write('<html>');
  });
  const error = await rejection(makeClient(url).records.get('a-call'));
  expect(error).toMatchObject({ kind: 'http-status', status: 502 });
  await vi.waitFor(() => expect(seen.open.size).toBe(0));
});

test('a byte order mark before the answer is left out', async () => {
  const { url } = await serve((_, response) => response.end(`\uFEFF${answer}`));
  expect(await makeClient(url).records.get('a-call')).toEqual(sampleRecord);
});

test('letters that come in two pieces are whole', async () => {
  const bytes = Buffer.from(JSON.stringify(success({ ...sampleRecord, caller: '\u738B\u5C0F\u660E' })));
  const { url } = await serve((_, response) => {
    const middle = bytes.indexOf('\u738B') + 1;
    response.write(bytes.subarray(0, middle), () => setImmediate(() => response.end(bytes.subarray(middle))));
  });
  expect(await makeClient(url).records.get('a-call')).toMatchObject({ caller: '\u738B\u5C0F\u660E' });
});

test('the headers of the answer can be read', async () => {
  const { url } = await serve((_, response) => response.setHeader('x-trace', 'abc').end(answer));
  const { response } = await makeClient(url).records.get('a-call').withResponse();
  expect(response.headers.get('x-trace')).toBe('abc');
});

test('a host of https is asked by TLS', async () => {
  const onLeave = vi.fn();
  const { url, seen } = await serve(answering);
  const pool = createNodePool(
    { connections: 1, idleMilliseconds: 1000 },
    url.replace('http:', 'https:'),
    1000,
  );
  onTestFinished(() => pool.close());
  const { answer: never } = pool.start({
    url: `${url.replace('http:', 'https:')}/v1`,
    body: '{}',
    onLeave,
  });
  // The server does not speak it, so that nothing of the request was sent.
  expect(await rejection(never)).toMatchObject({ code: expect.stringMatching(/SSL|ECONNRESET|EPROTO/) });
  expect(seen.opened).toBe(1);
  expect(onLeave).not.toHaveBeenCalled();
});
