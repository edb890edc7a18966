import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import {
  dateHeader,
  type Handle,
  hostOfTarget,
  type MockAnswer,
  originForm,
  unreadableRequest,
  type Wait,
} from '../core/exchange.ts';
import { type CorsOption, listenWithCors } from './cors.ts';
import { playFault } from './node-fault.ts';
import { closeAfterAnswer, rawAnswer } from './raw-answer.ts';

export interface FrontOptions {
  readonly handle: Handle;
  readonly now: () => number;
  readonly wait: Wait;
  /** Aborted when the mock closes, so that no delayed answer outlives it. */
  readonly closing: AbortSignal;
  readonly maxBodyBytes: number;
  readonly maxHeaderBytes: number;
  readonly maxConnections: number;
  readonly cors: CorsOption;
  readonly requestTimeoutMilliseconds: number;
  readonly keepAliveMilliseconds: number;
  /** Time after which a connection is closed on which nothing moves, such as one whose answer is not read. */
  readonly idleMilliseconds: number;
}

/** Puts the mock on a socket. Whatever comes in is answered, also what Node would refuse by itself. */
export function createFront(options: FrontOptions): Server {
  const date = dateHeader(options.now);
  const server = createServer({
    maxHeaderSize: options.maxHeaderBytes,
    headersTimeout: options.requestTimeoutMilliseconds,
    requestTimeout: options.requestTimeoutMilliseconds,
    connectionsCheckingInterval: Math.max(50, Math.ceil(options.requestTimeoutMilliseconds / 10)),
    keepAliveTimeout: options.keepAliveMilliseconds,
    // Node would keep the connection a second longer than it has announced.
    keepAliveTimeoutBuffer: 0,
    requireHostHeader: false,
    noDelay: true,
  });
  server.maxConnections = options.maxConnections;
  server.timeout = options.idleMilliseconds;

  const receive = (request: IncomingMessage, response: ServerResponse): void => {
    let chunks: Buffer[] | undefined = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      if (!chunks) return;
      size += chunk.length;
      if (size <= options.maxBodyBytes) {
        chunks.push(chunk);
        return;
      }
      chunks = undefined;
      closeAfterAnswer(request.socket, rawAnswer(ask(request, 'too-large'), date(), request.method));
    });
    request.on('end', () => {
      if (!chunks) return;
      const [only] = chunks;
      const body = chunks.length === 1 && only ? only : Buffer.concat(chunks);
      send(request, response, ask(request, body));
    });
    // A caller that goes away in the middle of its body needs no answer.
    request.on('error', () => {});
  };

  const ask = (request: IncomingMessage, body: Uint8Array | 'too-large'): MockAnswer => {
    const { headers } = request;
    return options.handle({
      method: request.method ?? '',
      target: originForm(request.url ?? ''),
      contentType: headers['content-type'],
      prefer: single(headers.prefer),
      fault: single(headers['x-mock-fault']),
      origin: headers.origin,
      site: single(headers['sec-fetch-site']),
      hosts: () => hostsOf(request),
      body,
    });
  };

  const send = (request: IncomingMessage, response: ServerResponse, answer: MockAnswer): void => {
    if (answer.fault) {
      const body = Buffer.from(answer.body);
      const sendHead = (length: number | undefined): void => head(response, answer, length);
      const stage = { request, response, body, sendHead, wait: options.wait, closing: options.closing };
      void playFault(answer.fault, stage).catch(() => request.socket.destroy());
      return;
    }
    head(response, answer, Buffer.byteLength(answer.body));
    response.end(answer.body);
  };

  const head = (response: ServerResponse, answer: MockAnswer, length: number | undefined): void => {
    response.sendDate = false;
    const fields = ['content-type', answer.contentType, 'date', date()];
    if (length !== undefined) fields.push('content-length', String(length));
    if (answer.note !== undefined) fields.push('x-mock-mistake', answer.note);
    if (answer.dropped) fields.push('x-mock-dropped', String(answer.dropped));
    response.writeHead(answer.status, fields);
  };

  const answerUnreadable = (socket: Socket): void => {
    const answer = options.handle(unreadableRequest);
    closeAfterAnswer(socket, rawAnswer(answer, date(), ''));
  };

  server.on('request', options.cors ? listenWithCors(receive, options.cors) : receive);
  // Node would answer 417 by itself.
  server.on('checkExpectation', receive);
  // Node would close without a word.
  server.on('connect', (_request, socket: Socket) => answerUnreadable(socket));
  // Node would answer 400, 408 or 431, and the vendor's HTTP status is always 200 (60138).
  server.on('clientError', (_error, socket: Socket) => answerUnreadable(socket));
  return server;
}

/** Every host that the request names: Node keeps the first header of several. */
function hostsOf({ url = '', headersDistinct }: IncomingMessage): readonly string[] {
  const host = hostOfTarget(url);
  return [...(headersDistinct.host ?? []), ...(host === undefined ? [] : [host])];
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
