import {
  type AgentOptions,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { NoAnswerError } from '../requirements/expect.ts';
import type { RawResponse, Transport } from './recorder.ts';

export interface RawRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** The length that is announced, when it is not that of the body: the rest never comes. */
  readonly announcedLength?: number | undefined;
}

export interface RawAnswer extends RawResponse {
  readonly took: number;
}

/** Host and port of an address, as a socket takes them. */
export function readEndpoint({ hostname, port, protocol }: URL): { host: string; port: number } {
  // An IPv6 address stands in brackets in a URL alone.
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (protocol === 'https:' ? 443 : 80),
  };
}

/** Well beyond the time after which the vendor's backend gives up. */
const deadlineMilliseconds = 10_000;

/** Sends requests over keep-alive connections of its own, which it closes. */
export interface Sender {
  /** @throws NoAnswerError when the answer is not complete within this many milliseconds */
  send(request: RawRequest, milliseconds: number): Promise<RawAnswer>;
  /** A transport that sends and decompresses as `fetch` does. Default timeout: ten seconds. */
  toTransport(milliseconds?: number): Transport;
  close(): void;
}

/** Hosts of this machine, in the form of `NO_PROXY`. */
const ownHosts = 'localhost,.localhost,127.0.0.0-127.255.255.255,::1,[::1]';

/**
 * Opens a sender. `fetch` takes twice the time and memory, and passes by the proxy that the client uses.
 *
 * @param usesProxy whether requests to other machines go through the proxy that the environment names
 */
export function openSender({ usesProxy = false } = {}): Sender {
  const { env } = process;
  // As for the client, `NODE_USE_ENV_PROXY=0` turns the proxy off. Node reads all else of the environment.
  const isProxied = usesProxy && env.NODE_USE_ENV_PROXY !== '0';
  // A file or a shell adds a line end.
  const trimmed = Object.fromEntries(Object.entries(env).map(([name, text]) => [name, text?.trim()]));
  const proxyEnv = { ...trimmed, no_proxy: `${ownHosts},${trimmed.no_proxy || trimmed.NO_PROXY || ''}` };
  const create = <Agent>(Kind: new (options: AgentOptions) => Agent): Agent => {
    try {
      return new Kind({ keepAlive: true, ...(isProxied && { proxyEnv }) });
    } catch {
      // What Node cannot read as a proxy is passed by, as one of another scheme is. Its error would show the password.
      return new Kind({ keepAlive: true });
    }
  };
  const agents = { 'http:': create(HttpAgent), 'https:': create(HttpsAgent) };
  const send = (
    { url, method, headers, body, announcedLength }: RawRequest,
    milliseconds: number,
    decode = (answer: IncomingMessage): AsyncIterable<Buffer> => answer,
  ): Promise<RawAnswer> =>
    new Promise((resolve, reject) => {
      const started = performance.now();
      const bytes = Buffer.from(body);
      const length = { 'content-length': String(announcedLength ?? bytes.length) };
      const options = { method, headers: { ...headers, ...length } };
      const outgoing =
        url.protocol === 'https:'
          ? httpsRequest(url, { ...options, agent: agents['https:'] })
          : httpRequest(url, { ...options, agent: agents['http:'] });
      const fail = (reason: string, cause?: unknown, timedOut = false) => {
        clearTimeout(timer);
        outgoing.destroy();
        reject(new NoAnswerError(reason, { cause, timedOut }));
      };
      const timer = setTimeout(() => {
        fail(`nothing came within ${milliseconds} ms`, undefined, true);
      }, milliseconds);
      outgoing.on('error', (error) => fail(error.message, error));
      outgoing.on('response', (answer) => {
        const { statusCode: status = 0 } = answer;
        const hasBody = method !== 'HEAD' && status !== 204 && status !== 304;
        readText(hasBody ? decode(answer) : answer).then(
          (text) => {
            clearTimeout(timer);
            resolve({
              status,
              headers: readHeaders(answer),
              text,
              took: performance.now() - started,
            });
          },
          (error: unknown) => fail(error instanceof Error ? error.message : String(error), error),
        );
      });
      // Without an end the client waits for the announced rest.
      if (announcedLength === undefined) outgoing.end(bytes);
      else outgoing.write(bytes);
    });
  return {
    send,
    toTransport:
      (milliseconds = deadlineMilliseconds) =>
      (url, { method = 'GET', headers, body }) => {
        const fields = Object.fromEntries(new Headers(headers));
        const bytes = body instanceof Uint8Array ? body : String(body ?? '');
        return send({ url: new URL(url), method, headers: fields, body: bytes }, milliseconds, decompress);
      },
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

const decoders: Readonly<Record<string, typeof createGunzip>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** A proxy may compress an answer though none was requested. */
function decompress(answer: IncomingMessage): AsyncIterable<Buffer> {
  const create = decoders[answer.headers['content-encoding']?.toLowerCase() ?? ''];
  // An error on the way ends the last stream, which is read.
  return create ? pipeline(answer, create(), () => {}) : answer;
}

function readHeaders({ headersDistinct }: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  return headers;
}

/** As long as the client reads by default. */
const mostBytes = 8 * 1024 * 1024;

async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    // Leaving the loop gives the rest of the body up.
    if (size > mostBytes) throw new Error(`the answer is longer than ${mostBytes} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
