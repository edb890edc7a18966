import { decodeBody } from '../events/decode-body.ts';
import type { Answer } from '../receiver/answers.ts';
import type { BodyRules, Incoming, ReadBody } from '../receiver/incoming.ts';
import type { ReceiverCore } from '../receiver/receiver-core.ts';

/** What a `Request` does not tell. */
export interface FetchDetails {
  /** The address of the socket's other end. Wanted for `allow`. */
  readonly address?: string | undefined;
}

/** The door for `Request` and `Response`. */
export async function receiveFetch<Transaction>(
  core: ReceiverCore<Transaction>,
  request: Request,
  details: FetchDetails = {},
): Promise<Response> {
  return responseOf(await core.receive(incomingOf(request, details)));
}

function incomingOf(request: Request, { address }: FetchDetails): Incoming {
  return {
    method: request.method,
    target: request.url,
    address,
    header: (name) => request.headers.get(name) ?? undefined,
    readBody: (rules) => readBody(request, rules),
  };
}

function responseOf({ status, body, close }: Answer): Response {
  const headers = new Headers({ 'content-type': 'application/json' });
  if (close) headers.set('connection', 'close');
  return new Response(body, { status, headers });
}

async function readBody(request: Request, { bodyBytes, deadlines }: BodyRules): Promise<ReadBody> {
  if (!request.body) return { text: '' };
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  let isLate = false;
  const deadline = deadlines.set(() => {
    isLate = true;
    void reader.cancel().catch(() => {});
  });
  const soFar = () => Buffer.concat(chunks);
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (isLate) return { problem: 'body-too-slow', body: soFar() };
      if (done) return { text: decodeBody(soFar()) };
      chunks.push(value);
      size += value.byteLength;
      if (size <= bodyBytes) continue;
      void reader.cancel().catch(() => {});
      return { problem: 'body-too-large', body: soFar() };
    }
  } catch {
    return { problem: isLate ? 'body-too-slow' : 'body-cut-off', body: soFar() };
  } finally {
    deadline.clear();
  }
}
