import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { Duplex } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

export interface Gotten {
  readonly status: number;
  header(name: string): string | undefined;
  readonly body: Buffer;
}

export interface GetOptions {
  readonly headers: Readonly<Record<string, string>>;
  /** Until the whole body is there. */
  readonly timeoutMilliseconds: number;
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

/** Why no complete response was received; the message is part of a sentence. */
export class GetError extends Error {
  override readonly name = 'GetError';
  /** Whether another try may succeed. */
  readonly mayPass: boolean;

  constructor(message: string, mayPass: boolean, options?: ErrorOptions) {
    super(message, options);
    this.mayPass = mayPass;
  }
}

/** Connections, by the proxy that the environment names, for one request at a time. */
export interface Connections {
  get(url: URL, options: GetOptions): Promise<Gotten>;
  close(): void;
}

/** Variables by which a proxy is named, such as `process.env`. */
export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

export function openConnections(environment: ProxyEnvironment): Connections {
  const proxyEnv = { ...environment };
  const opened = new Set<Duplex>();
  const note = (socket: Duplex | null | undefined) => {
    if (socket) opened.add(socket.once('close', () => opened.delete(socket)));
    return socket;
  };
  // A request that waits for a tunnel does not know its socket, so that to end the one does not end the other.
  const http = new (class extends HttpAgent {
    override createConnection(...args: Parameters<HttpAgent['createConnection']>) {
      return note(super.createConnection(...args));
    }
  })({ keepAlive: true, proxyEnv });
  const https = new (class extends HttpsAgent {
    override createConnection(...args: Parameters<HttpsAgent['createConnection']>) {
      return note(super.createConnection(...args));
    }
  })({ keepAlive: true, proxyEnv });
  const drop = () => {
    for (const socket of opened) socket.destroy();
  };
  return {
    async get(url, options) {
      const { headers } = options;
      if (!/^https?:$/.test(url.protocol))
        throw new GetError(`${url.protocol.slice(0, 20)} is not a scheme of a page`, false);
      const gotten =
        url.protocol === 'https:'
          ? read((done) => requestHttps(url, { agent: https, headers }, done), options)
          : read((done) => requestHttp(url, { agent: http, headers }, done), options);
      gotten.catch(drop);
      return gotten;
    },
    close() {
      http.destroy();
      https.destroy();
      drop();
    },
  };
}

function read(
  start: (done: (response: IncomingMessage) => void) => ReturnType<typeof requestHttp>,
  { timeoutMilliseconds, maxBytes, signal }: GetOptions,
): Promise<Gotten> {
  const seconds = Math.round(timeoutMilliseconds / 1000);
  const { promise, resolve, reject } = Promise.withResolvers<Gotten>();
  const fail = (error: Error) => {
    reject(error);
    request.destroy();
  };
  const onAbort = () => fail(new GetError('it was interrupted', false));
  const request = start((response) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const body = unzipped(response);
    body.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > maxBytes) fail(new GetError(`it is longer than ${maxBytes} bytes`, false));
    });
    body.on('error', (error: Error) => fail(new GetError(`it broke off (${error.message})`, true)));
    body.on('end', () => {
      const header = (name: string) => {
        const value = response.headers[name];
        return Array.isArray(value) ? value[0] : value;
      };
      resolve({ status: response.statusCode ?? 0, header, body: Buffer.concat(chunks) });
    });
  });
  request.on('error', (error) =>
    fail(new GetError(`the connection failed (${readErrorCode(error)})`, true, { cause: error })),
  );
  const timer = setTimeout(
    () => fail(new GetError(`it did not come within ${seconds} s`, true)),
    timeoutMilliseconds,
  );
  signal?.addEventListener('abort', onAbort);
  if (signal?.aborted) onAbort();
  request.end();
  return promise.finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  });
}

function unzipped(response: IncomingMessage): NodeJS.ReadableStream {
  const undo = {
    gzip: createGunzip,
    'x-gzip': createGunzip,
    br: createBrotliDecompress,
    deflate: createInflate,
  }[String(response.headers['content-encoding']).toLowerCase()];
  if (!undo) return response;
  const stream = undo();
  response.on('error', (error) => stream.destroy(error));
  return response.pipe(stream);
}

function readErrorCode(error: Error): string {
  return 'code' in error ? String(error.code) : error.message;
}
