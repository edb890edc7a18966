import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { sampleRecord } from '../testing/answering-fetch.ts';
import {
  expectOddAnswer,
  json,
  longer,
  type OddAnswer,
  openClient,
  startRawServer,
  toChunks,
  writeAnswer,
  writeChunked,
  writeStatus,
} from '../testing/raw-server.ts';

const nested = (levels: number) => json.replace('"alice"', `${'['.repeat(levels)}${']'.repeat(levels)}`);

const notJson = { kind: 'contract', issues: [{ pointer: '', expected: 'JSON' }] };
const noAnswer = (code: string) => ({ kind: 'connection', code });
const httpStatus = (code: number) => ({ kind: 'http-status', status: code });
const compressed = (bytes: Uint8Array, coding: string) =>
  writeAnswer(bytes, `content-encoding: ${coding}\r\n`);

/** In one chunk, with gzip as the transfer coding beneath. */
const transferred = (bytes: Uint8Array, headers = '') =>
  Buffer.concat([
    Buffer.from(`HTTP/1.1 200 OK\r\n${headers}transfer-encoding: gzip, chunked\r\n\r\n`),
    Buffer.from(`${bytes.length.toString(16)}\r\n`),
    bytes,
    Buffer.from('\r\n0\r\n\r\n'),
  ]);

const givesRecord = (bytes: Uint8Array): OddAnswer => ({ bytes, becomes: 'the record', isKept: true });
const isLost = (bytes: Uint8Array, code: string): OddAnswer => ({
  bytes,
  becomes: noAnswer(code),
  isRetried: true,
});
const isStatus = (bytes: Uint8Array, status: number): OddAnswer => ({ bytes, becomes: httpStatus(status) });
const isNotJson = (bytes: Uint8Array): OddAnswer => ({
  bytes,
  becomes: notJson,
  isRetried: true,
  isKept: true,
});
const isUnknown = (bytes: Uint8Array, got: string): OddAnswer => ({
  bytes,
  becomes: {
    kind: 'contract',
    issues: [{ rule: 'type', pointer: '', expected: 'plain or compressed with gzip, deflate or br', got }],
  },
  isKept: true,
});

const rows: Readonly<Record<string, OddAnswer>> = {
  // Another status than 200.
  '101, which is not HTTP afterwards': isStatus(
    writeStatus('101 Switching Protocols', 'connection: upgrade\r\nupgrade: websocket\r\n'),
    101,
  ),
  '101 without an upgrade': isStatus(writeStatus('101 Switching Protocols'), 101),
  '100 and 103 before the answer, many times': givesRecord(
    Buffer.concat([
      ...Array(500).fill(writeStatus('100 Continue')),
      ...Array(500).fill(writeStatus('103 Early Hints', 'link: </a>\r\n')),
      writeAnswer(json),
    ]),
  ),
  '102 before the answer': givesRecord(Buffer.concat([writeStatus('102 Processing'), writeAnswer(json)])),
  '200 that speaks of an upgrade': givesRecord(writeAnswer(json, 'connection: upgrade\r\nupgrade: h2c\r\n')),
  '204': isStatus(writeStatus('204 No Content'), 204),
  '205': isStatus(writeStatus('205 Reset Content'), 205),
  '206 with the whole body': isStatus(
    Buffer.from(writeAnswer(json).toString().replace('200 OK', '206 Partial Content')),
    206,
  ),
  '304': isStatus(writeStatus('304 Not Modified'), 304),
  '407': isStatus(writeStatus('407 Proxy Authentication Required'), 407),
  '599 without an end': { bytes: writeStatus('599 Odd'), becomes: httpStatus(599), isRetried: true },
  '999': {
    bytes: writeStatus('999 Odd', 'content-length: 0\r\n'),
    becomes: httpStatus(999),
    isRetried: true,
  },
  '000': isStatus(writeStatus('000 Odd', 'content-length: 0\r\n'), 0),

  // HTTP that is not as it should be.
  'a body that is cut short': {
    bytes: writeAnswer(json, '', json.length + 10),
    closes: true,
    becomes: noAnswer('ECONNRESET'),
    isRetried: true,
  },
  'more than was announced': isLost(writeAnswer(`${json}and more`, '', json.length), 'HPE_INVALID_CONSTANT'),
  'two lengths': isLost(writeAnswer(json, 'content-length: 5\r\n'), 'HPE_UNEXPECTED_CONTENT_LENGTH'),
  'a length and chunks': isLost(
    writeAnswer(json, 'transfer-encoding: chunked\r\n'),
    'HPE_INVALID_TRANSFER_ENCODING',
  ),
  'a negative length': isLost(
    Buffer.from(
      writeAnswer(json)
        .toString()
        .replace(/content-length: \d+/, 'content-length: -1'),
    ),
    'HPE_INVALID_CONTENT_LENGTH',
  ),
  'a chunk size that is not hexadecimal': isLost(writeChunked('ZZ\r\n'), 'HPE_INVALID_CHUNK_SIZE'),
  'a chunk whose size has no end': isLost(writeChunked('f'.repeat(100_000)), 'HPE_INVALID_CHUNK_SIZE'),
  'chunks of one byte': givesRecord(writeChunked(`${toChunks(json)}0\r\n\r\n`)),
  'chunks with trailers': givesRecord(
    writeChunked(`${json.length.toString(16)};a=b\r\n${json}\r\n0\r\nx-trailer: 1\r\n\r\n`),
  ),
  'headers that are very many': givesRecord(writeAnswer(json, 'x: 1\r\n'.repeat(2500))),
  'headers without an end': isLost(writeAnswer(json, `x: ${'a'.repeat(200_000)}\r\n`), 'HPE_HEADER_OVERFLOW'),
  'a header with a control character': isLost(writeAnswer(json, 'x: \u0001\r\n'), 'HPE_INVALID_HEADER_TOKEN'),
  'headers that are not ASCII, and cookies': givesRecord(
    writeAnswer(json, 'x: \u00fc\u00ff\r\nset-cookie: a=b\r\nset-cookie: c=d\r\n'),
  ),
  'HTTP/0.9': isLost(Buffer.from(json), 'HPE_INVALID_CONSTANT'),
  'HTTP/1.0, whose end is the end': {
    bytes: Buffer.from(`HTTP/1.0 200 OK\r\n\r\n${json}`),
    closes: true,
    becomes: 'the record',
  },
  'HTTP/2': isLost(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]), 'HPE_INVALID_CONSTANT'),
  'an alert of TLS': isLost(Buffer.from([0x15, 3, 1, 0, 2, 2, 70]), 'HPE_INVALID_CONSTANT'),
  'nothing, and a closed connection': {
    bytes: Buffer.from(''),
    closes: true,
    becomes: noAnswer('ECONNRESET'),
    isRetried: true,
  },
  'a second answer, unasked': {
    bytes: Buffer.concat([writeAnswer(json), writeAnswer(json.replace('alice', 'mallory'))]),
    becomes: 'the record',
  },

  // Bodies.
  'a body that announces a gigabyte': {
    bytes: writeAnswer('x'.repeat(200_000), '', 1_000_000_000),
    becomes: longer,
  },
  'a body without an end': { bytes: writeChunked(`30d40\r\n${'x'.repeat(200_000)}`), becomes: longer },
  'an empty body': isNotJson(writeAnswer('')),
  'a byte order mark': givesRecord(writeAnswer(`\uFEFF${json}`)),
  'UTF-16': isNotJson(writeAnswer(Buffer.from(json, 'utf16le'))),
  NaN: isNotJson(writeAnswer(json.replace('"errorCode":0', '"errorCode":NaN'))),
  'a number that is too large': {
    bytes: writeAnswer(json.replace('"errorCode":0', '"errorCode":1e999')),
    becomes: { kind: 'contract', issues: [{ pointer: '/errorCode' }] },
    isKept: true,
  },
  'a member that is there twice, of which the last one counts': givesRecord(
    writeAnswer(json.replace('{', '{"errorCode":70001,')),
  ),
  'a member that is a trap': givesRecord(writeAnswer(json.replace('{', '{"__proto__":{"errorCode":70001},'))),
  '20,000 levels': {
    bytes: writeAnswer(nested(20_000)),
    becomes: { kind: 'contract', issues: [{ rule: 'range', pointer: '', got: 'nested deeper' }] },
    isKept: true,
  },

  // Compressed unasked.
  gzip: givesRecord(compressed(gzipSync(json), 'gzip')),
  'gzip by its old name': givesRecord(compressed(gzipSync(json), 'X-GZip')),
  deflate: givesRecord(compressed(deflateSync(json), 'deflate')),
  'deflate without a header': givesRecord(compressed(deflateRawSync(json), 'deflate')),
  brotli: givesRecord(compressed(brotliCompressSync(json), 'br')),
  'two codings': givesRecord(compressed(brotliCompressSync(gzipSync(json)), 'gzip, br')),
  'gzip as a transfer coding': givesRecord(transferred(gzipSync(json))),
  'brotli within gzip as a transfer coding': givesRecord(
    transferred(gzipSync(brotliCompressSync(json)), 'content-encoding: br\r\n'),
  ),
  'the identity coding': givesRecord(compressed(Buffer.from(json), 'identity')),
  'an unknown coding': isUnknown(compressed(Buffer.from(json), 'zstd'), 'compressed with zstd'),
  'a coding that is not a word': isUnknown(
    compressed(Buffer.from(json), '\u001b[31m'.slice(1)),
    'compressed with something unknown',
  ),
  'many codings': isUnknown(compressed(Buffer.from(json), 'gzip, '.repeat(200)), 'compressed 200 times'),
  'half of a gzip': {
    bytes: compressed(gzipSync(json).subarray(0, 60), 'gzip'),
    becomes: noAnswer('Z_BUF_ERROR'),
    isRetried: true,
    isKept: true,
  },
  'text that claims to be gzip': {
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
};

describe('an odd answer', () => {
  test.each(Object.entries(rows))('%s', (_, row) => expectOddAnswer(row));
});

test('bytes that are not UTF-8 within a text become U+FFFD, as everywhere', async () => {
  const [before = '', after = ''] = json.split('alice');
  const bytes = Buffer.concat([Buffer.from(before), Buffer.from([0x61, 0xff]), Buffer.from(after)]);
  const { url } = await startRawServer((socket) => socket.write(writeAnswer(bytes)));
  expect(await openClient(url).records.get('a-call')).toEqual({
    ...sampleRecord,
    caller: 'a\uFFFD',
  });
});

test.each([
  [64, true],
  [65, 'contract'],
])('of %s levels is read: %s', async (levels, expected) => {
  // The member that is replaced stands in the record, which stands in the envelope.
  const { url } = await startRawServer((socket) => socket.write(writeAnswer(nested(levels - 2))));
  const outcome = await openClient(url).records.get('a-call').result();
  expect(outcome.ok || outcome.error.kind).toBe(expected);
});
