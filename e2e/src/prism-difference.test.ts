import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type RunningMock, startMock } from '@trtc-call/mock';
import { findMistake, operations } from '@trtc-call/spec/v1';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BadRequest, badRequests } from './bad-requests.ts';

/** What came back, as far as a client could use it. */
interface Answer {
  status: number | 'no answer';
  contentType: string;
  errorCode: unknown;
  took: number;
}

let mock: RunningMock;
let prism: { url: string; child: ChildProcess };

beforeAll(async () => {
  mock = await startMock({ rateLimit: false });
  prism = await startPrism();
  // The first request of a connection pays for the start of both.
  for (const base of [mock.url, prism.url]) await send(base, { title: '', mistake: 'field-missing' });
});

afterAll(async () => {
  prism.child.kill('SIGKILL');
  await mock.close();
});

describe('the mock answers a bad request as the contract says, where `prism mock` on the same document', () => {
  test.each(badRequests)('$title', { retry: 2 }, async (request) => {
    const ours = await send(mock.url, request);
    expect(ours).toMatchObject({
      status: 200,
      contentType: 'application/json',
      errorCode: findMistake(request.mistake).answer,
    });
    // The better of two: another process may have had the core.
    const again = await send(mock.url, request);
    expect(Math.min(ours.took, again.took), 'a bad request is answered within 50 ms').toBeLessThan(50);
  });

  test('answers by problem+json, a success, or nothing', async () => {
    const table: string[] = [];
    for (const request of badRequests) {
      const { status, contentType, errorCode } = await send(prism.url, request);
      table.push(`${request.title} | ${status} ${contentType} ${errorCode === 0 ? 'success' : ''}`.trim());
    }
    expect(table).toMatchSnapshot();
  });
});

async function send(base: string, request: BadRequest): Promise<Answer> {
  const query = new URLSearchParams({
    sdkappid: String(mock.sdkAppId),
    identifier: mock.identifier,
    usersig: mock.userSig(),
    random: '99999999',
    contenttype: 'json',
  });
  request.query?.(query);
  const { method = 'POST', path = operations.getRecordByCallId.path } = request;
  const body =
    method === 'GET' ? null : (request.body ?? '{"callId":"2ae7d549-c441-4a9b-87c0-61810fe19582"}');
  const headers = { 'content-type': 'application/json', ...request.headers };
  const started = performance.now();
  try {
    const signal = AbortSignal.timeout(1000);
    const response = await fetch(`${base}${path}?${query}`, { method, headers, body, signal });
    const text = await response.text();
    const took = performance.now() - started;
    const contentType = (response.headers.get('content-type') ?? '').replace(/;.*/, '');
    return { status: response.status, contentType, errorCode: readErrorCode(text), took };
  } catch {
    return { status: 'no answer', contentType: '', errorCode: undefined, took: performance.now() - started };
  }
}

function readErrorCode(text: string): unknown {
  const body: unknown = JSON.parse(text);
  return typeof body === 'object' && body !== null && 'errorCode' in body ? body.errorCode : undefined;
}

async function startPrism(): Promise<{ url: string; child: ChildProcess }> {
  const { resolve } = createRequire(import.meta.url);
  const main = join(resolve('@stoplight/prism-cli/package.json'), '../dist/index.js');
  const args = ['mock', resolve('@trtc-call/spec/v1/openapi.json'), '-p', '0', '-h', '127.0.0.1'];
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((ready, reject) => {
    child.once('exit', (code) => reject(new Error(`prism mock ended with ${code}`)));
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      const listening = /Prism is listening on (\S+)/.exec(printed)?.[1];
      if (listening) ready(listening);
    });
  });
  return { url, child };
}
