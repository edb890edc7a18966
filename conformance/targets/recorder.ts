import { type RequestRedact, redactHeaders } from '@trtc-call/client/har';
import type { Exchange } from '../report/run-report.ts';

/** What sends a request as the global `fetch` and `mock.fetch` do. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** An answer that was read to its end. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** The type of an answer, in lower case and without parameters; empty where it does not say. */
export function readContentType({ headers }: RawResponse): string {
  return (headers.get('content-type') ?? '').replace(/;.*/s, '').trim().toLowerCase();
}

const webAddress = /\b(https?:(?:\\*\/){2})([^\s"'<>\\/?#]+)((?:\\*[/?#][^\s"'<>\\/?#]*)+)/gi;

/**
 * Takes the paths out of web addresses: that of a receiver of webhooks may hold a secret. Those of the hosts that are
 * asked stay, and those of example.com, where the suite has its own.
 */
export function hidePaths(text: string, hosts: readonly string[] = []): string {
  return text.replace(webAddress, (whole, scheme: string, authority: string, path: string) => {
    const host = authority.replace(/^.*@/, '');
    const isOpen = hosts.includes(host) || /(?:^|\.)example\.com(?::\d+)?$/i.test(host) || path === '/';
    return isOpen ? whole : `${scheme}${host}/[redacted]`;
  });
}

/** Sends a request, and reads its answer to the end. */
export type Transport = (url: string, init: RequestInit) => Promise<RawResponse>;

export function createTransport(fetch: Fetch): Transport {
  return async (url, init) => {
    const response = await fetch(url, init);
    const { status, headers } = response;
    return { status, headers, text: await response.text() };
  };
}

/** The `fetch` of a client whose requests go by a transport. */
export function toFetch(transport: Transport): Fetch {
  return async (url, init) => {
    const { status, headers, text } = await transport(url, init);
    return new Response(status === 204 || status === 304 ? null : text, { status, headers });
  };
}

export interface RawExchange extends Omit<Exchange, 'requestHeaders' | 'responseHeaders'> {
  requestHeaders: Headers;
  responseHeaders: Headers;
}

/**
 * A transport that tells of each exchange when it begins; what `begin` returns is called when it ended, whatever came of
 * it.
 */
export function watchTransport(
  transport: Transport,
  begin: (exchange: RawExchange) => (() => void) | undefined,
): Transport {
  return async (url, init) => {
    const { body, method = 'GET', headers } = init;
    const started = performance.now();
    const exchange: RawExchange = {
      method,
      url,
      requestHeaders: new Headers(headers),
      // Bytes are how a body is sent without a Content-Type.
      requestBody: body instanceof Uint8Array ? new TextDecoder().decode(body) : body ? String(body) : null,
      status: null,
      responseHeaders: new Headers(),
      responseBody: null,
      durationMilliseconds: 0,
    };
    const end = begin(exchange);
    try {
      const response = await transport(url, init);
      const { status, headers, text } = response;
      Object.assign(exchange, { status, responseHeaders: headers, responseBody: text });
      return response;
    } catch (error) {
      exchange.error = error instanceof Error ? error.message : String(error);
      throw error;
    } finally {
      exchange.durationMilliseconds = Math.round((performance.now() - started) * 100) / 100;
      end?.();
    }
  };
}

/** What keeps the last exchanges for the report of a failure. */
export interface Recorder {
  readonly transport: Transport;
  /** The last exchanges, without credentials. They are looked for when this is called: few exchanges are ever shown. */
  list(): Exchange[];
}

const longestBody = 4000;

/** Records what a transport sends and gets, the last exchanges of it. */
export function createRecorder(
  transport: Transport,
  { redact, learn }: RequestRedact,
  limit: number,
): Recorder {
  const exchanges: RawExchange[] = [];
  const begin = (exchange: RawExchange) => {
    learn(exchange.url);
    exchanges.push(exchange);
    // The last exchanges show what went wrong; a check of hundreds must not make a report of megabytes.
    if (exchanges.length > limit) exchanges.shift();
    return undefined;
  };
  // What is cut in the middle of a credential is not known for one any more: bodies are redacted as a whole.
  const clean = (text: string | null) => (text === null ? null : shorten(redact(text)));
  return {
    transport: watchTransport(transport, begin),
    list: () =>
      exchanges.map((exchange) => ({
        ...exchange,
        url: redact(exchange.url),
        requestHeaders: redactHeaders(exchange.requestHeaders, redact),
        requestBody: clean(exchange.requestBody),
        responseHeaders: redactHeaders(exchange.responseHeaders, redact),
        responseBody: clean(exchange.responseBody),
        ...(exchange.error !== undefined && { error: redact(exchange.error) }),
      })),
  };
}

function shorten(text: string): string {
  if (text.length <= longestBody) return text;
  return `${text.slice(0, longestBody)} ... (${text.length - longestBody} more characters)`;
}
