import {
  AnswerTooLongError,
  answerStatus,
  type Incoming,
  requestHeaders,
  type Transport,
} from './transport.ts';

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
  const agent = new Agent({
    keepAlive: true,
    maxSockets: pool.connections,
    maxFreeSockets: pool.connections,
    timeout: pool.idleMilliseconds,
    // The connection used last is the one that the service has closed least likely.
    scheduling: 'lifo',
    ...(process.env.NODE_USE_ENV_PROXY === '1' && { proxyEnv: process.env }),
  });
  return {
    start({ url, body }) {
      const bytes = Buffer.from(body);
      const headers = { ...requestHeaders, 'content-length': bytes.length };
      const path = url.slice(origin.length);
      const outgoing = request({ agent, hostname, port, protocol, path, method: 'POST', headers });
      const answer = new Promise<Incoming>((resolve, reject) => {
        outgoing.on('error', reject);
        outgoing.on('response', (response) => {
          const status = response.statusCode ?? 0;
          const isRead = status === answerStatus;
          const found = (text: string) =>
            resolve({ status, headers: () => headersOf(response.rawHeaders), text, isRead });
          if (!isRead) {
            found('');
            // Something in between answered; what more it says is not wanted, and may never end.
            outgoing.destroy();
            return;
          }
          const chunks: Buffer[] = [];
          let size = 0;
          response.on('data', (chunk: Buffer) => {
            size += chunk.length;
            chunks.push(chunk);
            if (size > maxAnswerBytes) outgoing.destroy(new AnswerTooLongError(maxAnswerBytes));
          });
          response.on('error', reject);
          response.on('end', () => found(textOf(chunks)));
        });
      });
      outgoing.end(bytes);
      return { answer, abort: () => outgoing.destroy() };
    },
    close: () => agent.destroy(),
  };
}

// As `Response.text()` does, it leaves a byte order mark out.
const decoder = new TextDecoder();

function textOf(chunks: Buffer[]): string {
  const [only] = chunks;
  return decoder.decode(chunks.length === 1 && only ? only : Buffer.concat(chunks));
}

function headersOf(raw: readonly string[]): Headers {
  const headers = new Headers();
  for (let at = 0; at + 1 < raw.length; at += 2) headers.append(raw[at] ?? '', raw[at + 1] ?? '');
  return headers;
}
