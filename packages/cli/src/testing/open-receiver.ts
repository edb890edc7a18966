import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { onTestFinished } from 'vitest';

/** What came in, and what is to be answered. */
export interface OpenReceiver {
  readonly url: string;
  readonly got: { readonly url: string; readonly type: string | undefined; readonly body: string }[];
  /** Answers to come; when there is none left, an `ErrorCode` of 0. */
  readonly answers: { readonly status?: number; readonly body: string }[];
}

/** In the form of both generations. */
const acknowledgement = '{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"ErrorMessage":"Success"}';

export async function openReceiver(): Promise<OpenReceiver> {
  const got: OpenReceiver['got'] = [];
  const answers: OpenReceiver['answers'] = [];
  const url = await openServer(async (request, response) => {
    const chunks: string[] = await request.setEncoding('utf8').toArray();
    got.push({ url: request.url ?? '', type: request.headers['content-type'], body: chunks.join('') });
    const { status = 200, body } = answers.shift() ?? { body: acknowledgement };
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  return { url, got, answers };
}

/** A server on a port of its own, until the test ends; gives its address. */
export async function openServer(handle: RequestListener): Promise<string> {
  const server = createServer(handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}
