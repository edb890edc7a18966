import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, test } from 'vitest';
import { expectOddAnswer, json, longer, type OddAnswer, writeAnswer } from '../testing/raw-server.ts';

const compressed = (bytes: Uint8Array, coding: string) =>
  writeAnswer(bytes, `content-encoding: ${coding}\r\n`);
const unknownCoding = (got: string) => ({
  kind: 'contract',
  issues: [{ rule: 'type', pointer: '', expected: 'plain or compressed with gzip, deflate or br', got }],
});
const noAnswer = (code: string) => ({ kind: 'connection', code });

const rows: Readonly<Record<string, OddAnswer>> = {
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
  'a coding that is not a word': {
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
};

describe('a body that was compressed unasked, by', () => {
  test.each(Object.entries(rows))('%s', (_, row) => expectOddAnswer(row));
});
