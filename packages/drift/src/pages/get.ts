import {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingMessage,
  request as requestHttp,
} from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { Duplex, Readable } from 'node:stream';
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

/** Variables by which a proxy is named, such as `process.env`. */
export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

/** Connections, by the proxy that the environment names, for one request at a time. */
export function openConnections(environment: ProxyEnvironment) {
  const proxyEnv = Object.fromEntries(
    Object.entries(environment).map(([name, text]) => [name, text?.trim()]),
  );
  const opened = new Set<Duplex>();
  const note = (socket: Duplex | null | undefined) => {
    if (socket) opened.add(socket.once('close', () => opened.delete(socket)));
    return socket;
  };
  // A request that waits for a tunnel does not know its socket, so that to end the one does not end the other.
  class NotedHttpAgent extends HttpAgent {
    override createConnection(...args: Parameters<HttpAgent['createConnection']>) {
      return note(super.createConnection(...args));
    }
  }
  class NotedHttpsAgent extends HttpsAgent {
    override createConnection(...args: Parameters<HttpsAgent['createConnection']>) {
      return note(super.createConnection(...args));
    }
  }
  const options = { keepAlive: true, proxyEnv };
  const http = openAgent(() => new NotedHttpAgent(options));
  const https = openAgent(() => new NotedHttpsAgent(options));
  const drop = () => {
    for (const socket of opened) socket.destroy();
  };
  return {
    async get(url: URL, options: GetOptions): Promise<Gotten> {
      const { headers } = options;
      if (!/^https?:$/.test(url.protocol))
        throw new GetError(`${url.protocol.slice(0, 20)} is not a scheme of a page`, false);
      const isSecure = url.protocol === 'https:';
      const agent = isSecure ? https : http;
      if (!agent) {
        const name = isSecure ? 'HTTPS_PROXY' : 'HTTP_PROXY';
        throw new GetError(`${name} is not the URL of a proxy, with each % of a password as %25`, false);
      }
      const request = isSecure ? requestHttps : requestHttp;
      const gotten = read((ends) => request(url, { agent, headers, ...ends }), options);
      gotten.catch(drop);
      return gotten;
    },
    close(): void {
      http?.destroy();
      https?.destroy();
      drop();
    },
  };
}

/** Undefined where the proxy of the environment cannot be read: what Node throws quotes it with its password. */
function openAgent<Agent>(open: () => Agent): Agent | undefined {
  try {
    return open();
  } catch {
    return undefined;
  }
}

async function read(
  start: (options: { readonly signal: AbortSignal }) => ClientRequest,
  { timeoutMilliseconds, maxBytes, signal }: GetOptions,
): Promise<Gotten> {
  const deadline = AbortSignal.timeout(timeoutMilliseconds);
  const ends = AbortSignal.any([deadline, ...(signal ? [signal] : [])]);
  const request = start({ signal: ends });
  let hasAnswer = false;
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      // A request that waits for a tunnel has no socket yet, and does not end by its signal.
      ends.addEventListener('abort', reject, { once: true });
      request.on('response', resolve).on('error', reject).end();
    });
    hasAnswer = true;
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of unzipped(response)) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > maxBytes) throw new GetError(`it is longer than ${maxBytes} bytes`, false);
    }
    const header = (name: string) => [response.headers[name]].flat()[0];
    return { status: response.statusCode ?? 0, header, body: Buffer.concat(chunks) };
  } catch (error) {
    request.destroy();
    if (error instanceof GetError) throw error;
    if (signal?.aborted) throw new GetError('it was interrupted', false);
    const seconds = Math.round(timeoutMilliseconds / 1000);
    if (deadline.aborted) throw new GetError(`it did not come within ${seconds} s`, true);
    const what = hasAnswer ? 'it broke off' : 'the connection failed';
    throw new GetError(`${what} (${readErrorCode(error)})`, true, { cause: error });
  }
}

function unzipped(response: IncomingMessage): Readable {
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

function readErrorCode(error: unknown): string {
  return error instanceof Error && !('code' in error) ? error.message : String(Object(error).code);
}
