import { once } from 'node:events';
import { createServer } from 'node:http';
import { type RunningMock, startMock } from '@trtc-call/mock';
import { readPort } from '@trtc-call/test-servers';
import { expect, test, vi } from 'vitest';
import { readMembers } from '../../requirements/check/answer.ts';
import type { Generation } from '../../requirements/generation.ts';
import { apiGenerations } from '../../requirements/suites.ts';
import { createTestContext } from '../../testing/test-context.ts';
import { createTransport } from '../recorder.ts';
import { isVendorHost, prepareRemoteTarget, type RemoteOptions, type Wish } from './remote-target.ts';

const options: RemoteOptions = {
  areNamed: false,
  allowMutations: false,
  exhaustRateLimit: false,
  allowCalls: undefined,
  now: Date.now,
  wait: async () => {},
  signal: new AbortController().signal,
};
const [v1, v4] = apiGenerations.map(({ generation }) => generation);
if (!v1 || !v4) throw new Error('There are no generations.');
const readAccount = ({ sdkAppId, identifier, secretKey }: RunningMock) => ({
  sdkAppId,
  identifier,
  secretKey,
});
const prepare = (mock: RunningMock, wishes: readonly Wish[], more: Partial<RemoteOptions> = {}) =>
  prepareRemoteTarget('x', readAccount(mock), wishes, { ...options, ...more });
/** A server that answers everything alike. */
async function serve(answer: () => string) {
  const server = createServer((_, response) => void response.end(answer())).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${readPort(server)}`,
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}
const nowhere = 'http://127.0.0.1:9/none';
const unset = { missing: 'TRTC_CALL_REGION is not set' };
/** Both generations, and where each is asked. */
const wish = (ofV1: Wish['baseUrl'], ofV4: Wish['baseUrl']): Wish[] => [
  { generation: v1, baseUrl: ofV1 },
  { generation: v4, baseUrl: ofV4 },
];

test.each(apiGenerations)(
  'the hosts of $suite.generation are the vendor, and nothing else is',
  ({ generation }) => {
    const servers = Object.values(generation.contract.servers);
    expect(servers.every((baseUrl) => isVendorHost({ generation, baseUrl }))).toBe(true);
    for (const server of servers) {
      const others = [server.replace('https:', 'http:'), `${server}.example.com`, `${server}/proxy`];
      expect(others.some((baseUrl) => isVendorHost({ generation, baseUrl }))).toBe(false);
    }
  },
);

test('the generations that the account has are asked, and the reason is given for the others', async () => {
  await using mock = await startMock();
  const prepareWith = async (...urls: Parameters<typeof wish>) => {
    const { places, notes, unchecked } = (await prepare(mock, wish(...urls))).target;
    return [places.map(({ generation }) => generation.contract.generation), notes, unchecked];
  };
  expect(await prepareWith(mock.url, mock.url)).toEqual([['v1', 'v4'], [], []]);
  const withoutV4 =
    'v4 was not checked: TRTC_CALL_REGION is not set; pass --generation v1 to check that alone';
  expect(await prepareWith(mock.url, unset)).toEqual([['v1'], [], [withoutV4]]);
  const withoutV1 = /^v1 was not checked: .*cannot be reached.*; pass --generation v4 /;
  expect(await prepareWith(nowhere, mock.url)).toEqual([['v4'], [], [expect.stringMatching(withoutV1)]]);
});

test.each([
  { title: 'refuses the credentials', code: 60004, isAlone: false },
  { title: 'does not know the app', code: 70020, isAlone: false },
  { title: 'answers HTML', code: undefined, isAlone: false },
  { title: 'has no package', code: 60020, isAlone: true },
])(
  'a generation that $title was not checked; a missing package alone is a note',
  async ({ code, isAlone }) => {
    await using mock = await startMock();
    const refusal = { ActionStatus: 'FAIL', ErrorCode: code, ErrorInfo: 'no', RequestId: 'Id-1' };
    await using server = await serve(() => (code === undefined ? '<html>' : JSON.stringify(refusal)));
    const { target } = await prepare(mock, wish(mock.url, server.url));
    const [said, unsaid] = isAlone ? [target.notes, target.unchecked] : [target.unchecked, target.notes];
    expect(said).toEqual([expect.stringMatching(/^v4 was not checked: /)]);
    expect(unsaid).toEqual([]);
  },
);

test('where no generation can be asked, the error has the reason of each', async () => {
  await using mock = await startMock();
  const account = { ...readAccount(mock), secretKey: 'f'.repeat(64) };
  const refused = prepareRemoteTarget('x', account, wish(mock.url, unset), options);
  await expect(refused).rejects.toMatchObject({
    code: 'refused-credentials',
    message: expect.stringMatching(/^v1: .* refused the credentials .*; v4: TRTC_CALL_REGION is not set$/),
  });
  await expect(prepare(mock, wish(nowhere, nowhere))).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringMatching(/^http:\/\/127.0.0.1:9\/none cannot be reached/),
  });
});

test('a refusal of the account is attributed to the generation that words it so', async () => {
  await using mock = await startMock();
  const refusal = { ActionStatus: 'FAIL', ErrorCode: 60004, ErrorInfo: 'no', RequestId: 'Id-1' };
  await using server = await serve(() => JSON.stringify(refusal));
  await expect(prepare(mock, wish(server.url, server.url))).rejects.toMatchObject({
    code: 'refused-credentials',
    message: expect.stringMatching(
      /^v1: the target does not answer as v1 does; v4: .* refused the credentials with 60004/,
    ),
  });
});

test('a generation that was named and is not there ends the run', async () => {
  await using mock = await startMock();
  const missing = prepare(mock, wish(mock.url, unset), { areNamed: true });
  await expect(missing).rejects.toMatchObject({ code: 'missing-variable', message: unset.missing });
});

test('an interruption does not wait for the configuration that is to be put back', async () => {
  await using mock = await startMock();
  const controller = new AbortController();
  const transport = createTransport(fetch);
  mock.fault('delay', { operationId: 'getCallback', milliseconds: 60_000 });
  const prepared = prepare(mock, wish(mock.url, mock.url), {
    allowMutations: true,
    signal: controller.signal,
    transport,
  });
  const isAsked = () => mock.requests.some(({ operationId }) => operationId === 'getCallback');
  await vi.waitUntil(isAsked, 5000);
  controller.abort(new Error('interrupted'));
  await expect(prepared).rejects.toThrow('interrupted');
}, 3000);

const call = {
  Robot_Account: 'alice',
  CalleeList_Account: ['bob'],
  Timeout: 10_000,
  CallInfo: { MediaType: 'Audio' },
};

/** A target that may place calls, and a context whose starts get these answers. */
async function prepareCalls(
  mock: RunningMock,
  generation: Generation,
  answer: (response: Response) => Response | Promise<Response> = (response) => response,
  time = Date.UTC(2026, 0, 1),
) {
  const now = () => time;
  const { target, transport, release } = await prepare(mock, [{ generation, baseUrl: mock.url }], {
    allowCalls: { caller: 'alice', callee: 'bob' },
    now,
    transport: createTransport(async (url, init) => {
      const response = await fetch(url, init);
      return url.includes('start_call_by_robot') ? answer(response) : response;
    }),
  });
  const context = createTestContext({
    generation,
    baseUrl: mock.url,
    account: readAccount(mock),
    now: Date.now,
    transport,
  });
  const start = async () => {
    const started = await context.send('startCallByRobot', call).catch(() => undefined);
    return String(readMembers(started?.data).CallId);
  };
  const pass = (milliseconds: number) => {
    time += milliseconds;
  };
  return { target, context, start, release, pass };
}

test('calls that a run leaves ringing are ended when it is over, and no others', async () => {
  await using mock = await startMock();
  const { target, context, start, release } = await prepareCalls(mock, v4, undefined, Date.now());
  expect(target.capabilities).toContainEqual({ name: 'place-calls', available: true });
  const [ended, left] = [await start(), await start()];
  await context.send('endCall', { CallId: ended });
  const before = mock.requests.length;
  await release();
  await release();
  const sent = mock.requests
    .slice(before)
    .map(({ operationId, body }) => `${operationId} ${JSON.stringify(body)}`);
  expect(sent).toEqual([expect.stringContaining(left)]);
  expect((await context.send('getCallInfo', { CallId: left })).code).toBe(101004);
});

const fail = (code: string) => () => {
  throw new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });
};
const refuse = (ErrorCode: number) => () =>
  Response.json({ ActionStatus: 'FAIL', ErrorCode, ErrorInfo: '', RequestId: 'Id-1' });

test.each([
  { title: 'is lost', answer: fail('ECONNRESET') },
  { title: 'is one of a gateway', answer: () => new Response('<html>', { status: 502 }) },
  { title: 'is not JSON', answer: () => new Response('<html>') },
  { title: 'leaves open whether it was done', answer: refuse(60008) },
  {
    title: 'has no id',
    answer: () => Response.json({ ActionStatus: 'OK', ErrorCode: 0, RequestId: 'Id-1' }),
  },
])('a call whose answer $title is reported, with who may ring until when', async ({ answer }) => {
  await using mock = await startMock();
  const { start, release } = await prepareCalls(mock, v4, answer);
  await start();
  await expect(release()).rejects.toMatchObject({
    code: 'not-restored',
    message: expect.stringMatching(/bob may ring until 2026-01-01T00:00:10Z/),
  });
});

test.each([
  { title: 'that was refused', answer: refuse(60010), milliseconds: 0 },
  { title: 'that was never sent', answer: fail('ECONNREFUSED'), milliseconds: 0 },
  { title: 'that is over by itself', answer: fail('ECONNRESET'), milliseconds: 10_001 },
])('a call $title is not reported', async ({ answer, milliseconds }) => {
  await using mock = await startMock();
  const { start, release, pass } = await prepareCalls(mock, v4, answer);
  await start();
  pass(milliseconds);
  await expect(release()).resolves.toBeUndefined();
});

test.each([
  { title: 'is over already', code: 101004, isReported: false },
  { title: 'cannot be ended now', code: 60008, isReported: true },
])('a call that $title is reported: $isReported', async ({ code, isReported }) => {
  await using mock = await startMock();
  const { start, release } = await prepareCalls(mock, v4);
  await start();
  mock.respondWith('endCall', `error-${code}`);
  const outcome = await release().catch((error: Error) => error.message);
  expect(outcome).toEqual(isReported ? expect.stringContaining(String(code)) : undefined);
});

test('a call whose end gets no answer is reported, with who rings until when', async () => {
  const mock = await startMock();
  const { start, release } = await prepareCalls(mock, v4);
  await start();
  await mock.close();
  await expect(release()).rejects.toMatchObject({
    code: 'not-restored',
    message: expect.stringMatching(/could not be ended: .*; bob may ring until 2026-01-01T00:00:10Z/),
  });
});
