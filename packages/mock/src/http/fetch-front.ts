import { dateHeader, type Handle, inPieces, type MockAnswer, type Wait } from '../core/exchange.ts';

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
      body: await readBody(request, options.maxBodyBytes),
    });
    signal.throwIfAborted();
    if (answer.fault?.kind === 'drop') throw connectionLost('fetch failed');
    if (answer.fault?.kind === 'delay') await options.wait(answer.fault.milliseconds, signal);
    return toResponse(answer, request, date(), options.wait);
  };
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
  const headers = new Headers({
    'content-type': answer.contentType,
    'content-length': String(bytes.length),
    date,
  });
  if (answer.note !== undefined) headers.set('x-mock-mistake', answer.note);
  const init = { status: answer.status, headers };
  if (request.method === 'HEAD') return new Response(null, init);
  const { kind, milliseconds } = answer.fault ?? {};
  if (kind === 'truncate') return new Response(truncated(bytes), init);
  if (kind === 'slow-body') return new Response(slow(bytes, milliseconds ?? 0, request.signal, wait), init);
  return new Response(bytes, init);
}

function truncated(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let sent = false;
  return new ReadableStream({
    pull(controller) {
      if (sent) {
        controller.error(connectionLost('terminated'));
        return;
      }
      sent = true;
      controller.enqueue(bytes.slice(0, Math.floor(bytes.length / 2)));
    },
  });
}

function slow(
  bytes: Uint8Array,
  milliseconds: number,
  signal: AbortSignal,
  wait: Wait,
): ReadableStream<Uint8Array> {
  const pieces = inPieces(bytes);
  const pause = milliseconds / pieces.length;
  return new ReadableStream({
    async pull(controller) {
      const piece = pieces.shift();
      if (!piece) {
        controller.close();
        return;
      }
      await wait(pause, signal);
      controller.enqueue(new Uint8Array(piece));
    },
  });
}

/** The error that `fetch` throws when the other side closes. */
function connectionLost(message: string): TypeError {
  const cause = Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' });
  return new TypeError(message, { cause });
}
