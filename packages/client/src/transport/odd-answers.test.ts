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

const rows: Readonly<Record<string, OddAnswer>> = {
  // Another status than 200.
  '101, which is not HTTP afterwards': {
    bytes: writeStatus('101 Switching Protocols', 'connection: upgrade\r\nupgrade: websocket\r\n'),
    becomes: httpStatus(101),
  },
  '101 without an upgrade': { bytes: writeStatus('101 Switching Protocols'), becomes: httpStatus(101) },
  '100 and 103 before the answer, many times': {
    bytes: Buffer.concat([
      ...Array(500).fill(writeStatus('100 Continue')),
      ...Array(500).fill(writeStatus('103 Early Hints', 'link: </a>\r\n')),
      writeAnswer(json),
    ]),
    becomes: 'the record',
    isKept: true,
  },
  '102 before the answer': {
    bytes: Buffer.concat([writeStatus('102 Processing'), writeAnswer(json)]),
    becomes: 'the record',
    isKept: true,
  },
  '200 that speaks of an upgrade': {
    bytes: writeAnswer(json, 'connection: upgrade\r\nupgrade: h2c\r\n'),
    becomes: 'the record',
    isKept: true,
  },
  '204': { bytes: writeStatus('204 No Content'), becomes: httpStatus(204) },
  '205': { bytes: writeStatus('205 Reset Content'), becomes: httpStatus(205) },
  '206 with the whole body': {
    bytes: Buffer.from(writeAnswer(json).toString().replace('200 OK', '206 Partial Content')),
    becomes: httpStatus(206),
  },
  '304': { bytes: writeStatus('304 Not Modified'), becomes: httpStatus(304) },
  '407': { bytes: writeStatus('407 Proxy Authentication Required'), becomes: httpStatus(407) },
  '599 without an end': { bytes: writeStatus('599 Odd'), becomes: httpStatus(599), isRetried: true },
  '999': {
    bytes: writeStatus('999 Odd', 'content-length: 0\r\n'),
    becomes: httpStatus(999),
    isRetried: true,
  },
  '000': { bytes: writeStatus('000 Odd', 'content-length: 0\r\n'), becomes: httpStatus(0) },

  // HTTP that is not as it should be.
  'a body that is cut short': {
    bytes: writeAnswer(json, '', json.length + 10),
    closes: true,
    becomes: noAnswer('ECONNRESET'),
    isRetried: true,
  },
  'more than was announced': {
    bytes: writeAnswer(`${json}and more`, '', json.length),
    becomes: noAnswer('HPE_INVALID_CONSTANT'),
    isRetried: true,
  },
  'two lengths': {
    bytes: writeAnswer(json, 'content-length: 5\r\n'),
    becomes: noAnswer('HPE_UNEXPECTED_CONTENT_LENGTH'),
    isRetried: true,
  },
  'a length and chunks': {
    bytes: writeAnswer(json, 'transfer-encoding: chunked\r\n'),
    becomes: noAnswer('HPE_INVALID_TRANSFER_ENCODING'),
    isRetried: true,
  },
  'a negative length': {
    bytes: Buffer.from(
      writeAnswer(json)
        .toString()
        .replace(/content-length: \d+/, 'content-length: -1'),
    ),
    becomes: noAnswer('HPE_INVALID_CONTENT_LENGTH'),
    isRetried: true,
  },
  'a chunk size that is not hexadecimal': {
    bytes: writeChunked('ZZ\r\n'),
    becomes: noAnswer('HPE_INVALID_CHUNK_SIZE'),
    isRetried: true,
  },
  'a chunk whose size has no end': {
    bytes: writeChunked('f'.repeat(100_000)),
    becomes: noAnswer('HPE_INVALID_CHUNK_SIZE'),
    isRetried: true,
  },
  'chunks of one byte': {
    bytes: writeChunked(`${toChunks(json)}0\r\n\r\n`),
    becomes: 'the record',
    isKept: true,
  },
  'chunks with trailers': {
    bytes: writeChunked(`${json.length.toString(16)};a=b\r\n${json}\r\n0\r\nx-trailer: 1\r\n\r\n`),
    becomes: 'the record',
    isKept: true,
  },
  'headers that are very many': {
    bytes: writeAnswer(json, 'x: 1\r\n'.repeat(2500)),
    becomes: 'the record',
    isKept: true,
  },
  'headers without an end': {
    bytes: writeAnswer(json, `x: ${'a'.repeat(200_000)}\r\n`),
    becomes: noAnswer('HPE_HEADER_OVERFLOW'),
    isRetried: true,
  },
  'a header with a control character': {
    bytes: writeAnswer(json, 'x: \u0001\r\n'),
    becomes: noAnswer('HPE_INVALID_HEADER_TOKEN'),
    isRetried: true,
  },
  'headers that are not ASCII, and cookies': {
    bytes: writeAnswer(json, 'x: \u00fc\u00ff\r\nset-cookie: a=b\r\nset-cookie: c=d\r\n'),
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
  'an empty body': { bytes: writeAnswer(''), becomes: notJson, isRetried: true, isKept: true },
  'a byte order mark': { bytes: writeAnswer(`\uFEFF${json}`), becomes: 'the record', isKept: true },
  'UTF-16': {
    bytes: writeAnswer(Buffer.from(json, 'utf16le')),
    becomes: notJson,
    isRetried: true,
    isKept: true,
  },
  NaN: {
    bytes: writeAnswer(json.replace('"errorCode":0', '"errorCode":NaN')),
    becomes: notJson,
    isRetried: true,
    isKept: true,
  },
  'a number that is too large': {
    bytes: writeAnswer(json.replace('"errorCode":0', '"errorCode":1e999')),
    becomes: { kind: 'contract', issues: [{ pointer: '/errorCode' }] },
    isKept: true,
  },
  'a member that is there twice, of which the last one counts': {
    bytes: writeAnswer(json.replace('{', '{"errorCode":70001,')),
    becomes: 'the record',
    isKept: true,
  },
  'a member that is a trap': {
    bytes: writeAnswer(json.replace('{', '{"__proto__":{"errorCode":70001},')),
    becomes: 'the record',
    isKept: true,
  },
  '20,000 levels': {
    bytes: writeAnswer(nested(20_000)),
    becomes: { kind: 'contract', issues: [{ rule: 'range', pointer: '', got: 'nested deeper' }] },
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
