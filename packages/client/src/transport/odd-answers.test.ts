import type { Socket } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { rejection, sampleRecord, success } from '../../test/answering-fetch.ts';
import { startRawServer } from '../../test/raw-server.ts';
import { createTrtcCallClient } from '../index.ts';
import { BodyBuffer } from './transport.ts';

const json = JSON.stringify(success(sampleRecord));
const maxAnswerBytes = 100_000;

/** An answer as it should be, with other headers and another length where they are given. */
function answer(body: string | Uint8Array, headers = '', length = Buffer.byteLength(body)): Buffer {
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n${headers}\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body)]);
}

const compressed = (bytes: Uint8Array, coding: string) => answer(bytes, `content-encoding: ${coding}\r\n`);
const nested = (levels: number) => json.replace('"alice"', `${'['.repeat(levels)}${']'.repeat(levels)}`);
const status = (line: string, headers = '') => Buffer.from(`HTTP/1.1 ${line}\r\n${headers}\r\n`);
const chunked = (body: string) =>
  Buffer.from(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${body}`, 'latin1');
const asChunks = (text: string) => [...text].map((letter) => `1\r\n${letter}\r\n`).join('');

interface Row {
  /** Written when the request is there, and whether the connection is closed then. */
  readonly bytes: Uint8Array;
  readonly closes?: true;
  /** What the caller gets: the record, or an error. */
  readonly becomes: 'the record' | Readonly<Record<string, unknown>>;
  /** Whether it is tried again. Default: it is not. */
  readonly isRetried?: true;
  /** Whether the connection can serve another request. */
  readonly isKept?: true;
}

const notJson = { kind: 'contract', issues: [{ pointer: '', expected: 'JSON' }] };
const longer = {
  kind: 'contract',
  issues: [{ rule: 'range', pointer: '', expected: 'at most 100000 bytes' }],
};
const unknownCoding = (got: string) => ({
  kind: 'contract',
  issues: [{ rule: 'type', pointer: '', expected: 'plain or compressed with gzip, deflate or br', got }],
});
const noAnswer = (code: string) => ({ kind: 'connection', code });
const httpStatus = (code: number) => ({ kind: 'http-status', status: code });

const rows: Readonly<Record<string, Row>> = {
  // Compressed, though nobody asked for it.
  gzip: { bytes: compressed(gzipSync(json), 'gzip'), becomes: 'the record', isKept: true },
  'gzip by its old name': {
    bytes: compressed(gzipSync(json), 'X-GZip'),
    becomes: 'the record',
    isKept: true,
  },
  deflate: { bytes: compressed(deflateSync(json), 'deflate'), becomes: 'the record', isKept: true },
  'deflate without a header': {
    bytes: compressed(deflateRawSync(json), 'deflate'),
    becomes: 'the record',
    isKept: true,
  },
  brotli: { bytes: compressed(brotliCompressSync(json), 'br'), becomes: 'the record', isKept: true },
  'two codings': {
    bytes: compressed(brotliCompressSync(gzipSync(json)), 'gzip, br'),
    becomes: 'the record',
    isKept: true,
  },
  'gzip as a transfer coding': {
    bytes: Buffer.concat([
      Buffer.from('HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n'),
      Buffer.from(`${gzipSync(json).length.toString(16)}\r\n`),
      gzipSync(json),
      Buffer.from('\r\n0\r\n\r\n'),
    ]),
    becomes: 'the record',
    isKept: true,
  },
  'the coding that is none': {
    bytes: compressed(Buffer.from(json), 'identity'),
    becomes: 'the record',
    isKept: true,
  },
  'an unknown coding': {
    bytes: compressed(Buffer.from(json), 'zstd'),
    becomes: unknownCoding('compressed with zstd'),
    isKept: true,
  },
  'a coding that is no word': {
    bytes: compressed(Buffer.from(json), '\u001b[31m'.slice(1)),
    becomes: unknownCoding('compressed with something unknown'),
    isKept: true,
  },
  'many codings': {
    bytes: compressed(Buffer.from(json), 'gzip, '.repeat(200)),
    becomes: unknownCoding('compressed 200 times'),
    isKept: true,
  },
  'half of a gzip': {
    bytes: compressed(gzipSync(json).subarray(0, 60), 'gzip'),
    becomes: noAnswer('Z_BUF_ERROR'),
    isRetried: true,
    isKept: true,
  },
  'a gzip that is none': {
    bytes: compressed(Buffer.from(json), 'gzip'),
    becomes: noAnswer('Z_DATA_ERROR'),
    isRetried: true,
    isKept: true,
  },
  'a bomb of gzip': {
    bytes: compressed(gzipSync(Buffer.alloc(50_000_000)), 'gzip'),
    becomes: longer,
    isKept: true,
  },
  'a bomb of brotli': {
    bytes: compressed(brotliCompressSync(Buffer.alloc(50_000_000)), 'br'),
    becomes: longer,
    isKept: true,
  },
  'a bomb in a bomb': {
    bytes: compressed(gzipSync(gzipSync(Buffer.alloc(50_000_000))), 'gzip, gzip'),
    becomes: longer,
    isKept: true,
  },

  // Another status than 200.
  '101, which is no HTTP afterwards': {
    bytes: status('101 Switching Protocols', 'connection: upgrade\r\nupgrade: websocket\r\n'),
    becomes: httpStatus(101),
  },
  '101 without an upgrade': { bytes: status('101 Switching Protocols'), becomes: httpStatus(101) },
  '100 and 103 before the answer, many times': {
    bytes: Buffer.concat([
      ...Array(500).fill(status('100 Continue')),
      ...Array(500).fill(status('103 Early Hints', 'link: </a>\r\n')),
      answer(json),
    ]),
    becomes: 'the record',
    isKept: true,
  },
  '102 before the answer': {
    bytes: Buffer.concat([status('102 Processing'), answer(json)]),
    becomes: 'the record',
    isKept: true,
  },
  '200 that speaks of an upgrade': {
    bytes: answer(json, 'connection: upgrade\r\nupgrade: h2c\r\n'),
    becomes: 'the record',
    isKept: true,
  },
  '204': { bytes: status('204 No Content'), becomes: httpStatus(204) },
  '205': { bytes: status('205 Reset Content'), becomes: httpStatus(205) },
  '206 with the whole body': {
    bytes: Buffer.from(answer(json).toString().replace('200 OK', '206 Partial Content')),
    becomes: httpStatus(206),
  },
  '304': { bytes: status('304 Not Modified'), becomes: httpStatus(304) },
  '407': { bytes: status('407 Proxy Authentication Required'), becomes: httpStatus(407) },
  '599 without an end': { bytes: status('599 Odd'), becomes: httpStatus(599), isRetried: true },
  '999': { bytes: status('999 Odd', 'content-length: 0\r\n'), becomes: httpStatus(999), isRetried: true },
  '000': { bytes: status('000 Odd', 'content-length: 0\r\n'), becomes: httpStatus(0) },

  // HTTP that is not as it should be.
  'a body that is cut short': {
    bytes: answer(json, '', json.length + 10),
    closes: true,
    becomes: noAnswer('ECONNRESET'),
    isRetried: true,
  },
  'more than was announced': {
    bytes: answer(`${json}and more`, '', json.length),
    becomes: noAnswer('HPE_INVALID_CONSTANT'),
    isRetried: true,
  },
  'two lengths': {
    bytes: answer(json, 'content-length: 5\r\n'),
    becomes: noAnswer('HPE_UNEXPECTED_CONTENT_LENGTH'),
    isRetried: true,
  },
  'a length and chunks': {
    bytes: answer(json, 'transfer-encoding: chunked\r\n'),
    becomes: noAnswer('HPE_INVALID_TRANSFER_ENCODING'),
    isRetried: true,
  },
  'a length that is none': {
    bytes: Buffer.from(
      answer(json)
        .toString()
        .replace(/content-length: \d+/, 'content-length: -1'),
    ),
    becomes: noAnswer('HPE_INVALID_CONTENT_LENGTH'),
    isRetried: true,
  },
  'chunks that are none': {
    bytes: chunked('ZZ\r\n'),
    becomes: noAnswer('HPE_INVALID_CHUNK_SIZE'),
    isRetried: true,
  },
  'a chunk whose size has no end': {
    bytes: chunked('f'.repeat(100_000)),
    becomes: noAnswer('HPE_INVALID_CHUNK_SIZE'),
    isRetried: true,
  },
  'chunks of one byte': { bytes: chunked(`${asChunks(json)}0\r\n\r\n`), becomes: 'the record', isKept: true },
  'chunks with trailers': {
    bytes: chunked(`${json.length.toString(16)};a=b\r\n${json}\r\n0\r\nx-trailer: 1\r\n\r\n`),
    becomes: 'the record',
    isKept: true,
  },
  'headers that are very many': {
    bytes: answer(json, 'x: 1\r\n'.repeat(2500)),
    becomes: 'the record',
    isKept: true,
  },
  'headers without an end': {
    bytes: answer(json, `x: ${'a'.repeat(200_000)}\r\n`),
    becomes: noAnswer('HPE_HEADER_OVERFLOW'),
    isRetried: true,
  },
  'a header with a character that is none': {
    bytes: answer(json, 'x: \u0001\r\n'),
    becomes: noAnswer('HPE_INVALID_HEADER_TOKEN'),
    isRetried: true,
  },
  'headers that are not ASCII, and cookies': {
    bytes: answer(json, 'x: \u00fc\u00ff\r\nset-cookie: a=b\r\nset-cookie: c=d\r\n'),
    becomes: 'the record',
    isKept: true,
  },
  'HTTP/0.9': { bytes: Buffer.from(json), becomes: noAnswer('HPE_INVALID_CONSTANT'), isRetried: true },
  'HTTP/1.0, whose end is the end': {
    bytes: Buffer.from(`HTTP/1.0 200 OK\r\n\r\n${json}`),
    closes: true,
    becomes: 'the record',
  },
  'HTTP/2': {
    bytes: Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
    becomes: noAnswer('HPE_INVALID_CONSTANT'),
    isRetried: true,
  },
  'an alert of TLS': {
    bytes: Buffer.from([0x15, 3, 1, 0, 2, 2, 70]),
    becomes: noAnswer('HPE_INVALID_CONSTANT'),
    isRetried: true,
  },
  'nothing, and a closed connection': {
    bytes: Buffer.from(''),
    closes: true,
    becomes: noAnswer('ECONNRESET'),
    isRetried: true,
  },
  'a second answer that nobody asked for': {
    bytes: Buffer.concat([answer(json), answer(json.replace('alice', 'mallory'))]),
    becomes: 'the record',
  },

  // Bodies.
  'a body that announces a gigabyte': {
    bytes: answer('x'.repeat(200_000), '', 1_000_000_000),
    becomes: longer,
  },
  'a body without an end': { bytes: chunked(`30d40\r\n${'x'.repeat(200_000)}`), becomes: longer },
  'an empty body': { bytes: answer(''), becomes: notJson, isRetried: true, isKept: true },
  'a byte order mark': { bytes: answer(`\uFEFF${json}`), becomes: 'the record', isKept: true },
  'UTF-16': {
    bytes: answer(Buffer.from(json, 'utf16le')),
    becomes: notJson,
    isRetried: true,
    isKept: true,
  },
  NaN: {
    bytes: answer(json.replace('"errorCode":0', '"errorCode":NaN')),
    becomes: notJson,
    isRetried: true,
    isKept: true,
  },
  'a number that is too large': {
    bytes: answer(json.replace('"errorCode":0', '"errorCode":1e999')),
    becomes: { kind: 'contract', issues: [{ pointer: '/errorCode' }] },
    isKept: true,
  },
  'a member that is there twice, of which the last one counts': {
    bytes: answer(json.replace('{', '{"errorCode":70001,')),
    becomes: 'the record',
    isKept: true,
  },
  'a member that is a trap': {
    bytes: answer(json.replace('{', '{"__proto__":{"errorCode":70001},')),
    becomes: 'the record',
    isKept: true,
  },
  '20,000 levels': {
    bytes: answer(nested(20_000)),
    becomes: { kind: 'contract', issues: [{ rule: 'range', pointer: '', got: 'nested deeper' }] },
    isKept: true,
  },
};

function clientOf(region: string) {
  const client = createTrtcCallClient({
    sdkAppId: 1400000000,
    userSig: 'a-user-sig',
    region,
    limiter: false,
    retry: { maxAttempts: 2, baseMilliseconds: 1, capMilliseconds: 1 },
    maxAnswerBytes,
  });
  onTestFinished(() => client.close());
  return client;
}

const nextRecord = { ...sampleRecord, callId: 'the-next-call' };

/** Answers as told, but for the next call, which is always answered well. */
const answering = (act: (socket: Socket) => void) => (socket: Socket, request: string) => {
  if (request.includes(nextRecord.callId)) socket.write(answer(JSON.stringify(success(nextRecord))));
  else act(socket);
};

describe('an odd answer', () => {
  test.each(Object.entries(rows))('%s', async (_, { bytes, closes, becomes, isRetried, isKept }) => {
    const { url, seen } = await startRawServer(
      answering((socket) => {
        if (closes) socket.end(bytes);
        else socket.write(bytes);
      }),
    );
    const client = clientOf(url);
    const call = client.records.get('a-call');
    if (becomes === 'the record') expect(await call).toEqual(sampleRecord);
    else expect(await rejection(call)).toMatchObject(becomes);
    expect(seen.requests, 'how often it was sent').toBe(isRetried ? 2 : 1);
    // A turn, in which the client lets go of what it does not keep.
    await new Promise((resolve) => setTimeout(resolve, 5));
    const before = seen.connections;
    expect(await client.records.get(nextRecord.callId)).toEqual(nextRecord);
    expect(seen.connections - before, 'connections opened for the next call').toBe(isKept ? 0 : 1);
  });
});

describe('an answer that never ends', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  const endless: Readonly<Record<string, (socket: Socket) => void>> = {
    'says nothing': () => {},
    'announces more than comes': (socket) => socket.write(answer(json, '', json.length + 1)),
    'has no length, and no end': (socket) => socket.write(`HTTP/1.1 200 OK\r\n\r\n${json}`),
    'has a head without an end': (socket) => socket.write('HTTP/1.1 200 OK\r\nx: '),
    'has a last chunk without an end': (socket) =>
      socket.write(chunked(`${json.length.toString(16)}\r\n${json}\r\n0\r\n`)),
    dribbles: (socket) => dribble(socket, answer(json, '', 1000), (at, all) => all.subarray(at, at + 1)),
    'is always about to come (103)': (socket) => dribble(socket, status('103 Early Hints'), (_, all) => all),
    'is of a status that nobody knows (199)': (socket) => socket.write(status('199 Odd')),
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
    const { url, seen } = await startRawServer(answering(act));
    const client = clientOf(url);
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
    'a whole answer': answer(JSON.stringify(success({ ...sampleRecord, caller: 'mallory' }))),
    'half an answer': answer(json).subarray(0, 20),
    'an end of line': '\r\n',
    'what is not HTTP': 'x',
  };
  test.each(Object.entries(late))('on which %s comes unasked is not used again', async (_, bytes) => {
    const { url, seen } = await startRawServer(
      answering((socket) => {
        socket.write(answer(json));
        setTimeout(() => socket.write(bytes), 20);
      }),
    );
    const client = clientOf(url);
    expect(await client.records.get('a-call')).toEqual(sampleRecord);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await client.records.get(nextRecord.callId)).toEqual(nextRecord);
    expect(seen.connections).toBe(2);
  });
});

test('bytes that are not UTF-8 within a text become U+FFFD, as everywhere', async () => {
  const [before = '', after = ''] = json.split('alice');
  const bytes = Buffer.concat([Buffer.from(before), Buffer.from([0x61, 0xff]), Buffer.from(after)]);
  const { url } = await startRawServer((socket) => socket.write(answer(bytes)));
  expect(await clientOf(url).records.get('a-call')).toEqual({ ...sampleRecord, caller: 'a\uFFFD' });
});

test('chunks of a byte take no more memory than twice their bytes', () => {
  const buffer = new BodyBuffer(1_000_000);
  for (let count = 0; count < 100_000; count += 1) buffer.add(Uint8Array.of(count % 256));
  const bytes = buffer.bytes();
  expect([bytes.length, bytes[255], bytes[99_999]]).toEqual([100_000, 255, 99_999 % 256]);
  expect(bytes.buffer.byteLength).toBeLessThanOrEqual(200_000);
});
