import { constants, createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { addAbortSignal, pipeline } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { createUnzip } from 'node:zlib';
import { refuseUnknownOptions } from '../options.ts';
import type { ChunkBuffer, Damage } from './chunk-buffer.ts';
import { EntryReader } from './entry-reader.ts';
import type { ExchangeSink } from './exchange.ts';
import { skipBlank, splitHar, splitLines } from './split.ts';

export interface ReadExchanges {
  readonly format: 'har' | 'ndjson';
  /** Exchanges and reports that were handed on. */
  readonly read: number;
  /** Elements that are neither, by their reason. */
  readonly skipped: readonly { readonly reason: string; readonly count: number }[];
  /** The first place that cannot be read. */
  readonly damage: Damage | undefined;
}

export interface ReadOptions {
  /** Ends the reading, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** For longer nothing else gets its turn, signals among it. */
const longestTurn = 50;

/**
 * Reads a file of exchanges as a stream: HAR 1.2, or NDJSON of HAR entries, HAR documents and of what clients report;
 * gzip and zlib are undone. The content shows the format. Memory does not grow with the file; an entry of more than
 * 67108864 bytes or 1000000 values is damage.
 *
 * @param path `-` for standard input
 * @throws ExchangeFileError when there is nothing that can be read
 */
export async function readExchanges(
  path: string,
  sink: ExchangeSink,
  options: ReadOptions = {},
): Promise<ReadExchanges> {
  refuseUnknownOptions('readExchanges', options, { signal: true });
  const { signal } = options;
  const isPipe = path !== '-' && (await checkFile(path));
  const stream = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: chunkBytes });
  if (signal) addAbortSignal(signal, stream);
  if (isPipe) signal?.addEventListener('abort', () => void endWaiting(path), { once: true });
  return readBytes(path === '-' ? 'standard input' : path, stream, sink, options);
}

/** The same for bytes from anywhere; `name` is used in errors. */
export async function readBytes(
  name: string,
  bytes: AsyncIterable<Uint8Array>,
  sink: ExchangeSink,
  { signal }: ReadOptions = {},
): Promise<ReadExchanges> {
  const takeTurns = createTurns(signal);
  const reader = new EntryReader(sink);
  let head: Buffer = Buffer.alloc(0);
  let headAt = 0;
  let splitter: ChunkBuffer | undefined;
  let format: ReadExchanges['format'] = 'ndjson';
  let seen = 0;
  let broken: string | undefined;
  const push = async (bytes: Buffer) => {
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      splitter?.push(bytes.subarray(at, at + chunkBytes));
      await takeTurns();
    }
  };
  const begin = () => {
    format = readFormat(name, head);
    splitter = format === 'har' ? splitHar(reader.take, headAt) : splitLines(reader.take, headAt);
    return push(head);
  };
  try {
    for await (const chunk of unzipped(bytes)) {
      seen += chunk.length;
      if (splitter) {
        await push(chunk);
        continue;
      }
      const all = Buffer.concat([head, chunk]);
      const blank = skipBlank(all, 0);
      head = all.subarray(blank);
      headAt += blank;
      await (head.length >= headBytes ? begin() : takeTurns());
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof UnzipError)) throw readFault(name, error);
    // A damaged file that begins with white space is not empty: more may follow.
    if (!splitter && head.length === 0) {
      throw new ExchangeFileError('not-readable', name, error.message, { cause: error });
    }
    broken = error.message;
  }
  if (!splitter) await begin();
  const cutOff = broken === undefined ? undefined : (splitter?.damage ?? { offset: seen, reason: broken });
  splitter?.end();
  return { format, read: reader.read, skipped: reader.skipped(), damage: cutOff ?? splitter?.damage };
}

/** @returns whether it is a named pipe */
async function checkFile(path: string): Promise<boolean> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw new ExchangeFileError('not-a-file', path, 'name the files in it');
    return found.isFIFO();
  } catch (error) {
    if (error instanceof ExchangeFileError) throw error;
    throw new ExchangeFileError('not-found', path, 'name a HAR or NDJSON file', { cause: error });
  }
}

/** Opening a named pipe waits for a writer, which keeps a process from ending: opening it here ends the wait. */
async function endWaiting(path: string): Promise<void> {
  try {
    const pipe = await open(path, constants.O_RDWR | constants.O_NONBLOCK);
    await pipe.close();
  } catch {
    // A user who may not write to it can only wait.
  }
}

/** What the system says of a file is a fault of the file; anything else is one of this program. */
function readFault(name: string, error: unknown): unknown {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return error;
  return new ExchangeFileError('not-readable', name, `${error.code}; look at its permissions`, {
    cause: error,
  });
}

/** Lets everything else have its turn from time to time, and stops when the signal says so. */
function createTurns(signal: AbortSignal | undefined): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < longestTurn) return;
    await setImmediate();
    signal?.throwIfAborted();
    last = performance.now();
  };
}

/** Enough to tell the format. */
const headBytes = 64;

/** @param head from the first sign on @throws ExchangeFileError for a format that is not known */
function readFormat(name: string, head: Buffer): ReadExchanges['format'] {
  const unknown = (remedy: string) => new ExchangeFileError('unknown-format', name, remedy);
  if (head.length === 0) {
    // Clients that have nothing to report leave an empty file.
    if (/\.(ndjson|jsonl)(\.gz)?$/i.test(name)) return 'ndjson';
    throw new ExchangeFileError('empty', name, 'record again');
  }
  const start = head.subarray(0, headBytes);
  if (start.toString('latin1').startsWith('PK\x03\x04'))
    throw unknown('it is a zip archive; unpack it, and name the HAR file in it');
  if (start.includes(0)) throw unknown('it holds NUL bytes, as UTF-16 does; save it as UTF-8');
  const text = start.toString('utf8');
  // A line of NDJSON does not end behind its first brace.
  if (/^\{\s*"log"\s*:/.test(text) || /^\{[ \t\r]*\n/.test(text)) return 'har';
  if (text.startsWith('{')) return 'ndjson';
  throw unknown(
    'it begins with something else than an object; record with `trtc-call drift record`, or export a HAR file',
  );
}

/** What kept a file from being read at all. */
export type ExchangeFileErrorCode = 'not-found' | 'not-readable' | 'not-a-file' | 'empty' | 'unknown-format';

/** A file that cannot be read; the message is one line with the remedy. A damaged one is read as far as it goes. */
export class ExchangeFileError extends Error {
  override readonly name = 'ExchangeFileError';
  readonly code: ExchangeFileErrorCode;
  readonly path: string;

  constructor(code: ExchangeFileErrorCode, path: string, remedy: string, options?: ErrorOptions) {
    super(`${path} ${problems[code]}: ${remedy}`, options);
    this.code = code;
    this.path = path;
  }
}

const problems: Readonly<Record<ExchangeFileErrorCode, string>> = {
  'not-found': 'is not there',
  'not-readable': 'cannot be read',
  'not-a-file': 'is a folder',
  empty: 'is empty',
  'unknown-format': 'is neither HAR nor NDJSON',
};

/** Smaller pieces are waited for more often, and larger ones lie in memory until they are swept. */
const chunkBytes = 256 * 1024;

/** This much is unpacked whatever the ratio. */
const freeBytes = 256 * 1024 * 1024;
/** Records of exchanges compress about ten times; a file far above that was made to exhaust its reader. */
const mostTimes = 300;

/** Compressed data that cannot be read to its end; the message is a part of a sentence. */
class UnzipError extends Error {
  override readonly name = 'UnzipError';
}

/** Gzip (RFC 1952), or zlib (RFC 1950) as in the `.zhar` files of mitmproxy. */
function isCompressed(head: Buffer): boolean {
  const [first = 0, second = 0] = head;
  return (first === 0x1f && second === 0x8b) || (first === 0x78 && (first * 256 + second) % 31 === 0);
}

/** Bytes as they are, or what they are compressed from, all members of it. */
async function* unzipped(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const chunks = withHead(bytes);
  try {
    const { value: first } = await chunks.next();
    if (!first) return;
    if (isCompressed(first)) yield* unpacked(first, chunks);
    else {
      yield first;
      yield* chunks;
    }
  } finally {
    await chunks.return(undefined);
  }
}

/** The same bytes; the first piece has at least two, which show whether they are compressed, unless there are no more. */
async function* withHead(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, undefined> {
  let head: Buffer = Buffer.alloc(0);
  let isKnown = false;
  for await (const { buffer, byteOffset, byteLength } of bytes) {
    const chunk = Buffer.from(buffer, byteOffset, byteLength);
    head = isKnown ? chunk : Buffer.concat([head, chunk]);
    isKnown ||= head.length >= 2;
    if (isKnown) yield head;
  }
  if (!isKnown && head.length > 0) yield head;
}

async function* unpacked(first: Buffer, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, undefined> {
  let taken = 0;
  // Behind the end of compressed data zeros may follow, as some tools fill up blocks by them; anything else was lost.
  let lastFilled = 0;
  const count = (chunk: Buffer) => {
    const filled = chunk.findLastIndex((byte) => byte !== 0);
    if (filled >= 0) lastFilled = taken + filled + 1;
    taken += chunk.length;
    return chunk;
  };
  const input = async function* () {
    yield count(first);
    for await (const chunk of chunks) yield count(chunk);
  };
  const unzip = createUnzip({ chunkSize: chunkBytes });
  // What goes wrong is thrown where the result is read.
  pipeline(input, unzip, () => {});
  let given = 0;
  try {
    for await (const chunk of unzip) {
      yield chunk;
      given += chunk.length;
      if (given > freeBytes && given > mostTimes * taken) {
        throw new UnzipError(
          `it is compressed more than ${mostTimes} times: unpack it with gunzip, and name the unpacked file`,
        );
      }
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!code.startsWith('Z_')) throw error;
    throw new UnzipError('the compressed data is cut off or damaged', { cause: error });
  }
  if (lastFilled > unzip.bytesWritten) {
    throw new UnzipError(`something else follows the compressed data at byte ${unzip.bytesWritten} of it`);
  }
}
