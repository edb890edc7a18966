import { nearestName } from '@trtc-call/rendering/names';
import { dateHeader, type Handle, type MockAnswer, type Wait } from '../core/exchange.ts';
import { MockOptionError } from '../errors.ts';
import { beforeAnswer, faultyBody } from './fetch-fault.ts';

const fetchInit = [
  'body',
  'cache',
  'credentials',
  'dispatcher',
  'duplex',
  'headers',
  'integrity',
  'keepalive',
  'method',
  'mode',
  'priority',
  'redirect',
  'referrer',
  'referrerPolicy',
  'signal',
  'window',
];

export interface FetchOptions {
  readonly handle: Handle;
  readonly now: () => number;
  readonly wait: Wait;
  readonly maxBodyBytes: number;
}

/** A `fetch` that reaches the mock without a socket, whatever host the URL names. */
export function createFetch(options: FetchOptions): typeof fetch {
  const date = dateHeader(options.now);
  return async (input, init) => {
    requireFetchInit(init);
    const request = new Request(input, init);
    const { signal } = request;
    signal.throwIfAborted();
    const url = new URL(request.url);
    const answer = options.handle({
      method: request.method,
      target: url.pathname + url.search,
      contentType: request.headers.get('content-type') ?? undefined,
      prefer: request.headers.get('prefer') ?? undefined,
      fault: request.headers.get('x-mock-fault') ?? undefined,
      origin: request.headers.get('origin') ?? undefined,
      site: request.headers.get('sec-fetch-site') ?? undefined,
      // The URL may name any host. The header is there when a server has handed the request on.
      hosts: () => {
        const host = request.headers.get('host');
        return host === null ? [] : [host];
      },
      body: await readBody(request, options.maxBodyBytes),
    });
    signal.throwIfAborted();
    if (answer.fault) await beforeAnswer(answer.fault, signal, options.wait);
    return toResponse(answer, request, date(), options.wait);
  };
}

/** Runtimes and libraries have further members (`next`, `cf`), so only a misspelt one is refused. */
function requireFetchInit(init: object | undefined | null): void {
  for (const name of Object.keys(init ?? {})) {
    const nearest = fetchInit.includes(name) ? undefined : nearestName(name, fetchInit);
    if (nearest) throw new MockOptionError(name, 'is not an option of fetch', `did you mean ${nearest}?`);
  }
}

async function readBody(request: Request, limit: number): Promise<Uint8Array | 'too-large'> {
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.length;
    if (size > limit) return 'too-large';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function toResponse(answer: MockAnswer, request: Request, date: string, wait: Wait): Response {
  const bytes = Buffer.from(answer.body);
  const headers = new Headers({ 'content-type': answer.contentType, date });
  if (answer.fault?.kind !== 'endless-body') headers.set('content-length', String(bytes.length));
  if (answer.note !== undefined) headers.set('x-mock-mistake', answer.note);
  if (answer.dropped) headers.set('x-mock-dropped', String(answer.dropped));
  const init = { status: answer.status, headers };
  if (request.method === 'HEAD') return new Response(null, init);
  return new Response(faultyBody(bytes, answer.fault, request.signal, wait) ?? bytes, init);
}
