import { isObject } from '../contract/json-type.ts';
import type { Exchange, ExchangeSink, ReportedViolation } from './exchange.ts';

/** No server takes longer ones; browsers write whole images into theirs. */
const longestUrl = 64 * 1024;

/** Reads one element of a file. @returns why it is neither an exchange nor a report, where it is not */
export function readElement(value: unknown, sink: ExchangeSink): string | undefined {
  if (!isObject(value)) return 'not an object';
  const { request, response } = value;
  if (isObject(request) && isObject(response)) {
    if (typeof request.url === 'string' && request.url.length > longestUrl) {
      return `an entry whose URL is longer than ${longestUrl} characters`;
    }
    const exchange = exchangeOf(value, request, response);
    if (!exchange) return 'an entry without method and URL';
    sink.exchange(exchange);
    return undefined;
  }
  const violation = violationOf(value);
  if (!violation) return 'neither an entry of HAR nor a report of a client';
  sink.violation(violation);
  return undefined;
}

type Members = Readonly<Record<string, unknown>>;

function exchangeOf(entry: Members, request: Members, response: Members): Exchange | undefined {
  const { method, url, postData } = request;
  if (typeof method !== 'string' || typeof url !== 'string') return undefined;
  const content = isObject(response.content) ? response.content : {};
  const body = isObject(postData) ? postData.text : undefined;
  return {
    sensor: entry._sensor === 'probes' ? 'probes' : 'production',
    startedAt: momentOf(entry.startedDateTime),
    milliseconds: durationOf(entry),
    method: method.toUpperCase(),
    url,
    requestContentType: headerOf(request.headers, 'content-type'),
    requestBody: typeof body === 'string' ? body : request.bodySize === 0 ? '' : undefined,
    status: typeof response.status === 'number' && response.status > 0 ? response.status : 0,
    contentType: headerOf(response.headers, 'content-type') ?? wordOf(content.mimeType),
    deprecation: headerOf(response.headers, 'deprecation'),
    sunset: headerOf(response.headers, 'sunset'),
    answerBody: textOf(content),
  };
}

function headerOf(headers: unknown, wanted: string): string | undefined {
  if (!Array.isArray(headers)) return undefined;
  for (const header of headers) {
    if (!isObject(header)) continue;
    const { name, value } = header;
    if (typeof name !== 'string' || name.length !== wanted.length || typeof value !== 'string') continue;
    if (name.toLowerCase() === wanted) return value;
  }
  return undefined;
}

function wordOf(value: unknown): string | undefined {
  // Browsers write it where there is no header.
  return typeof value === 'string' && value !== '' && value !== 'x-unknown' ? value : undefined;
}

function textOf({ text, encoding, size }: Members): string | undefined {
  if (typeof text !== 'string') return size === 0 ? '' : undefined;
  return encoding === 'base64' ? Buffer.from(text, 'base64').toString('utf8') : text;
}

function momentOf(value: unknown): number | undefined {
  const moment = typeof value === 'string' ? Date.parse(value) : value;
  return typeof moment === 'number' && Number.isFinite(moment) ? moment : undefined;
}

/** What the service took; what a connection took to be opened is not its doing. -1 is HAR's word for unknown. */
function durationOf({ time, timings }: Members): number | undefined {
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

function violationOf({
  at,
  operationId,
  rule,
  pointer,
  expected,
  got,
}: Members): ReportedViolation | undefined {
  const known = violationRules.find((name) => name === rule);
  if (!known || typeof operationId !== 'string' || typeof pointer !== 'string' || typeof got !== 'string') {
    return undefined;
  }
  const words = typeof expected === 'string' ? expected : '';
  return { at: momentOf(at), operationId, rule: known, pointer, expected: words, got };
}
