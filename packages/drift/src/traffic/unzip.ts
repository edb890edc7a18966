import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Larger pieces are read no faster, and lie in memory until they are swept. */
export const chunkBytes = 64 * 1024;

/** So much may come of however little. */
const freeBytes = 256 * 1024 * 1024;
/** Records of exchanges come to some ten times their compressed size; what comes to far more was made to keep readers busy. */
const mostTimes = 300;

/** Compressed data that cannot be read to its end; the message is a part of a sentence. */
export class UnzipError extends Error {
  override readonly name = 'UnzipError';
}

/**
 * Bytes as they are, or what they are compressed from by gzip, all members of it.
 *
 * @throws UnzipError behind what could be read
 */
export async function* unzipped(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const chunks = bytes[Symbol.asyncIterator]();
  try {
    const first = await firstBytes(chunks);
    const isGzip = first[0] === 0x1f && first[1] === 0x8b;
    if (isGzip) yield* gunzipped(first, chunks);
    else {
      if (first.length > 0) yield first;
      for await (const chunk of rest(chunks)) yield chunk;
    }
  } finally {
    await chunks.return?.();
  }
}

async function* gunzipped(first: Buffer, chunks: AsyncIterator<Uint8Array>): AsyncGenerator<Buffer> {
  let taken = 0;
  // Behind the end of compressed data zeros may follow, as some tools fill up blocks by them; anything else was lost.
  let lastFilled = 0;
  const input = async function* () {
    for await (const chunk of rest(chunks, first)) {
      const filled = chunk.findLastIndex((byte) => byte !== 0);
      if (filled >= 0) lastFilled = taken + filled + 1;
      taken += chunk.length;
      yield chunk;
    }
  };
  const gunzip = createGunzip({ chunkSize: chunkBytes });
  // What goes wrong is thrown where the result is read.
  pipeline(input, gunzip, () => {});
  let given = 0;
  try {
    for await (const chunk of gunzip) {
      yield asBuffer(chunk);
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
  if (lastFilled > gunzip.bytesWritten) {
    throw new UnzipError(`something else follows the compressed data at byte ${gunzip.bytesWritten} of it`);
  }
}

/** At least two bytes, which tell whether they are compressed, unless there are no more. */
async function firstBytes(chunks: AsyncIterator<Uint8Array>): Promise<Buffer> {
  let first: Buffer = Buffer.alloc(0);
  while (first.length < 2) {
    const next = await chunks.next();
    if (next.done) break;
    first = first.length === 0 ? asBuffer(next.value) : Buffer.concat([first, next.value]);
  }
  return first;
}

async function* rest(chunks: AsyncIterator<Uint8Array>, first?: Buffer): AsyncGenerator<Buffer> {
  if (first) yield first;
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield asBuffer(next.value);
}

function asBuffer(chunk: Uint8Array): Buffer {
  return Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}
