import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type RunningMock, type StartMockOptions, startMock } from '@trtc-call/mock';
import { onTestFinished } from 'vitest';

/** An empty folder that is gone when the test has ended. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'trtc-call-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A key that must be found nowhere in what the command line writes. */
export const canaryKey = 'canary-key-0123456789abcdef0123456789abcdef';

/** A mock of the service, and the environment with which the command line asks it. */
export async function mockAccount(
  options: StartMockOptions = {},
): Promise<{ mock: RunningMock; environment: Record<string, string> }> {
  const mock = await startMock({ secretKey: canaryKey, ...options });
  onTestFinished(() => mock.close());
  return { mock, environment: toEnvironment(mock) };
}

/** The environment with which the command line asks a mock. */
export function toEnvironment(mock: RunningMock): Record<string, string> {
  return {
    TRTC_CALL_SDK_APP_ID: String(mock.sdkAppId),
    TRTC_CALL_SECRET_KEY: mock.secretKey,
    TRTC_CALL_BASE_URL: mock.url,
    TRTC_CALL_GENERATION: 'v1',
  };
}

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

/** The mock behind a proxy that may answer otherwise, until the test ends; gives the address of the proxy. */
export function openProxy(
  mock: RunningMock,
  change: (answer: () => Promise<Response>, path: string) => Response | Promise<Response>,
): Promise<string> {
  return openServer(async (request, response) => {
    const { url = '/', method = '', headers } = request;
    const body = await buffer(request);
    const type = { 'content-type': headers['content-type'] ?? '' };
    const init = { method, headers: type, ...(method === 'POST' && { body }) };
    const answer = await change(() => mock.fetch(`${mock.url}${url}`, init), url);
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  });
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
