import { type RequestRedact, redactHeaders } from '@trtc-call/client/har';
import type { Exchange } from '../report/run-report.ts';
import { readText } from './read-text.ts';

/** What sends a request: the global `fetch`, `mock.fetch`, or a mutant around one. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const longestBody = 4000;

/** A `fetch` that keeps what was sent and what came back, redacted, for the report of a failure. */
export function recordExchanges(
  fetch: Fetch,
  { redact, learn }: RequestRedact,
  exchanges: Exchange[],
  limit: number,
): Fetch {
  return async (url, init) => {
    learn(url);
    const started = performance.now();
    const exchange: Exchange = {
      method: init.method ?? 'GET',
      url: redact(url),
      requestHeaders: redactHeaders(new Headers(init.headers), redact),
      requestBody: typeof init.body === 'string' ? shorten(redact(init.body)) : null,
      status: null,
      responseHeaders: {},
      responseBody: null,
      durationMilliseconds: 0,
    };
    exchanges.push(exchange);
    // The last exchanges show what went wrong; a check of hundreds must not make a report of megabytes.
    if (exchanges.length > limit) exchanges.shift();
    try {
      const response = await fetch(url, init);
      const text = await readText(response);
      exchange.status = response.status;
      exchange.responseHeaders = redactHeaders(response.headers, redact);
      exchange.responseBody = shorten(redact(text));
      exchange.durationMilliseconds = elapsed(started);
      const body = response.status === 204 || response.status === 304 ? null : text;
      return new Response(body, { status: response.status, headers: response.headers });
    } catch (error) {
      exchange.durationMilliseconds = elapsed(started);
      exchange.error = redact(error instanceof Error ? error.message : String(error));
      throw error;
    }
  };
}

function shorten(text: string): string {
  if (text.length <= longestBody) return text;
  return `${text.slice(0, longestBody)} ... (${text.length - longestBody} more characters)`;
}

function elapsed(started: number): number {
  return Math.round((performance.now() - started) * 100) / 100;
}
