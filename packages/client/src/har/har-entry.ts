import { checkNames } from '../check-options.ts';
import { redactHeaders } from '../redact/call-redact.ts';
import { createRedact } from '../redact/create-redact.ts';
import type { Redact } from '../redact/letters.ts';
import type { ExchangeEvent } from '../request/events.ts';

/** Who sent it: an application in use, or a check that asks to compare. */
export type HarSensor = 'production' | 'probes';

/** What is written of one request; an `ExchangeEvent` of the client fits. */
export interface HarExchange extends Pick<ExchangeEvent, 'startedAt' | 'milliseconds' | 'answer'> {
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string | undefined;
  };
}

/** How entries are made. */
export interface HarEntryOptions {
  /** Default: `production`. */
  readonly sensor?: HarSensor | undefined;
  /** Default: UserSigs, keys and whatever looks like one are taken out. */
  readonly redact?: Redact | undefined;
}

/** An entry of a HAR file, as HAR 1.2 has it; `_sensor` is a field of our own. */
export interface HarEntry {
  readonly startedDateTime: string;
  readonly time: number;
  readonly request: HarRequest;
  readonly response: HarResponse;
  readonly cache: Readonly<Record<string, never>>;
  readonly timings: { readonly send: number; readonly wait: number; readonly receive: number };
  readonly _sensor: HarSensor;
}

interface HarPair {
  readonly name: string;
  readonly value: string;
}

interface HarMessage {
  readonly httpVersion: string;
  readonly cookies: readonly HarPair[];
  readonly headers: readonly HarPair[];
  readonly headersSize: number;
  readonly bodySize: number;
}

interface HarRequest extends HarMessage {
  readonly method: string;
  readonly url: string;
  readonly queryString: readonly HarPair[];
  readonly postData?: { readonly mimeType: string; readonly text: string };
}

interface HarResponse extends HarMessage {
  readonly status: number;
  readonly statusText: string;
  readonly content: { readonly size: number; readonly mimeType: string; readonly text?: string };
  readonly redirectURL: string;
}

/** For a call without options: it knows no secret, and so serves every exchange. */
const redactLookalikes = createRedact();

/** HAR's word for what is not known. */
const unknown = -1;

/** One exchange as an entry of a HAR file. Whatever looks like a secret is taken out. */
export function harEntry(exchange: HarExchange, options: HarEntryOptions = {}): HarEntry {
  checkNames('harEntry', 'options', options, ['sensor', 'redact']);
  const { sensor = 'production', redact = redactLookalikes } = options;
  const { startedAt, milliseconds } = exchange;
  return {
    startedDateTime: new Date(startedAt).toISOString(),
    time: milliseconds,
    request: writeRequest(exchange.request, redact),
    response: writeResponse(exchange.answer, redact),
    cache: {},
    timings: { send: 0, wait: milliseconds, receive: 0 },
    _sensor: sensor,
  };
}

function writeRequest({ method, url, headers, body }: HarExchange['request'], redact: Redact): HarRequest {
  const clean = redact(url);
  return {
    method,
    url: clean,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: writeHeaders(headers, redact),
    queryString: readQuery(clean, redact),
    headersSize: unknown,
    bodySize: body === undefined ? 0 : unknown,
    ...(body !== undefined && {
      postData: { mimeType: redact(findHeader(headers, 'content-type') ?? ''), text: redact(body) },
    }),
  };
}

function writeResponse(answer: HarExchange['answer'], redact: Redact): HarResponse {
  const text = answer?.body === undefined ? undefined : redact(answer.body);
  const headers = answer?.headers ?? {};
  return {
    status: answer?.status ?? 0,
    statusText: '',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: writeHeaders(headers, redact),
    content: {
      size: text?.length ?? 0,
      mimeType: redact(findHeader(headers, 'content-type') ?? ''),
      ...(text !== undefined && { text }),
    },
    redirectURL: '',
    headersSize: unknown,
    bodySize: unknown,
  };
}

function writeHeaders(headers: Readonly<Record<string, string>>, redact: Redact): HarPair[] {
  const clean = redactHeaders(Object.entries(headers), redact);
  return Object.entries(clean).map(([name, value]) => ({ name, value }));
}

function findHeader(headers: Readonly<Record<string, string>>, wanted: string): string | undefined {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1];
}

function readQuery(url: string, redact: Redact): HarPair[] {
  const query = url.split('#')[0]?.split('?').slice(1).join('?') ?? '';
  return [...new URLSearchParams(query)].map(([name, value]) => ({
    name: redact(name),
    value: redact(value),
  }));
}
