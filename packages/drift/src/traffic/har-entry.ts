import { isUtf8 } from 'node:buffer';
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { isObject } from '@trtc-call/reporting/values';
import { type Exchange, longestBody } from './exchange.ts';

export type Members = Readonly<Record<string, unknown>>;

export function readExchange(entry: Members, request: Members, response: Members): Exchange | undefined {
  const { method, url } = request;
  if (typeof method !== 'string' || typeof url !== 'string') return undefined;
  const content = isObject(response.content) ? response.content : {};
  return {
    sensor: entry._sensor === 'probes' ? 'probes' : 'production',
    startedAt: readMoment(entry.startedDateTime),
    milliseconds: readDuration(entry),
    method: method.toUpperCase(),
    url,
    // What other programs leave out is no mistake of the request: headers, or the body of a redirected one (Playwright).
    ...readRequest(request, entry._sensor !== undefined),
    status: typeof response.status === 'number' && response.status > 0 ? response.status : 0,
    contentType: findHeader(response.headers, 'content-type') ?? readMediaType(content.mimeType),
    deprecation: findHeader(response.headers, 'deprecation'),
    sunset: findHeader(response.headers, 'sunset'),
    answerBody: readAnswerBody(response, content),
  };
}

function readRequest(
  { headers, postData, bodySize }: Members,
  isWhole: boolean,
): Pick<Exchange, 'requestContentType' | 'requestBody'> {
  const { text, mimeType } = isObject(postData) ? postData : {};
  const hasHeaders = isWhole || (Array.isArray(headers) && headers.length > 0);
  const isLeftOut = text === '' && (isLength(bodySize) || mimeType === 'application/octet-stream');
  const body = typeof text === 'string' && (isWhole || !isLeftOut) ? text : undefined;
  return {
    requestContentType:
      findHeader(headers, 'content-type') ??
      readMediaType(mimeType) ??
      (hasHeaders ? undefined : 'application/json'),
    requestBody: body ?? (bodySize === 0 ? '' : undefined),
  };
}

function isLength(value: unknown): boolean {
  return Number(value) > 0;
}

export function findHeader(headers: unknown, wanted: string): string | undefined {
  if (!Array.isArray(headers)) return undefined;
  for (const header of headers) {
    if (!isObject(header)) continue;
    const { name, value } = header;
    if (typeof name !== 'string' || name.length !== wanted.length || typeof value !== 'string') continue;
    if (name.toLowerCase() === wanted) return value;
  }
  return undefined;
}

function readMediaType(value: unknown): string | undefined {
  // Browsers write it where there is no header.
  return typeof value === 'string' && value !== '' && value !== 'x-unknown' ? value : undefined;
}

function readAnswerBody({ headers, bodySize }: Members, content: Members): string | undefined {
  const { text, encoding, size } = content;
  if (typeof text !== 'string') {
    const isEmpty = size === 0 && !isLength(bodySize) && !isLength(findHeader(headers, 'content-length'));
    return isEmpty ? '' : undefined;
  }
  if (encoding !== 'base64') return text;
  return decodeBody(Buffer.from(text, 'base64'), findHeader(headers, 'content-encoding'));
}

/** Some programs keep a body as it was sent. Undefined where it cannot be unpacked. */
function decodeBody(bytes: Buffer, encoding = ''): string | undefined {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  try {
    return unpack(bytes, isGzip ? 'gzip' : encoding.trim().toLowerCase()).toString('utf8');
  } catch {
    return undefined;
  }
}

function unpack(bytes: Buffer, encoding: string): Buffer {
  const options = { maxOutputLength: longestBody };
  if (encoding === 'gzip') return gunzipSync(bytes, options);
  if (encoding === 'br') return brotliDecompressSync(bytes, options);
  if (encoding === 'deflate') return inflateSync(bytes, options);
  return encoding === 'zstd' ? zstdDecompressSync(bytes, options) : bytes;
}

/** The last moment that a date can hold (ECMA-262), in milliseconds since 1970. */
const lastMoment = 8.64e15;

export function readMoment(value: unknown): number | undefined {
  const moment = typeof value === 'string' ? parseMoment(value) : value;
  return typeof moment === 'number' && Math.abs(moment) <= lastMoment ? moment : undefined;
}

/** In milliseconds since 1970. A text without a time zone is in UTC, so that it is the same moment everywhere. */
export function parseMoment(text: string): number {
  if (text.length > longestMoment) return Number.NaN;
  const moment = text.trim();
  // What stands in brackets is a comment, although it may name a zone.
  const isZoned = moment.endsWith('Z') || zone.test(moment.replaceAll(/\([^()]*\)/g, ''));
  if (isZoned) return Date.parse(moment);
  return Date.parse(/\d$/.test(moment) ? `${moment}Z` : `${moment} Z`);
}

/** With the name of a zone it has 70. */
const longestMoment = 100;
/** The zones that `Date.parse` knows: words, and hours behind a time. */
const zone = /(?<![a-z])(?:Z|UTC?|GMT|[CEMP][DS]T)(?![a-z])|:\d\d(?:\.\d+)?\s*(?:[AP]M\s*)?[+-]\d\d/i;

/** What the service took; what a connection took to be opened is not its doing. -1 is HAR's word for unknown. */
function readDuration({ time, timings }: Members): number | undefined {
  if (isObject(timings)) {
    const { send, wait, receive } = timings;
    if (isDuration(wait)) return wait + (isDuration(send) ? send : 0) + (isDuration(receive) ? receive : 0);
  }
  return isDuration(time) ? time : undefined;
}

function isDuration(value: unknown): value is number {
  return typeof value === 'number' && value >= 0;
}
