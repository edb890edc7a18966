import type { IncomingMessage } from 'node:http';
import { decodeBody, readCodings } from './decode-body.ts';
import { describeProxy, findProxy } from './environment-proxy.ts';
import { answerStatus, BodyBuffer, type Incoming, requestHeaders, type Transport } from './transport.ts';

export interface PoolSettings {
  /** Connections to a host at the same time. */
  readonly connections: number;
  /** How long an idle connection is kept, in milliseconds. */
  readonly idleMilliseconds: number;
}

/** Keep-alive connections, as the vendor advises (60138). A request that finds them all busy waits for the next. */
export function createNodePool(pool: PoolSettings, baseUrl: string, maxAnswerBytes: number): Transport {
  // Not imported: a bundle for a browser has this file too, and never comes here.
  const secure = baseUrl.startsWith('https:');
  const { request, Agent } = process.getBuiltinModule(secure ? 'node:https' : 'node:http');
  const { urlToHttpOptions } = process.getBuiltinModule('node:url');
  const { hostname, port, protocol } = urlToHttpOptions(new URL(baseUrl));
  const { origin } = new URL(baseUrl);
  const proxy = findProxy(baseUrl);
  const agent = new Agent({
    keepAlive: true,
    maxSockets: pool.connections,
    maxFreeSockets: pool.connections,
    timeout: pool.idleMilliseconds,
    // The connection used last is the one that the service has closed least likely.
    scheduling: 'lifo',
    ...(proxy && { proxyEnv: process.env }),
  });
  return {
    start({ url, body }) {
      const bytes = Buffer.from(body);
      const headers = { ...requestHeaders, 'content-length': bytes.length };
      const path = url.slice(origin.length);
      const outgoing = request({ agent, hostname, port, protocol, path, method: 'POST', headers });
      const answer = new Promise<Incoming>((resolve, reject) => {
        const found = ({ statusCode: status = 0, rawHeaders }: IncomingMessage, text?: string) =>
          resolve({
            status,
            headers: () => readHeaders(rawHeaders),
            text: text ?? '',
            isRead: text !== undefined,
          });
        let hasAnswer = false;
        outgoing.on('error', reject);
        outgoing.on('response', (response) => {
          hasAnswer = true;
          response.on('error', reject);
          if (response.statusCode !== answerStatus) {
            found(response);
            // Something in between answered; what more it says is not wanted, and may never end.
            outgoing.destroy();
            return;
          }
          const buffer = new BodyBuffer(maxAnswerBytes);
          response.on('data', (chunk: Buffer<ArrayBuffer>) => {
            try {
              buffer.add(chunk);
            } catch (error) {
              reject(error);
              outgoing.destroy();
            }
          });
          response.on('end', () => {
            const codings = readCodings(response.rawHeaders);
            try {
              if (!codings) found(response, decoder.decode(buffer.bytes()));
              else {
                decodeBody(buffer.bytes(), codings, maxAnswerBytes)
                  .then((bytes) => found(response, decoder.decode(bytes)))
                  .catch(reject);
              }
            } catch (error) {
              reject(error);
            }
          });
        });
        // 101: what follows is not HTTP any more. Node tells of it by this event alone.
        outgoing.on('upgrade', (response, socket) => {
          found(response);
          socket.destroy();
        });
        outgoing.on('close', () => {
          if (hasAnswer) return;
          const error = new Error('the connection was closed before an answer came');
          reject(Object.assign(error, { code: 'ECONNRESET' }));
        });
      });
      outgoing.end(bytes);
      return { answer, abort: () => outgoing.destroy() };
    },
    describeFailure: (code) => describeProxy(code, proxy),
    close: () => agent.destroy(),
  };
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
