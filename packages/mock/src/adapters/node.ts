import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { Socket } from 'node:net';
import {
  type Handle,
  type Loss,
  listHeaders,
  type MockAnswer,
  type MockRequest,
  playBeforeHead,
  playBody,
  type Wait,
} from '../exchange.ts';
import type { Fault } from '../faults.ts';

export interface NodeAdapterOptions {
  readonly now: () => number;
  readonly wait: Wait;
  /** Aborted when the mock closes, which ends delayed answers. */
  readonly closing: AbortSignal;
  readonly maxBodyBytes: number;
  readonly maxHeaderBytes: number;
  readonly maxConnections: number;
  readonly requestTimeoutMilliseconds: number;
  readonly keepAliveMilliseconds: number;
  /** Inactivity after which a connection is closed, such as one whose answer is not read. */
  readonly idleMilliseconds: number;
}

/** Time for the caller to read the last answer before its connection is destroyed. */
const lingerMilliseconds = 500;

/** Number of leading bytes of a broken request that are searched for its path. */
const longestPath = 1024;

/** Serves the mock over HTTP. Requests that Node would reject are answered too. */
export function createNodeAdapter(handle: Handle, options: NodeAdapterOptions): Server {
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

  /** Targets of requests whose body is still being received. */
  const coming = new WeakMap<object, string>();

  const receive = (request: IncomingMessage, response: ServerResponse): void => {
    coming.set(request.socket, readRequest(request, 'too-large').target);
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
      answerAndClose(request.socket, handle(readRequest(request, 'too-large')), request.method);
    });
    request.on('end', () => {
      coming.delete(request.socket);
      if (!chunks) return;
      const [only] = chunks;
      const body = chunks.length === 1 && only ? only : Buffer.concat(chunks);
      send(request, response, handle(readRequest(request, body)));
    });
    // A caller that disconnects while sending needs no answer.
    request.on('error', () => {});
  };

  const send = (request: IncomingMessage, response: ServerResponse, answer: MockAnswer): void => {
    if (answer.fault) {
      void sendFaulty(answer.fault, request, response, answer).catch(() => request.socket.destroy());
      return;
    }
    sendHead(response, answer);
    response.end(answer.body);
  };

  const sendHead = (response: ServerResponse, answer: MockAnswer): void => {
    response.sendDate = false;
    response.writeHead(answer.status, listHeaders(answer, options.now()));
  };

  /** Rejects when the mock is closed or the caller goes away meanwhile. */
  const sendFaulty = async (
    fault: Fault,
    { socket }: IncomingMessage,
    response: ServerResponse,
    answer: MockAnswer,
  ): Promise<void> => {
    const gone = new AbortController();
    const leave = (): void => gone.abort();
    socket.once('close', leave);
    try {
      const { wait } = options;
      const signal = AbortSignal.any([options.closing, gone.signal]);
      const early = await playBeforeHead(fault, wait, signal);
      if (early) return lose(socket, early);
      sendHead(response, answer);
      // Without a byte of the body Node would keep the headers back.
      response.flushHeaders();
      const pieces = playBody(Buffer.from(answer.body), fault, wait, signal);
      let piece = await pieces.next();
      for (; !piece.done; piece = await pieces.next()) response.write(piece.value);
      const loss = piece.value;
      if (loss) {
        socket.write('', () => lose(socket, loss));
        return;
      }
      response.end();
      if (fault.kind !== 'close-idle') return;
      await once(response, 'close');
      await wait(fault.milliseconds, signal);
      socket.destroySoon();
    } finally {
      socket.off('close', leave);
    }
  };

  const answerAndClose = (socket: Socket, answer: MockAnswer, method = ''): void => {
    closeAfter(socket, writeRaw(answer, listHeaders(answer, options.now()), method));
  };
  const answerUnreadable = (socket: Socket, target: string): void =>
    answerAndClose(socket, handle({ ...unreadableRequest, target }));

  server.on('request', receive);
  // By default Node answers 417.
  server.on('checkExpectation', receive);
  // By default Node closes the connection.
  server.on('connect', (_request, socket: Socket) => answerUnreadable(socket, ''));
  // By default Node answers 400, 408 or 431, but the vendor's HTTP status is always 200 (60138).
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // A caller that has gone sent no further request.
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
    else answerUnreadable(socket, coming.get(socket) ?? readTarget(error));
  });
  return server;
}

/** What stands for a request that cannot be read. */
const unreadableRequest: MockRequest = {
  method: '',
  target: '',
  header: () => undefined,
  hosts: () => [],
  body: new Uint8Array(),
};

/** The path of a request that Node could not read whole, which names the generation that answers it. */
function readTarget(error: Error & { readonly rawPacket?: Buffer }): string {
  return /^[A-Z]+ (\/[^ ?]*)/.exec(error.rawPacket?.toString('latin1', 0, longestPath) ?? '')?.[1] ?? '';
}

const wholeUrl = /^https?:\/\/([^/?]*)/i;

function readRequest(request: IncomingMessage, body: Uint8Array | 'too-large'): MockRequest {
  const { url = '', headers } = request;
  // A proxy's request line names the whole URL.
  const namedHost = url.startsWith('/') ? undefined : wholeUrl.exec(url)?.[1];
  return {
    method: request.method ?? '',
    target: url.startsWith('/') ? url : url.replace(wholeUrl, ''),
    header: (name) => {
      const value = headers[name];
      return Array.isArray(value) ? value[0] : value;
    },
    // Node keeps the first header of several.
    hosts: () => [...(request.headersDistinct.host ?? []), ...(namedHost === undefined ? [] : [namedHost])],
    body,
  };
}

function lose(socket: Socket, loss: Loss): void {
  if (loss === 'reset') socket.resetAndDestroy();
  else socket.destroy();
}

/** An answer as bytes of HTTP/1.1, for a connection on which Node has no response to write to. */
function writeRaw({ status, body }: MockAnswer, headers: readonly string[], method: string): string {
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`];
  for (let index = 0; index < headers.length; index += 2)
    lines.push(`${headers[index]}: ${headers[index + 1]}`);
  return `${lines.join('\r\n')}\r\nconnection: close\r\n\r\n${method === 'HEAD' ? '' : body}`;
}

/**
 * Answers and closes. What the caller still sends is thrown away for a moment: a socket that is closed with
 * unread data resets the connection, and the caller would lose the answer.
 */
function closeAfter(socket: Socket, bytes: string): void {
  if (socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  socket.on('error', () => socket.destroy());
  socket.end(bytes);
  socket.resume();
  const cut = setTimeout(() => socket.destroy(), lingerMilliseconds);
  cut.unref();
  socket.once('close', () => clearTimeout(cut));
}
