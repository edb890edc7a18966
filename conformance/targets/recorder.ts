import { type RequestRedact, redactHeaders } from '@trtc-call/client/har';
import type { Exchange } from '../report/run-report.ts';
import { readText } from './read-text.ts';

/** What sends a request: the global `fetch`, `mock.fetch`, or a mutant around one. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** What keeps the last exchanges for the report of a failure. */
export interface Recorder {
  readonly fetch: Fetch;
  /** The last exchanges, without credentials. They are looked for when this is called: few exchanges are ever shown. */
  list(): Exchange[];
}

/** An exchange as it was sent and came. */
interface RawExchange extends Omit<Exchange, 'requestHeaders' | 'responseHeaders'> {
  requestHeaders: Headers;
  responseHeaders: Headers;
}

const longestBody = 4000;

/** Records what a `fetch` sends and gets, the last exchanges of it. */
export function createRecorder(fetch: Fetch, { redact, learn }: RequestRedact, limit: number): Recorder {
  const exchanges: RawExchange[] = [];
  const record: Fetch = async (url, init) => {
    learn(url);
    const started = performance.now();
    const exchange: RawExchange = {
      method: init.method ?? 'GET',
      url,
      requestHeaders: new Headers(init.headers),
      requestBody: typeof init.body === 'string' ? init.body : null,
      status: null,
      responseHeaders: new Headers(),
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
      exchange.responseHeaders = response.headers;
      exchange.responseBody = text;
      const body = response.status === 204 || response.status === 304 ? null : text;
      return new Response(body, { status: response.status, headers: response.headers });
    } catch (error) {
      exchange.error = error instanceof Error ? error.message : String(error);
      throw error;
    } finally {
      exchange.durationMilliseconds = Math.round((performance.now() - started) * 100) / 100;
    }
  };
  // What is cut in the middle of a credential is not known for one any more: bodies are redacted as a whole.
  const clean = (text: string | null) => (text === null ? null : shorten(redact(text)));
  return {
    fetch: record,
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
