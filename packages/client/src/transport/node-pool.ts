import type { Agent as HttpAgent, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { isTrtcCallError } from '../errors.ts';
import { warn } from '../hooks/warnings.ts';
import {
  answerStatus,
  BodyBuffer,
  type Incoming,
  requestHeaders,
  type Transport,
  tooLong,
  UnusableAnswerError,
} from './transport.ts';

export interface PoolSettings {
  /** Connections to a host at the same time. */
  readonly connections: number;
  /** How long an idle connection is kept, in milliseconds. */
  readonly idleMilliseconds: number;
}

/** Keep-alive connections, as the vendor advises (60138). A request that finds them all busy waits for the next. */
export function createNodePool(pool: PoolSettings, baseUrl: string, maxAnswerBytes: number): Transport {
  // Not imported: Bun and Deno load this file too, and never come here.
  const secure = baseUrl.startsWith('https:');
  const { request, Agent } = process.getBuiltinModule(secure ? 'node:https' : 'node:http');
  const { urlToHttpOptions } = process.getBuiltinModule('node:url');
  const { hostname, port, protocol } = urlToHttpOptions(new URL(baseUrl));
  const { origin } = new URL(baseUrl);
  const options = {
    keepAlive: true,
    maxSockets: pool.connections,
    maxFreeSockets: pool.connections,
    timeout: pool.idleMilliseconds,
  };
  let proxy = findProxy(baseUrl);
  let agent: HttpAgent;
  try {
    agent = new Agent({ ...options, ...(proxy?.host && { proxyEnv: readProxies(process.env) }) });
  } catch {
    // The proxy: what is thrown quotes it with its password.
    agent = new Agent(options);
    proxy = proxy && { ...proxy, host: undefined };
  }
  if (proxy) warnOfProxy(proxy);
  const idleSince = new WeakMap<Socket, number>();
  agent.on('free', (socket: Socket) => idleSince.set(socket, performance.now()));
  const dropIdle = (isDropped: (socket: Socket) => boolean = () => true) => {
    for (const socket of Object.values(agent.freeSockets).flatMap((sockets = []) => sockets))
      if (isDropped(socket)) socket.destroy();
  };
  // Its timer, which heeds what the server announced, fires too late where the process was paused.
  const isExpired = (socket: Socket) =>
    performance.now() - (idleSince.get(socket) ?? 0) > (socket.timeout ?? pool.idleMilliseconds);
  return {
    start({ url, body, onLeave }) {
      dropIdle(isExpired);
      const bytes = Buffer.from(body);
      const headers = { ...requestHeaders, 'content-length': bytes.length };
      const path = url.slice(origin.length);
      const outgoing = request({ agent, hostname, port, protocol, path, method: 'POST', headers });
      let isGivenUp = false;
      const answer = new Promise<Incoming>((resolve, reject) => {
        const found = ({ statusCode: status = 0, rawHeaders }: IncomingMessage, text?: string) =>
          resolve({
            status,
            headers: () => readHeaders(rawHeaders),
            text: text ?? '',
            isRead: text !== undefined,
          });
        let hasAnswer = false;
        const fail = (error: unknown) => {
          // One that lost its way, as behind a balancer that was replaced, may tell of all that were opened with it.
          if (!isGivenUp) dropIdle();
          reject(error);
        };
        outgoing.on('error', fail);
        outgoing.on('socket', (socket) => {
          // The request waits in front of a connection that does not stand yet, and of TLS.
          const event = secure ? 'secureConnect' : 'connect';
          if (socket.connecting) socket.once(event, onLeave);
          else onLeave();
        });
        outgoing.on('response', (response) => {
          hasAnswer = true;
          response.on('error', reject);
          if (response.statusCode !== answerStatus) {
            found(response);
            // Something in between answered; what more it says is not wanted, and may never end.
            outgoing.destroy();
            return;
          }
          readText(response, maxAnswerBytes).then(
            (text) => found(response, text),
            (error) => {
              reject(error);
              outgoing.destroy();
            },
          );
        });
        // 101: what follows is not HTTP any more. Node tells of it by this event alone.
        outgoing.on('upgrade', (response, socket) => {
          found(response);
          socket.destroy();
        });
        outgoing.on('close', () => {
          if (hasAnswer) return;
          const error = new Error('the connection was closed before an answer came');
          fail(Object.assign(error, { code: 'ECONNRESET' }));
        });
      });
      outgoing.end(bytes);
      return {
        answer,
        abort(reason) {
          isGivenUp = true;
          if (isTimeout(reason)) dropIdle();
          outgoing.destroy();
        },
      };
    },
    describeFailure: (code) => describeProxy(code, proxy),
    close: () => agent.destroy(),
  };
}

/** Of this package, or of `AbortSignal.timeout`: another reason of a caller says nothing of the connections. */
function isTimeout(reason: unknown): boolean {
  return isTrtcCallError(reason) || (reason instanceof Error && reason.name === 'TimeoutError');
}

// As `Response.text()` does, it leaves a byte order mark out, and puts U+FFFD where the bytes are not UTF-8.
const decoder = new TextDecoder();

function readHeaders(raw: readonly string[]): Headers {
  const headers = new Headers();
  for (let at = 0; at + 1 < raw.length; at += 2) {
    try {
      headers.append(raw[at] ?? '', raw[at + 1] ?? '');
    } catch {
      // Node lets a few characters through that the class does not take; the others are still of use.
    }
  }
  return headers;
}

/** Whether a host is this machine. */
function isLoopback(host: string): boolean {
  return /^127\.[\d.]+$|^\[::1\]$|^(.+\.)?localhost$/.test(host);
}

/** A proxy that the environment names for a service. */
export interface EnvironmentProxy {
  readonly variable: string;
  /** Host and port, without credentials. Undefined where Node does not support the proxy. */
  readonly host: string | undefined;
}

/** Node ignores a proxy of the environment before these versions. */
const firstVersions: Readonly<Record<number, number>> = { 22: 21, 24: 5 };

/** Finds the proxy for a service. Hosts of this machine are asked directly, and `NODE_USE_ENV_PROXY=0` turns it off. */
export function findProxy(
  baseUrl: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): EnvironmentProxy | undefined {
  const { protocol, hostname } = new URL(baseUrl);
  if (isLoopback(hostname) || environment.NODE_USE_ENV_PROXY === '0') return undefined;
  const name = protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const variable = [name, name.toUpperCase()].find((spelling) => environment[spelling]);
  // A file or a shell adds a line end.
  const text = variable && environment[variable]?.trim();
  if (!variable || !text) return undefined;
  return { variable, host: /^https?:\/\//.test(text) ? URL.parse(text)?.host : undefined };
}

function readProxies(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const proxies = Object.entries(environment).filter(([name]) => /_proxy$/i.test(name));
  return Object.fromEntries(proxies.map(([name, text]) => [name, text?.trim()]));
}

const notTaken =
  'Node takes a URL of a proxy that begins with http:// or https://, with each % of a password written as %25';

/** Says what may be wrong between here and a service; nothing for other failures. */
export function describeProxy(
  code: string | undefined,
  proxy: EnvironmentProxy | undefined,
  nodeVersion = process.versions.node,
): string {
  if (proxy?.host && usesProxy(nodeVersion)) return `; ${proxy.variable} names the proxy ${proxy.host}`;
  const isUnreached =
    code !== undefined &&
    /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|E(HOST|NET)UNREACH|ERR_PROXY_\w+)$/.test(code);
  if (!isUnreached) return '';
  if (!proxy) return code === 'ENOTFOUND' ? '; where a proxy is needed, set HTTPS_PROXY' : '';
  const { variable, host } = proxy;
  if (!host) return `; ${variable} is not used: ${notTaken}`;
  return `; ${variable} names the proxy ${host}, which Node uses from 22.21 and 24.5 on (this is ${nodeVersion})`;
}

let isProxyReported = false;

/** Warns where requests bypass a proxy of the environment. */
function warnOfProxy({ variable, host }: EnvironmentProxy): void {
  if (host || isProxyReported || !usesProxy(process.versions.node)) return;
  isProxyReported = true;
  const message = `trtc-call: ${variable} is not used: ${notTaken}. Requests go to the service directly.`;
  warn(message, 'TRTC_CALL_PROXY_IGNORED');
}

function usesProxy(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 24 || minor >= (firstVersions[major] ?? Number.POSITIVE_INFINITY);
}

/** Reads the body of an answer. */
function readText(response: IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const buffer = new BodyBuffer(maxBytes);
    response.on('error', reject);
    response.on('data', (chunk: Buffer<ArrayBuffer>) => {
      try {
        buffer.add(chunk);
      } catch (error) {
        reject(error);
      }
    });
    response.on('end', () => {
      decodeBody(buffer.bytes(), readCodings(response), maxBytes)
        .then((bytes) => resolve(decoder.decode(bytes)))
        .catch(reject);
    });
  });
}

const mostCodings = 3;

/** The codings of an answer in the order in which they were applied. Chunks are put together by the parser of HTTP. */
function readCodings({ headers }: IncomingMessage): readonly string[] {
  return [headers['content-encoding'], headers['transfer-encoding']]
    .flatMap((words = '') => words.toLowerCase().split(','))
    .map((word) => word.trim())
    .filter((word) => !plain.has(word));
}

const plain = new Set(['', 'identity', 'chunked']);

/**
 * Takes the codings off a body: nothing is asked for compressed, but something in between may compress it unasked.
 *
 * @throws UnusableAnswerError for another coding, and when more would come out than may be read.
 * @throws Error of zlib, with its code, when the body is damaged.
 */
async function decodeBody(
  bytes: Uint8Array,
  codings: readonly string[],
  maxBytes: number,
): Promise<Uint8Array> {
  if (codings.length > mostCodings) throw unknownCoding(`${codings.length} times`);
  let decoded = bytes;
  for (const coding of codings.toReversed()) decoded = await decode(decoded, coding, maxBytes);
  return decoded;
}

function decode(bytes: Uint8Array, coding: string, maxBytes: number): Promise<Uint8Array> {
  const decoder = chooseDecoder(coding, bytes);
  return new Promise((resolve, reject) => {
    decoder(bytes, { maxOutputLength: maxBytes }, (error, decoded) => {
      if (!error) resolve(decoded);
      else reject(error.code === 'ERR_BUFFER_TOO_LARGE' ? tooLong(maxBytes) : error);
    });
  });
}

type Decoder = (
  bytes: Uint8Array,
  options: { readonly maxOutputLength: number },
  callback: (error: (Error & { readonly code?: string | undefined }) | null, decoded: Uint8Array) => void,
) => void;

function chooseDecoder(coding: string, [first = 0]: Uint8Array): Decoder {
  const { unzip, inflateRaw, brotliDecompress } = process.getBuiltinModule('node:zlib');
  if (coding === 'gzip' || coding === 'x-gzip') return unzip;
  // Some senders leave out the header of zlib, whose low half is always 8.
  if (coding === 'deflate') return (first & 0x0f) === 8 ? unzip : inflateRaw;
  if (coding === 'br') return brotliDecompress;
  throw unknownCoding(`with ${plainWord.test(coding) ? coding : 'something unknown'}`);
}

const plainWord = /^[\w.-]{1,20}$/;

function unknownCoding(how: string): UnusableAnswerError {
  const expected = 'plain or compressed with gzip, deflate or br';
  return new UnusableAnswerError({ rule: 'type', expected, got: `compressed ${how}` });
}
