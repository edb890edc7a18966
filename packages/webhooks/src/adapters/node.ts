import type { IncomingMessage, ServerResponse } from 'node:http';
import { decodeBody } from '../events/read-event.ts';
import { answers, type Refusal, type Reply } from '../receiver/answers.ts';
import { startDeadline } from '../receiver/deadline.ts';
import {
  type BodyRules,
  type Details,
  type Incoming,
  isEncoded,
  type ReadBody,
  type RequestHandler,
  readDetails,
  refuseBody,
  takeGiven,
} from './incoming.ts';

/** What a framework in front has read or changed already. */
export interface NodeDetails {
  /**
   * The body as bytes, as text, or parsed. Default `request.body`, where Express's parsers leave it. Bytes are best: a
   * parser rounds numbers beyond 2^53 and drops what comes twice, so that two events may look like one.
   */
  readonly body?: unknown;
  /** Default the address of the socket's other end. */
  readonly address?: string | undefined;
  /**
   * Path and query as they were sent. Default `request.originalUrl`, where Express keeps them of what is mounted, and
   * else `request.url`. Behind a mount of Koa pass `context.originalUrl`.
   */
  readonly url?: string | undefined;
}

/** Time for the answer to be read before a connection is closed on which a body still comes in. */
const lingerMilliseconds = 200;

/**
 * Takes a request of node:http.
 *
 * @param more what a router passes behind its own third argument
 * @throws ReceiverOptionError for a detail whose name is misspelt; the request is answered all the same
 */
export async function receiveNode(
  handler: RequestHandler,
  request: IncomingMessage,
  response: ServerResponse,
  details: unknown,
  more: readonly unknown[],
): Promise<void> {
  let read: Details;
  try {
    read = readDetails('node', details, ['body', 'address', 'url'], more);
  } catch (error) {
    send(response, handler.reply(answers.misused, request.url?.split('?')[1] ?? ''));
    throw error;
  }
  send(response, await handler.receive(toIncoming(request, read)));
}

function toIncoming(request: IncomingMessage, details: Details): Incoming {
  const { method = '', url = '' } = request;
  const original = 'originalUrl' in request && request.originalUrl;
  return {
    method,
    target: details.url ?? (typeof original === 'string' ? original : url),
    address: details.address ?? request.socket.remoteAddress,
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(',') : value;
    },
    readBody: async (rules) => readBody(request, details.body, rules),
  };
}

function readBody(request: IncomingMessage, passed: unknown, rules: BodyRules): ReadBody | Promise<ReadBody> {
  const given: unknown = passed ?? ('body' in request ? request.body : undefined);
  if (given !== undefined && !isLeft(given, request, passed !== undefined)) {
    return request.headers['content-length'] === '0' ? { text: '' } : takeGiven(given);
  }
  const wasRead = request.readableDidRead || request.readableEnded;
  // What was cut off is reported as that.
  if (wasRead && (request.complete || !request.destroyed)) return alreadyRead;
  if (isEncoded(request.headers['content-encoding'])) return refuseBody('wrong-content-encoding');
  return readStream(request, rules);
}

const alreadyRead: Refusal = {
  code: 'body-already-read',
  detail:
    'something in front of the receiver, such as a body parser or a listener for `data`, has read the body: pass it on as `receiver.node(request, response, { body })`',
};

/**
 * Whether it is what a parser leaves behind for a body that is not its own, or that it has thrown away: no bytes or
 * text although some came, and null or an empty object where nothing was read.
 */
function isLeft(given: unknown, request: IncomingMessage, isPassed: boolean): boolean {
  if (typeof given === 'string' || ArrayBuffer.isView(given)) {
    if (typeof given === 'string' ? given !== '' : given.byteLength > 0) return false;
    return request.readableDidRead || !(request.readableEnded || isPassed);
  }
  if (isPassed || request.readableDidRead || request.readableEnded) return false;
  return given === null || (typeof given === 'object' && Object.keys(given).length === 0);
}

function readStream(request: IncomingMessage, { bodyBytes, bodyMilliseconds }: BodyRules): Promise<ReadBody> {
  const { promise, resolve } = Promise.withResolvers<ReadBody>();
  const chunks: Buffer[] = [];
  let size = 0;
  let hasEnded = false;
  // Listeners stay: what still comes is let go, and what still breaks is not news.
  const end = (result: ReadBody): void => {
    hasEnded = true;
    deadline.clear();
    resolve(result);
  };
  const soFar = () => (chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
  const onCut = () => end(refuseBody('body-cut-off', soFar()));
  const deadline = startDeadline(bodyMilliseconds, () => end(refuseBody('body-too-slow', soFar())));
  if (request.destroyed || request.readableEnded) {
    onCut();
    return promise;
  }
  request.on('data', (data: Buffer | string) => {
    if (hasEnded) return;
    // A middleware may have called `setEncoding`.
    const chunk = typeof data === 'string' ? Buffer.from(data, request.readableEncoding ?? 'utf8') : data;
    chunks.push(chunk);
    size += chunk.length;
    if (size > bodyBytes) end(refuseBody('body-too-large', soFar()));
  });
  request.on('end', () => end({ text: decodeBody(soFar()) }));
  request.on('close', onCut);
  request.on('error', onCut);
  // With a listener for `readable` nothing flows by itself, but everything that is read is emitted as `data` too.
  if (request.listenerCount('readable') > 0) {
    const readAll = () => {
      while (request.read() !== null);
    };
    request.on('readable', readAll);
    readAll();
  }
  // A middleware may have paused it.
  request.resume();
  return promise;
}

function send(response: ServerResponse, { status, headers, body, close }: Reply): void {
  if (response.headersSent || response.destroyed) return;
  // A sender that is still sending would not read the answer before the end: the socket goes with it.
  if (close) {
    response.on('finish', () => setTimeout(() => response.socket?.destroy(), lingerMilliseconds).unref());
  }
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
