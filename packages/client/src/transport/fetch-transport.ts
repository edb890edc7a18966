import { isObject } from '@trtc-call/reporting/values';
import type { FetchLike } from '../options.ts';
import {
  answerStatus,
  BodyBuffer,
  type Incoming,
  NotAResponseError,
  requestHeaders,
  type Transport,
  tooLong,
} from './transport.ts';

/** Carries requests by a `fetch`: the platform's, or the caller's own, which is not trusted to give what it should. */
export function createFetchTransport(fetch: FetchLike, maxAnswerBytes: number): Transport {
  return {
    start({ url, body }) {
      const controller = new AbortController();
      const { signal } = controller;
      // A copy of the headers: a `fetch` may add its own to them. A redirect is shown to the caller: followed, it would
      // carry the UserSig to another host.
      const headers = { ...requestHeaders };
      const init: RequestInit = { method: 'POST', headers, body, redirect: 'manual', signal };
      return {
        answer: carry(fetch, url, init, maxAnswerBytes, signal),
        abort: (reason) => controller.abort(reason),
      };
    },
    close() {},
  };
}

async function carry(
  fetch: FetchLike,
  url: string,
  init: RequestInit,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Incoming> {
  const response: unknown = await fetch(url, init);
  if (!isResponse(response)) throw new NotAResponseError('returned something that is not a Response');
  if (response.type === 'opaqueredirect') throw new Error('a redirect, which is not followed');
  const { status, headers } = response;
  const isRead = status === answerStatus;
  let text = '';
  if (isRead) text = await readText(response, maxBytes, signal);
  // The body of anything else is not wanted, and given up to free the connection.
  else release(response.body);
  return { status, headers: () => copyHeaders(headers), text, isRead };
}

/** By what is used of it, not by its class: it may come from another realm, or from a library. */
function isResponse(value: unknown): value is Response {
  try {
    if (!isObject(value) || !isObject(value.headers)) return false;
    const { status, text, headers } = value;
    return Number.isInteger(status) && typeof text === 'function' && typeof headers.get === 'function';
  } catch {
    return false;
  }
}

async function readText(response: Response, maxBytes: number, signal: AbortSignal): Promise<string> {
  const { headers, body } = response;
  const length = Number(headers.get('content-length') ?? Number.POSITIVE_INFINITY);
  // The length that is announced is that of the compressed body.
  if (!body || (length <= maxBytes && !headers.has('content-encoding'))) {
    const text: unknown = await response.text();
    if (typeof text !== 'string')
      throw new NotAResponseError('returned a Response whose text is not a string');
    if (text.length > maxBytes) throw tooLong(maxBytes);
    return text;
  }
  const buffer = new BodyBuffer(maxBytes);
  let chunks = 0;
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) {
      throw new NotAResponseError('returned a Response whose body is not made of bytes');
    }
    // A `fetch` that does not heed its signal is read no longer than the attempt lasts.
    signal.throwIfAborted();
    buffer.add(chunk);
    // Chunks without a byte would go on for ever, and nothing else would get a turn.
    chunks += 1;
    if (chunks > maxBytes) throw tooLong(maxBytes);
  }
  return new TextDecoder().decode(buffer.bytes());
}

/** Not waited for: a body from elsewhere may do anything. */
function release(body: Response['body']): void {
  new Promise((resolve) => resolve(body?.cancel())).catch(() => {});
}

function copyHeaders(headers: Headers): Headers {
  try {
    return new Headers([...headers]);
  } catch {
    return new Headers();
  }
}
