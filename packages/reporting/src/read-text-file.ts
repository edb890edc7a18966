import { createReadStream } from 'node:fs';
import { NotAFileError } from './write-whole.ts';

/** A file that is not text, or too much of it; the message is a part of a sentence. */
export class TextFileError extends Error {
  override readonly name = 'TextFileError';
}

/**
 * Reads a whole file that a person wrote: UTF-8, with or without a byte order mark. Not more is read than is allowed,
 * from whatever the path leads to.
 *
 * @throws TextFileError when it is longer or of another encoding, or what the file system says
 */
export async function readTextFile(path: string | URL, mostBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  // One byte more than is allowed tells that there is more.
  for await (const chunk of createReadStream(path, { end: mostBytes })) {
    chunks.push(chunk);
    size += chunk.length;
  }
  if (size > mostBytes) throw new TextFileError(`it is longer than ${mostBytes} bytes`);
  return decode(Buffer.concat(chunks));
}

/** Why a file could not be read: what is wrong with it, or the code of the file system. */
export function readFaultOf(error: unknown): string {
  if (error instanceof TextFileError) return error.message;
  if (error instanceof NotAFileError) return `it is ${error.kind}`;
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}

function decode(bytes: Buffer): string {
  const [first, second] = bytes;
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (isWide || bytes.includes(0)) throw new TextFileError('it is UTF-16 or binary: save it as UTF-8');
  try {
    // Leaves a byte order mark out.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new TextFileError('it is not UTF-8: save it as UTF-8', { cause: error });
  }
}
