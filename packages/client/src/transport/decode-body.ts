import { tooLong, UnusableAnswerError } from './transport.ts';

const mostCodings = 3;

/** The codings of an answer in the order in which they were applied; undefined where there are none. */
export function readCodings(rawHeaders: readonly string[]): readonly string[] | undefined {
  let found: { [Name in 'content-encoding' | 'transfer-encoding']: string[] } | undefined;
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const { length } = rawHeaders[at] ?? '';
    // By length first: this is looked for in every answer.
    if (length !== 16 && length !== 17) continue;
    const name = rawHeaders[at]?.toLowerCase();
    if (name !== 'content-encoding' && name !== 'transfer-encoding') continue;
    const words = (rawHeaders[at + 1] ?? '').toLowerCase().split(',');
    const codings = words.map((word) => word.trim()).filter((word) => !plain.has(word));
    if (codings.length === 0) continue;
    found ??= { 'content-encoding': [], 'transfer-encoding': [] };
    found[name].push(...codings);
  }
  return found && [...found['content-encoding'], ...found['transfer-encoding']];
}

// Chunks are put together by the parser of HTTP.
const plain = new Set(['', 'identity', 'chunked']);

/**
 * Takes the codings off a body: nothing is asked for compressed, but something in between may compress it unasked.
 *
 * @throws UnusableAnswerError for another coding, and when more would come out than may be read.
 * @throws Error of zlib, with its code, when the body is damaged.
 */
export async function decodeBody(
  bytes: Uint8Array,
  codings: readonly string[],
  maxBytes: number,
): Promise<Uint8Array> {
  if (codings.length > mostCodings) throw unknownCoding(`${codings.length} times`);
  let decoded = bytes;
  for (const coding of codings.toReversed()) decoded = await decode(decoded, coding, maxBytes);
  return decoded;
}

function decode(bytes: Uint8Array, coding: string, maxBytes: number): Promise<Uint8Array> {
  const decoder = chooseDecoder(coding, bytes);
  return new Promise((resolve, reject) => {
    decoder(bytes, { maxOutputLength: maxBytes }, (error, decoded) => {
      if (!error) resolve(decoded);
      else reject(error.code === 'ERR_BUFFER_TOO_LARGE' ? tooLong(maxBytes) : error);
    });
  });
}

type Decoder = (
  bytes: Uint8Array,
  options: { readonly maxOutputLength: number },
  callback: (error: (Error & { readonly code?: string | undefined }) | null, decoded: Uint8Array) => void,
) => void;

function chooseDecoder(coding: string, [first = 0]: Uint8Array): Decoder {
  // Not imported: a bundle for a browser has this file too, and never comes here.
  const { unzip, inflateRaw, brotliDecompress } = process.getBuiltinModule('node:zlib');
  if (coding === 'gzip' || coding === 'x-gzip') return unzip;
  // Some senders leave out the header of zlib, whose low half is always 8.
  if (coding === 'deflate') return (first & 0x0f) === 8 ? unzip : inflateRaw;
  if (coding === 'br') return brotliDecompress;
  throw unknownCoding(`with ${plainWord.test(coding) ? coding : 'something unknown'}`);
}

const plainWord = /^[\w.-]{1,20}$/;

function unknownCoding(how: string): UnusableAnswerError {
  const expected = 'plain or compressed with gzip, deflate or br';
  return new UnusableAnswerError({ rule: 'type', expected, got: `compressed ${how}` });
}
