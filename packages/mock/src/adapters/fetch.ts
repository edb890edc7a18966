import {
  type Handle,
  type Loss,
  listHeaders,
  type MockAnswer,
  playBeforeHead,
  playBody,
  type Wait,
} from '../exchange.ts';
import type { Fault } from '../faults.ts';

export interface FetchAdapterOptions {
  readonly now: () => number;
  readonly wait: Wait;
  readonly maxBodyBytes: number;
}

/** Makes a `fetch` that reaches the mock without a socket, whatever host the URL names. */
export function createFetchAdapter(
  handle: Handle,
  { now, wait, maxBodyBytes }: FetchAdapterOptions,
): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { signal, headers } = request;
    signal.throwIfAborted();
    const url = new URL(request.url);
    const answer = handle({
      method: request.method,
      target: url.pathname + url.search,
      header: (name) => headers.get(name) ?? undefined,
      // The URL may name any host. The header is there when a server has handed the request on.
      hosts: () => [headers.get('host') ?? []].flat(),
      body: await readBody(request, maxBodyBytes),
    });
    signal.throwIfAborted();
    const loss = answer.fault && (await playBeforeHead(answer.fault, wait, signal));
    if (loss) throw lostConnection('fetch failed', loss);
    return toResponse(answer, request, now(), wait);
  };
}

async function readBody(request: Request, limit: number): Promise<Uint8Array | 'too-large'> {
  // Firefox has no body that is read piece by piece, and Safari none that is iterated.
  if (request.body === undefined) {
    const whole = new Uint8Array(await request.arrayBuffer());
    return whole.length > limit ? 'too-large' : whole;
  }
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    size += value.length;
    chunks.push(value);
    if (size <= limit) continue;
    reader.cancel().catch(() => {});
    return 'too-large';
  }
}

function toResponse(answer: MockAnswer, { method, signal }: Request, at: number, wait: Wait): Response {
  const { status, fault } = answer;
  const bytes = Buffer.from(answer.body);
  const headers = new Headers();
  const fields = listHeaders(answer, at);
  for (let index = 0; index < fields.length; index += 2)
    headers.set(fields[index] ?? '', fields[index + 1] ?? '');
  const init = { status, headers };
  if (method === 'HEAD' || status === 204) return new Response(null, init);
  return new Response(fault ? streamFaulty(bytes, fault, wait, signal) : bytes, init);
}

function streamFaulty(
  bytes: Uint8Array,
  fault: Fault,
  wait: Wait,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const pieces = playBody(bytes, fault, wait, signal);
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (!done) controller.enqueue(new Uint8Array(value));
      else if (value) controller.error(lostConnection('terminated', value));
      else controller.close();
    },
  });
}

/** The error of `fetch` when the other side closes or resets the connection. */
function lostConnection(message: string, loss: Loss): TypeError {
  const isReset = loss === 'reset';
  const cause = new Error(isReset ? 'read ECONNRESET' : 'other side closed');
  return new TypeError(message, {
    cause: Object.assign(cause, { code: isReset ? 'ECONNRESET' : 'UND_ERR_SOCKET' }),
  });
}
