import type { ContractRule } from '@trtc-call/client';
import { isObject } from '@trtc-call/reporting/values';
import type { TakeElement } from './split.ts';

/** Who saw it: our own requests, or a client in production. */
export type ExchangeSensor = 'probes' | 'production';

/** One request and its answer, as read from a file or just recorded. It may hold secrets: nothing of it is shown as it is. */
export interface Exchange {
  readonly sensor: ExchangeSensor;
  /** Milliseconds since 1970, when it is known. */
  readonly startedAt: number | undefined;
  /** How long the service took, in milliseconds, when it is known. */
  readonly milliseconds: number | undefined;
  readonly method: string;
  readonly url: string;
  /** The header, undefined when there was none. */
  readonly requestContentType: string | undefined;
  readonly requestBody: string | undefined;
  /** The HTTP status, 0 when no answer came. */
  readonly status: number;
  readonly contentType: string | undefined;
  /** The headers of these names (RFC 9745, RFC 8594), undefined when there were none. */
  readonly deprecation?: string | undefined;
  readonly sunset?: string | undefined;
  /** Undefined when no answer came, or the file does not hold it. */
  readonly answerBody: string | undefined;
}

/** What a client in production reported by `onContractViolation`. */
export interface ReportedViolation {
  /** Milliseconds since 1970, when it is known. */
  readonly at: number | undefined;
  readonly operationId: string;
  /** Where the report names it. */
  readonly generation?: string | undefined;
  readonly rule: ContractRule;
  /** JSON Pointer into the answer. */
  readonly pointer: string;
  readonly expected: string;
  readonly got: string;
}

/** Takes what is read, in the order of the file. */
export interface ExchangeSink {
  exchange(exchange: Exchange): void;
  violation(violation: ReportedViolation): void;
}

/** Parses elements, hands them on, and counts what comes of them. */
export class EntryReader {
  read = 0;
  readonly #sink: ExchangeSink;
  readonly #skipped = new Map<string, number>();

  constructor(sink: ExchangeSink) {
    this.#sink = sink;
  }

  readonly take: TakeElement = (buffer, start, end) => {
    const text = buffer.toString('utf8', start, end);
    if (holdsTooManyValues(text)) {
      return `what begins here holds more than ${mostValues} values: no exchange with this API does`;
    }
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return 'what begins here is not JSON: the file is cut off or damaged';
    }
    for (const element of listEntries(value) ?? [value]) this.#hand(element);
    return undefined;
  };

  skipped(): { readonly reason: string; readonly count: number }[] {
    return [...this.#skipped].map(([reason, count]) => ({ reason, count }));
  }

  #hand(element: unknown): void {
    const reason = readElement(element, this.#sink);
    if (reason === undefined) this.read += 1;
    else this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + 1);
  }
}

/** A line may be a whole HAR document. */
function listEntries(value: unknown): readonly unknown[] | undefined {
  if (!isObject(value) || !isObject(value.log) || !Array.isArray(value.log.entries)) return undefined;
  return value.log.entries;
}

/** Reads one element of a file. @returns why it is neither an exchange nor a report, where it is not */
export function readElement(value: unknown, sink: ExchangeSink): string | undefined {
  if (!isObject(value)) return 'not an object';
  const { request, response } = value;
  if (isObject(request) && isObject(response)) {
    const exchange = readExchange(value, request, response);
    if (!exchange) return 'an entry without method and URL';
    sink.exchange(exchange);
    return undefined;
  }
  const violation = readViolation(value);
  if (!violation) return 'neither an entry of HAR nor a report of a client';
  sink.violation(violation);
  return undefined;
}

type Members = Readonly<Record<string, unknown>>;

function readExchange(entry: Members, request: Members, response: Members): Exchange | undefined {
  const { method, url, postData } = request;
  if (typeof method !== 'string' || typeof url !== 'string') return undefined;
  const content = isObject(response.content) ? response.content : {};
  const body = isObject(postData) ? postData.text : undefined;
  return {
    sensor: entry._sensor === 'probes' ? 'probes' : 'production',
    startedAt: readMoment(entry.startedDateTime),
    milliseconds: readDuration(entry),
    method: method.toUpperCase(),
    url,
    requestContentType: findHeader(request.headers, 'content-type'),
    requestBody: typeof body === 'string' ? body : request.bodySize === 0 ? '' : undefined,
    status: typeof response.status === 'number' && response.status > 0 ? response.status : 0,
    contentType: findHeader(response.headers, 'content-type') ?? readMediaType(content.mimeType),
    deprecation: findHeader(response.headers, 'deprecation'),
    sunset: findHeader(response.headers, 'sunset'),
    answerBody: readBody(content),
  };
}

function findHeader(headers: unknown, wanted: string): string | undefined {
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

function readBody({ text, encoding, size }: Members): string | undefined {
  if (typeof text !== 'string') return size === 0 ? '' : undefined;
  return encoding === 'base64' ? Buffer.from(text, 'base64').toString('utf8') : text;
}

/** The last moment that a date can hold (ECMA-262), in milliseconds since 1970. */
const lastMoment = 8.64e15;

function readMoment(value: unknown): number | undefined {
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

const violationRules: readonly ReportedViolation['rule'][] = [
  'type',
  'required',
  'range',
  'mismatch',
  'unlisted-word',
  'undocumented-field',
  'undocumented-code',
  'undocumented-request',
];

function readViolation({
  at,
  operationId,
  generation,
  rule,
  pointer,
  expected,
  got,
}: Members): ReportedViolation | undefined {
  const known = violationRules.find((name) => name === rule);
  if (!known || typeof operationId !== 'string' || typeof pointer !== 'string' || typeof got !== 'string') {
    return undefined;
  }
  // Of a request the client names parameters too, as `?identifier`.
  if (!/^(?:\/|$)/.test(pointer) && known !== 'undocumented-request') return undefined;
  const words = typeof expected === 'string' ? expected : '';
  const named = typeof generation === 'string' ? generation : undefined;
  return { at: readMoment(at), operationId, generation: named, rule: known, pointer, expected: words, got };
}

/** The client refuses longer answers too, unless `maxAnswerBytes` says otherwise. */
const longestBody = 8 * 1024 * 1024;
/** Parsing takes memory by the number of values; a page of records has a few thousand. */
const mostValues = 1_000_000;
/** Shorter texts hold fewer. */
const shortText = 1024 * 1024;

export const tooLarge = `a body of more than ${longestBody} characters or ${mostValues} values`;

type ParsedBody =
  | { readonly problem: undefined; readonly value: unknown }
  | { readonly problem: 'not JSON' | 'too large' };

export function parseBody(text: string): ParsedBody {
  if (text.length > longestBody || holdsTooManyValues(text)) {
    return { problem: 'too large' };
  }
  try {
    return { problem: undefined, value: JSON.parse(text) };
  } catch {
    return { problem: 'not JSON' };
  }
}

function holdsTooManyValues(text: string): boolean {
  if (text.length <= shortText) return false;
  let count = 0;
  let isString = false;
  for (let at = 0; at < text.length && count <= mostValues; at += 1) {
    const sign = text[at];
    if (sign === '"') isString = !isString;
    else if (isString) at += sign === '\\' ? 1 : 0;
    else if (sign === ',' || sign === '{' || sign === '[') count += 1;
  }
  return count > mostValues;
}
