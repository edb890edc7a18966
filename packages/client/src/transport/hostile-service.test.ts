import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createTrtcCallClient, isTrtcCallError } from '../index.ts';
import { rejection, sampleRecord, success } from '../testing/answering-fetch.ts';
import {
  nextRecord,
  openClient,
  orNextRecord,
  startRawServer,
  toChunks,
  writeAnswer,
  writeChunked,
  writeStatus,
} from '../testing/raw-server.ts';
import { BodyBuffer } from './transport.ts';

const json = JSON.stringify(success(sampleRecord));

describe('an answer that never ends', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  const endless: Readonly<Record<string, (socket: Socket) => void>> = {
    'says nothing': () => {},
    'announces more than comes': (socket) => socket.write(writeAnswer(json, '', json.length + 1)),
    'has no length, and no end': (socket) => socket.write(`HTTP/1.1 200 OK\r\n\r\n${json}`),
    'has a head without an end': (socket) => socket.write('HTTP/1.1 200 OK\r\nx: '),
    'has a last chunk without an end': (socket) =>
      socket.write(writeChunked(`${json.length.toString(16)}\r\n${json}\r\n0\r\n`)),
    dribbles: (socket) => dribble(socket, writeAnswer(json, '', 1000), (at, all) => all.subarray(at, at + 1)),
    'is always about to come (103)': (socket) =>
      dribble(socket, writeStatus('103 Early Hints'), (_, all) => all),
    'has an unknown status (199)': (socket) => socket.write(writeStatus('199 Odd')),
  };

  /** Writes a piece in each turn of the event loop, until the client has enough. */
  function dribble(socket: Socket, all: Buffer, piece: (at: number, all: Buffer) => Uint8Array): void {
    let at = 0;
    const next = () => {
      if (socket.destroyed) return;
      socket.write(piece(at % all.length, all));
      at += 1;
      setImmediate(next);
    };
    next();
  }

  test.each(Object.entries(endless))('%s', async (_, act) => {
    const { url, seen } = await startRawServer(orNextRecord(act));
    const client = openClient(url);
    await client.records.get(nextRecord.callId);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const failed = rejection(client.records.get('a-call', { deadlineMilliseconds: 10_001 }));
    while (seen.requests < 2) await new Promise((resolve) => setImmediate(resolve));
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(10_000);
    await vi.advanceTimersByTimeAsync(1);
    expect(await failed).toMatchObject({ kind: 'deadline', previousAttempts: [{ scope: 'attempt' }] });
    expect(vi.getTimerCount()).toBe(0);
    while (seen.open.size > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(await client.records.get(nextRecord.callId)).toEqual(nextRecord);
  });
});

describe('a connection', () => {
  const late: Readonly<Record<string, string | Uint8Array>> = {
    'a whole answer': writeAnswer(JSON.stringify(success({ ...sampleRecord, caller: 'mallory' }))),
    'half an answer': writeAnswer(json).subarray(0, 20),
    'an end of line': '\r\n',
    'what is not HTTP': 'x',
  };
  test.each(Object.entries(late))('on which %s comes unasked is not used again', async (_, bytes) => {
    const { url, seen } = await startRawServer(
      orNextRecord((socket) => {
        socket.write(writeAnswer(json));
        setTimeout(() => socket.write(bytes), 20);
      }),
    );
    const client = openClient(url);
    expect(await client.records.get('a-call')).toEqual(sampleRecord);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await client.records.get(nextRecord.callId)).toEqual(nextRecord);
    expect(seen.connections).toBe(2);
  });
});

test('whatever bytes come, the call ends with an answer or an error of this package', async () => {
  let bytes: Uint8Array = new Uint8Array();
  const { url } = await startRawServer((socket) => socket.end(bytes));
  const client = createTrtcCallClient({
    generation: 'v1',
    sdkAppId: 1400000000,
    userSig: 'a-user-sig',
    region: url,
    limiter: false,
    retry: false,
    maxAnswerBytes: 100_000,
    onExchange: () => {},
    validate: 'strict',
  });
  const wholes = [
    writeAnswer(json),
    writeAnswer(gzipSync(json), 'content-encoding: gzip\r\n'),
    writeChunked(`${toChunks(json)}0\r\n\r\n`),
  ];
  const edits = fc.array(
    fc.record({ at: fc.nat(), drop: fc.nat({ max: 3 }), put: fc.uint8Array({ maxLength: 3 }) }),
    { maxLength: 4 },
  );
  const mutated = fc.tuple(fc.constantFrom(...wholes), edits).map(([whole, list]) =>
    list.reduce((sofar: Buffer, { at, drop, put }) => {
      const place = at % (sofar.length + 1);
      return Buffer.concat([sofar.subarray(0, place), put, sofar.subarray(place + drop)]);
    }, whole),
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof({ weight: 9, arbitrary: mutated }, fc.uint8Array()), async (given) => {
      bytes = given;
      const call = client.records.get('a-call').withResponse();
      expect(
        await call.then(
          () => true,
          (error) => isTrtcCallError(error),
        ),
      ).toBe(true);
    }),
    { numRuns: 400 },
  );
  client.close();
}, 60_000);

test('chunks of a byte take no more memory than twice their bytes', () => {
  const buffer = new BodyBuffer(1_000_000);
  for (let count = 0; count < 100_000; count += 1) buffer.add(Uint8Array.of(count % 256));
  const bytes = buffer.bytes();
  expect([bytes.length, bytes[255], bytes[99_999]]).toEqual([100_000, 255, 99_999 % 256]);
  expect(bytes.buffer.byteLength).toBeLessThanOrEqual(200_000);
});
