import type { FetchLike } from '../client-options.ts';
import { AnswerTooLongError, answerStatus, requestHeaders, type Transport } from './transport.ts';

/** Carries requests by a `fetch`: the platform's, or the caller's own. */
export function createFetchTransport(fetch: FetchLike, maxAnswerBytes: number): Transport {
  return {
    start({ url, body }) {
      const controller = new AbortController();
      const { signal } = controller;
      // A redirect is shown to the caller: followed, it would carry the UserSig to another host.
      const init: RequestInit = { method: 'POST', headers: requestHeaders, body, redirect: 'manual', signal };
      return { answer: carry(fetch, url, init, maxAnswerBytes), abort: (reason) => controller.abort(reason) };
    },
    close() {},
  };
}

async function carry(fetch: FetchLike, url: string, init: RequestInit, maxBytes: number) {
  const response = await fetch(url, init);
  if (response.type === 'opaqueredirect') throw new Error('a redirect, which is not followed');
  const { status, headers } = response;
  const isRead = status === answerStatus;
  let text = '';
  if (isRead) text = await readText(response, maxBytes);
  // The body of anything else is not wanted, and given up to free the connection.
  else await response.body?.cancel();
  return { status, headers: () => headers, text, isRead };
}

async function readText(response: Response, maxBytes: number): Promise<string> {
  const { headers, body } = response;
  const length = Number(headers.get('content-length') ?? Number.POSITIVE_INFINITY);
  // The length that is announced is that of the compressed body.
  if (!body || (length <= maxBytes && !headers.has('content-encoding'))) return response.text();
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new AnswerTooLongError(maxBytes);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
