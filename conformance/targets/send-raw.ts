import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { NoAnswerError } from '../requirements/expect.ts';
import type { RawResponse } from './recorder.ts';

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

export type SendRaw = (request: RawRequest, milliseconds: number) => Promise<RawAnswer>;

/** Makes a sender; the connections are its own, and go with it. */
export function rawSender(url: URL): { send: SendRaw; close(): void } {
  const isSecure = url.protocol === 'https:';
  const agent = isSecure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const request = isSecure ? httpsRequest : httpRequest;
  const send: SendRaw = ({ url: to, method, headers, body, announcedLength }, milliseconds) =>
    new Promise((resolve, reject) => {
      const started = performance.now();
      const bytes = Buffer.from(body);
      const length = { 'content-length': String(announcedLength ?? bytes.length) };
      const outgoing = request(to, { method, agent, headers: { ...headers, ...length } });
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
        readAnswerText(answer).then(
          (text) => {
            clearTimeout(timer);
            resolve({
              status: answer.statusCode ?? 0,
              headers: readHeaders(answer),
              text,
              took: performance.now() - started,
            });
          },
          (error: unknown) => fail(error instanceof Error ? error.message : String(error), error),
        );
      });
      // Without an end the rest of what was announced is waited for.
      if (announcedLength === undefined) outgoing.end(bytes);
      else outgoing.write(bytes);
    });
  return { send, close: () => agent.destroy() };
}

function readHeaders({ headersDistinct }: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  return headers;
}

/** What the vendor waits for has less than a hundred bytes. */
const mostCharacters = 1024 * 1024;

async function readAnswerText(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > mostCharacters)
      throw new Error(`the answer is longer than ${mostCharacters} characters`);
  }
  return text;
}
