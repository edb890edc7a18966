import type { IncomingMessage, ServerResponse } from 'node:http';
import { decodeBody } from '../events/decode-body.ts';
import type { Answer } from '../receiver/answers.ts';
import type { BodyRules, Incoming, ReadBody } from '../receiver/incoming.ts';
import type { ReceiverCore } from '../receiver/receiver-core.ts';

/** What a framework in front has read already. */
export interface NodeDetails {
  /**
   * The body as bytes, as text, or parsed. Default `request.body`, where Express's parsers leave it. Bytes are best: a
   * parser rounds numbers beyond 2^53 and drops what comes twice, so that two events may look like one.
   */
  readonly body?: unknown;
  /** Default the address of the socket's other end. */
  readonly address?: string | undefined;
}

/** The door for node:http. */
export async function receiveNode<Transaction>(
  core: ReceiverCore<Transaction>,
  request: IncomingMessage,
  response: ServerResponse,
  details: NodeDetails = {},
): Promise<void> {
  send(response, await core.receive(incomingOf(request, details)));
}

function incomingOf(request: IncomingMessage, details: NodeDetails): Incoming {
  const { method = '', url = '' } = request;
  return {
    method,
    target: url,
    address: details.address ?? request.socket.remoteAddress,
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(',') : value;
    },
    readBody: (rules) => {
      const given: unknown = details.body ?? ('body' in request ? request.body : undefined);
      if (given === undefined) return readBody(request, rules);
      // Parsers make an object of nothing; the vendor sends none.
      const isEmpty = request.headers['content-length'] === '0';
      return Promise.resolve(isEmpty ? { text: '' } : givenBody(given));
    },
  };
}

function givenBody(given: unknown): ReadBody {
  if (typeof given === 'string') return { text: given };
  if (given instanceof Uint8Array) return { text: decodeBody(Buffer.from(given)) };
  return { parsed: given };
}

function readBody(request: IncomingMessage, { bodyBytes, deadlines }: BodyRules): Promise<ReadBody> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let hasEnded = false;
    // Listeners stay: what still comes is let go, and what still breaks is no news.
    const end = (result: ReadBody): void => {
      if (hasEnded) return;
      hasEnded = true;
      deadline.clear();
      resolve(result);
    };
    const soFar = () => (chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    const onCut = () => end({ problem: 'body-cut-off', body: soFar() });
    const deadline = deadlines.set(() => end({ problem: 'body-too-slow', body: soFar() }));
    if (request.destroyed || request.readableEnded) return onCut();
    request.on('data', (chunk: Buffer) => {
      if (hasEnded) return;
      chunks.push(chunk);
      size += chunk.length;
      if (size > bodyBytes) end({ problem: 'body-too-large', body: soFar() });
    });
    request.on('end', () => end({ text: decodeBody(soFar()) }));
    request.on('close', onCut);
    request.on('error', onCut);
  });
}

function send(response: ServerResponse, { status, body, close }: Answer): void {
  if (response.headersSent || response.destroyed) return;
  const headers: Record<string, string | number> = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  if (close) {
    headers.connection = 'close';
    // Who is still sending would not read the answer before the end: the socket goes with it.
    response.on('finish', () => setTimeout(() => response.socket?.destroy(), lingerMilliseconds).unref());
  }
  response.writeHead(status, headers);
  response.end(body);
}

/** Time for the answer to be read before a connection is closed on which a body still comes in. */
const lingerMilliseconds = 200;
