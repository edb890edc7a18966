import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import type { Damage, ExchangeSink } from './exchange.ts';
import { ExchangeFileError } from './exchange-file-error.ts';
import { splitHar } from './split-har.ts';
import { splitLines } from './split-lines.ts';
import type { Splitter } from './splitter.ts';
import { Taker } from './taker.ts';

/** What was read of a file. */
export interface ReadExchanges {
  readonly format: 'har' | 'ndjson';
  /** Exchanges and reports that were handed on. */
  readonly read: number;
  /** Elements that are neither, by their reason. */
  readonly skipped: readonly { readonly reason: string; readonly count: number }[];
  /** The first place that cannot be read. */
  readonly damage: Damage | undefined;
}

/** Larger pieces are read no faster, and lie in memory until they are swept. */
const chunkBytes = 256 * 1024;
/** So much tells the format. */
const headBytes = 64;

/**
 * Reads a file of exchanges as a stream: HAR 1.2, or NDJSON of HAR entries and of what clients report; gzip is undone.
 * The format is told by the content. Memory does not grow with the file.
 *
 * @param path `-` for standard input
 * @throws ExchangeFileError when there is nothing that can be read
 */
export async function readExchanges(path: string, sink: ExchangeSink): Promise<ReadExchanges> {
  if (path === '-') return readBytes('standard input', process.stdin, sink);
  await checkFile(path);
  return readBytes(path, createReadStream(path, { highWaterMark: chunkBytes }), sink);
}

/** The same for bytes from anywhere; `name` is used in errors. */
export async function readBytes(
  name: string,
  bytes: AsyncIterable<Uint8Array>,
  sink: ExchangeSink,
): Promise<ReadExchanges> {
  const taker = new Taker(sink);
  let head: Buffer = Buffer.alloc(0);
  let splitter: Splitter | undefined;
  let format: ReadExchanges['format'] = 'ndjson';
  // Clients that have nothing to report leave an empty file.
  const isForLines = /\.(ndjson|jsonl)(\.gz)?$/i.test(name);
  const begin = () => {
    const start = withoutMark(head);
    if (start.length === 0 && !isForLines) throw new ExchangeFileError('empty', name, 'record again');
    format = start.length === 0 ? 'ndjson' : formatOf(start, name);
    splitter = format === 'har' ? splitHar(taker.take) : splitLines(taker.take);
    // What was cut off in front is counted by offsets all the same.
    splitter.push(blanked(head));
  };
  let brokenStream: string | undefined;
  try {
    for await (const chunk of unzipped(bytes)) {
      if (splitter) splitter.push(chunk);
      else {
        head = Buffer.concat([head, chunk]);
        if (withoutMark(head).length >= headBytes) begin();
      }
    }
  } catch (error) {
    if (error instanceof ExchangeFileError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (!code.startsWith('Z_')) {
      throw new ExchangeFileError('not-readable', name, `${code}; look at its permissions`, { cause: error });
    }
    brokenStream = 'the compressed data is cut off or damaged';
  }
  if (!splitter) begin();
  const damage = splitter?.end();
  const offset = damage?.offset ?? 0;
  return {
    format,
    read: taker.read,
    skipped: taker.skipped(),
    damage: brokenStream === undefined ? damage : { offset, reason: brokenStream },
  };
}

async function checkFile(path: string): Promise<void> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw new ExchangeFileError('not-a-file', path, 'name the files in it');
  } catch (error) {
    if (error instanceof ExchangeFileError) throw error;
    throw new ExchangeFileError('not-found', path, 'name a HAR or NDJSON file', { cause: error });
  }
}

async function* unzipped(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const chunks = bytes[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done) return;
  const rest = (async function* () {
    yield first.value;
    while (true) {
      const next = await chunks.next();
      if (next.done) return;
      yield next.value;
    }
  })();
  const isGzip = first.value[0] === 0x1f && first.value[1] === 0x8b;
  if (!isGzip) {
    for await (const chunk of rest) yield asBuffer(chunk);
    return;
  }
  const { Readable } = await import('node:stream');
  for await (const chunk of Readable.from(rest).pipe(createGunzip({ chunkSize: chunkBytes })))
    yield asBuffer(chunk);
}

function asBuffer(chunk: Uint8Array): Buffer {
  return Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

const isMark = (head: Buffer) => head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;

/** Without a byte order mark and white space. */
function withoutMark(head: Buffer): Buffer {
  let at = isMark(head) ? 3 : 0;
  while (at < head.length && (head[at] ?? 0) <= 0x20) at += 1;
  return head.subarray(at);
}

/** With blanks in place of the mark, which is no part of the JSON. */
function blanked(head: Buffer): Buffer {
  return isMark(head) ? Buffer.concat([Buffer.from('   '), head.subarray(3)]) : head;
}

function formatOf(start: Buffer, name: string): ReadExchanges['format'] {
  const text = start.toString('utf8', 0, headBytes);
  if (/^\{\s*"log"\s*:/.test(text)) return 'har';
  if (text.startsWith('{')) return 'ndjson';
  throw new ExchangeFileError(
    'unknown-format',
    name,
    'it begins with something else than an object; record with `trtc-call drift record`, or export a HAR file',
  );
}
