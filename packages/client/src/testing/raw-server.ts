import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { readPort } from '@trtc-call/test-servers';
import { expect, onTestFinished, vi } from 'vitest';
import { createTrtcCallClient, type TrtcCallClient } from '../index.ts';
import { accountV1, rejection, sampleRecord, success } from './answering-fetch.ts';

/** A server that writes whatever it is told to when a request has come in whole. */
export async function startRawServer(answer: (socket: Socket, request: string) => void) {
  const seen = { requests: 0, connections: 0, open: new Set<Socket>() };
  const server = createServer((socket) => {
    seen.connections += 1;
    seen.open.add(socket);
    socket.on('close', () => seen.open.delete(socket));
    // A client that goes away is what many of these answers are for.
    socket.on('error', () => {});
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      const head = received.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
      if (head === -1 || received.length < head + 4 + length) return;
      const request = received;
      received = '';
      seen.requests += 1;
      answer(socket, request);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of seen.open) socket.destroy();
    server.close();
  });
  return { url: `http://127.0.0.1:${readPort(server)}`, seen };
}

/** A server of HTTP that counts its sockets and ends with the test. */
export async function serve(listener: RequestListener, prepare: (server: Server) => void = () => {}) {
  const seen = { opened: 0, open: new Set<Socket>() };
  const server = createHttpServer(listener);
  prepare(server);
  server.on('connection', (socket) => {
    seen.opened += 1;
    seen.open.add(socket);
    socket.on('close', () => seen.open.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${readPort(server)}`, seen };
}

/** An answer of HTTP 200 as it should be, with other headers and another length where they are given. */
export function writeAnswer(
  body: string | Uint8Array,
  headers = '',
  length = Buffer.byteLength(body),
): Buffer<ArrayBuffer> {
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n${headers}\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body)]);
}

/** An answer without a body, of another status. */
export const writeStatus = (line: string, headers = '') => Buffer.from(`HTTP/1.1 ${line}\r\n${headers}\r\n`);

/** An answer of HTTP 200 whose body is to come in chunks, and what is given of them. */
export const writeChunked = (chunks: string) =>
  Buffer.from(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${chunks}`, 'latin1');

/** Each letter as a chunk. */
export const toChunks = (text: string) => [...text].map((letter) => `1\r\n${letter}\r\n`).join('');

/** A record that no odd answer holds. */
export const nextRecord = { ...sampleRecord, callId: 'the-next-call' };

/** Answers as told, but for a call that asks for `nextRecord`, which is always answered well. */
export const orNextRecord = (act: (socket: Socket) => void) => (socket: Socket, request: string) => {
  if (request.includes(nextRecord.callId)) socket.write(writeAnswer(JSON.stringify(success(nextRecord))));
  else act(socket);
};

/** A client without a limiter that tries again once, and at once. */
export function openClient(
  region: string,
  options: { readonly maxAnswerBytes?: number } = {},
): TrtcCallClient {
  const client = createTrtcCallClient({
    ...accountV1,
    region,
    limiter: false,
    retry: { maxAttempts: 2, baseMilliseconds: 1, capMilliseconds: 1 },
    ...options,
  });
  onTestFinished(() => client.close());
  return client;
}

/** The envelope of the sample record, as text. */
export const json = JSON.stringify(success(sampleRecord));

const maxAnswerBytes = 100_000;

/** What an answer of more bytes than may be read comes to. */
export const longer = {
  kind: 'contract',
  issues: [{ rule: 'range', pointer: '', expected: `at most ${maxAnswerBytes} bytes` }],
};

/** The bytes of an answer, and what is to come of them. */
export interface OddAnswer {
  /** Written when the request is there. */
  readonly bytes: Uint8Array;
  /** Whether the connection is closed then. */
  readonly closes?: true;
  /** What the caller gets: the record, or an error. */
  readonly becomes: 'the record' | Readonly<Record<string, unknown>>;
  /** Whether it is tried again. Default: it is not. */
  readonly isRetried?: true;
  /** Whether the connection serves the next request. Default: that opens another. */
  readonly isKept?: true;
}

/** Lets a client have the answer, and ask for something else afterwards. */
export async function expectOddAnswer({
  bytes,
  closes,
  becomes,
  isRetried,
  isKept,
}: OddAnswer): Promise<void> {
  const { url, seen } = await startRawServer(
    orNextRecord((socket) => {
      if (closes) socket.end(bytes);
      else socket.write(bytes);
    }),
  );
  const client = openClient(url, { maxAnswerBytes });
  const call = client.records.get('a-call');
  if (becomes === 'the record') expect(await call).toEqual(sampleRecord);
  else expect(await rejection(call)).toMatchObject(becomes);
  expect(seen.requests, 'how often it was sent').toBe(isRetried ? 2 : 1);
  // In which the client lets go of what it does not keep.
  await new Promise((resolve) => setTimeout(resolve, 5));
  const before = seen.connections;
  expect(await client.records.get(nextRecord.callId)).toEqual(nextRecord);
  expect(seen.connections - before, 'connections opened for the next call').toBe(isKept ? 0 : 1);
  await vi.waitFor(() => expect(seen.open.size, 'connections that are left').toBe(1));
}
