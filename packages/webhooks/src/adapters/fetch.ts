import { decodeBody } from '../events/read-event.ts';
import type { Refusal } from '../receiver/answers.ts';
import { startDeadline } from '../receiver/deadline.ts';
import {
  type BodyRules,
  type Details,
  findWaitUntil,
  type Incoming,
  isEncoded,
  isPlain,
  type ReadBody,
  type RequestHandler,
  readDetails,
  refuseBody,
  takeGiven,
} from './incoming.ts';

/** What a `Request` does not hold. */
export interface FetchDetails {
  /** The address of the socket's other end. Wanted for `allow`. */
  readonly address?: string | undefined;
  /** The body as bytes, as text, or parsed, where it was read already, such as by `request.text()`. */
  readonly body?: unknown;
  /**
   * Gets the work that may outlast the answer, where the runtime ends it otherwise: the `waitUntil` of Vercel, the `after` of
   * Next.js. A context of Workers that is passed as it comes has its own.
   */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined;
}

/**
 * Takes a `Request` and gives a `Response`.
 *
 * @param more what a runtime passes behind its own second argument
 * @throws ReceiverOptionError for a detail whose name is misspelt
 */
export async function receiveFetch(
  handler: RequestHandler,
  request: Request,
  details: unknown,
  more: readonly unknown[],
): Promise<Response> {
  const read = readDetails('fetch', details, ['body', 'address', 'waitUntil'], more);
  const incoming = toIncoming(request, read, findWaitUntil([details, ...more]));
  const { status, headers, body } = await handler.receive(incoming);
  return new Response(body, { status, headers });
}

function toIncoming(
  request: Request,
  { address, body }: Details,
  waitUntil: Incoming['waitUntil'],
): Incoming {
  return {
    waitUntil,
    method: request.method,
    target: request.url,
    address,
    header: (name) => request.headers.get(name) ?? undefined,
    readBody: async (rules) => (isBody(body) ? takeGiven(body) : readStream(request, rules)),
  };
}

/** Bytes, text, or what a parser makes. Anything else is a stream, or a binding that has the name by chance. */
function isBody(body: unknown): boolean {
  if (body === undefined || body === null || typeof body === 'function') return false;
  if (typeof body !== 'object') return true;
  return Array.isArray(body) || ArrayBuffer.isView(body) || body instanceof ArrayBuffer || isPlain(body);
}

const alreadyRead: Refusal = {
  code: 'body-already-read',
  detail:
    'the body of the Request was read before, such as by `request.text()`: pass it on as `receiver.fetch(request, { body })`, or read a `request.clone()`',
};

async function readStream({ body, bodyUsed, headers }: Request, rules: BodyRules): Promise<ReadBody> {
  if (bodyUsed || body?.locked) return alreadyRead;
  if (isEncoded(headers.get('content-encoding') ?? undefined)) return refuseBody('wrong-content-encoding');
  return body ? readAll(body.getReader(), rules) : { text: '' };
}

async function readAll(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  { bodyBytes, bodyMilliseconds }: BodyRules,
): Promise<ReadBody> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let isLate = false;
  const deadline = startDeadline(bodyMilliseconds, () => {
    isLate = true;
    void reader.cancel().catch(() => {});
  });
  const soFar = () => Buffer.concat(chunks);
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (isLate) return refuseBody('body-too-slow', soFar());
      if (done) return { text: decodeBody(soFar()) };
      chunks.push(value);
      size += value.byteLength;
      if (size <= bodyBytes) continue;
      void reader.cancel().catch(() => {});
      return refuseBody('body-too-large', soFar());
    }
  } catch {
    return refuseBody(isLate ? 'body-too-slow' : 'body-cut-off', soFar());
  } finally {
    deadline.clear();
  }
}
