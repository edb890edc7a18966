import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type RunningMock, startMock } from '@trtc-call/mock';
import { findMistake, type MistakeId, operations } from '@trtc-call/spec/v1';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** One request that is wrong in one way. */
interface BadRequest {
  title: string;
  mistake: MistakeId;
  method?: string;
  path?: string;
  /** Changes the parameters of a correct request. */
  query?: (query: URLSearchParams) => void;
  headers?: Record<string, string>;
  body?: string;
}

const without = (name: string) => ({ query: (query: URLSearchParams) => query.delete(name) });
const withValue = (name: string, value: string) => ({
  query: (query: URLSearchParams) => query.set(name, value),
});
const rename = (from: string, to: string) => ({
  query: (query: URLSearchParams) => {
    query.set(to, query.get(from) ?? '');
    query.delete(from);
  },
});
const cutUserSig = (query: URLSearchParams) =>
  query.set('usersig', (query.get('usersig') ?? '').slice(0, 60));
const twice = (query: URLSearchParams) => query.append('identifier', 'another-account');

type Wrong = Omit<BadRequest, 'title' | 'mistake'>;

/** What goes wrong between a program and this API, as the requests that arrive. */
const badRequests: BadRequest[] = (
  [
    ['GET instead of POST', 'method-not-post', { method: 'GET' }],
    ['PUT instead of POST', 'method-not-post', { method: 'PUT' }],
    ['a path that names no operation', 'path-unknown', { path: '/v1/records/get_record' }],
    ['the path without its version', 'path-unknown', { path: '/records/get_record_by_callId' }],
    ['no sdkappid', 'sdkappid-missing', without('sdkappid')],
    ['sdkappid in words', 'sdkappid-invalid', withValue('sdkappid', 'my-app')],
    ['sdkappid below zero', 'sdkappid-invalid', withValue('sdkappid', '-1')],
    ['no identifier', 'identifier-missing', without('identifier')],
    ['no usersig', 'usersig-missing', without('usersig')],
    ['usersig that is not a UserSig', 'usersig-invalid', withValue('usersig', 'xxx')],
    ['usersig cut in the middle', 'usersig-invalid', { query: cutUserSig }],
    ['no random', 'random-missing', without('random')],
    ['random above 32 bits', 'random-invalid', withValue('random', '4294967296')],
    ['random below zero', 'random-invalid', withValue('random', '-1')],
    ['random with a fraction', 'random-invalid', withValue('random', '1.5')],
    ['no contenttype', 'contenttype-missing', without('contenttype')],
    ['contenttype=xml', 'contenttype-invalid', withValue('contenttype', 'xml')],
    ['SdkAppId for sdkappid', 'parameter-wrong-case', rename('sdkappid', 'SdkAppId')],
    ['userSig for usersig', 'parameter-wrong-case', rename('usersig', 'userSig')],
    ['identifier twice', 'parameter-repeated', { query: twice }],
    ['no body', 'body-empty', { body: '' }],
    ['a body that is not JSON', 'body-malformed', { body: '{"callId":' }],
    ['a list as the body', 'body-not-object', { body: '["callId"]' }],
    ['null as the body', 'body-not-object', { body: 'null' }],
    ['a body said to be text', 'content-type-wrong', { headers: { 'content-type': 'text/plain' } }],
    ['no callId', 'field-missing', { body: '{}' }],
    ['callId in the wrong case', 'field-missing', { body: '{"callid":"x"}' }],
    ['callId null', 'field-null', { body: '{"callId":null}' }],
    ['callId as a number', 'field-type', { body: '{"callId":17}' }],
    ['callId empty', 'field-range', { body: '{"callId":""}' }],
  ] satisfies [string, MistakeId, Wrong][]
).map(([title, mistake, wrong]) => ({ title, mistake, ...wrong }));

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
