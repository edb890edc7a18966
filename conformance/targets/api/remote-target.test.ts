import { type RunningMock, startMock } from '@trtc-call/mock';
import { expect, test } from 'vitest';
import { readMembers } from '../../requirements/check/answer.ts';
import { apiGenerations } from '../../requirements/suites.ts';
import { createTestContext } from '../../run/testing/test-context.ts';
import { isVendorHost, prepareRemoteTarget, type RemoteOptions, type Wish } from './remote-target.ts';

const options: RemoteOptions = {
  ...{ areNamed: false, allowMutations: false, exhaustRateLimit: false, allowCalls: undefined },
  now: Date.now,
  wait: async () => {},
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
const nowhere = 'http://127.0.0.1:9/nobody';

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

test('the generations that the account has are asked, and the others are told with the reason', async () => {
  await using mock = await startMock();
  const both = await prepare(mock, [
    { generation: v1, baseUrl: mock.url },
    { generation: v4, baseUrl: mock.url },
  ]);
  expect(both.target.places.map(({ generation }) => generation)).toEqual([v1, v4]);
  expect(both.target.notes).toEqual([]);
  const one = await prepare(mock, [
    { generation: v1, baseUrl: mock.url },
    { generation: v4, baseUrl: { missing: 'TRTC_CALL_REGION is not set' } },
  ]);
  expect(one.target.places.map(({ generation }) => generation)).toEqual([v1]);
  expect(one.target.notes).toEqual(['v4 was not checked: TRTC_CALL_REGION is not set']);
  const other = await prepare(mock, [
    { generation: v1, baseUrl: nowhere },
    { generation: v4, baseUrl: mock.url },
  ]);
  expect(other.target.places.map(({ generation }) => generation)).toEqual([v4]);
  expect(other.target.notes).toEqual([expect.stringMatching(/^v1 was not checked: .*cannot be reached/)]);
});

test('where no generation can be asked, the reason of each is told', async () => {
  await using mock = await startMock();
  const account = { ...readAccount(mock), secretKey: 'f'.repeat(64) };
  const wishes = [
    { generation: v1, baseUrl: mock.url },
    { generation: v4, baseUrl: { missing: 'TRTC_CALL_REGION is not set' } },
  ];
  await expect(prepareRemoteTarget('x', account, wishes, options)).rejects.toMatchObject({
    code: 'refused-credentials',
    message: expect.stringMatching(/^v1: .* refused the credentials .*; v4: TRTC_CALL_REGION is not set$/),
  });
  const same = wishes.map(({ generation }) => ({ generation, baseUrl: nowhere }));
  await expect(prepare(mock, same)).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringMatching(/^http:\/\/127.0.0.1:9\/nobody cannot be reached/),
  });
});

test('a generation that was named and is not there ends the run', async () => {
  await using mock = await startMock();
  const wishes = [
    { generation: v1, baseUrl: mock.url },
    { generation: v4, baseUrl: { missing: 'TRTC_CALL_REGION is not set' } },
  ];
  await expect(prepare(mock, wishes, { areNamed: true })).rejects.toMatchObject({
    code: 'missing-variable',
    message: 'TRTC_CALL_REGION is not set',
  });
});

test('calls that a run leaves ringing are ended when it is over, and no others', async () => {
  await using mock = await startMock();
  const allowCalls = { caller: 'alice', callee: 'bob' };
  const { target, watchCalls, release } = await prepare(mock, [{ generation: v4, baseUrl: mock.url }], {
    allowCalls,
  });
  expect(target.capabilities).toContainEqual({ name: 'place-calls', available: true });
  const open = (fetch: typeof globalThis.fetch) =>
    createTestContext({
      generation: v4,
      baseUrl: mock.url,
      account: readAccount(mock),
      now: Date.now,
      fetch: watchCalls((url, init) => fetch(url, init)),
    });
  const context = open(fetch);
  const body = {
    ...{ Robot_Account: 'alice', CalleeList_Account: ['bob'], Timeout: 10_000 },
    CallInfo: { MediaType: 'Audio' },
  };
  const start = async () => {
    const { data } = await context.send('startCallByRobot', body);
    return String(readMembers(data).CallId);
  };
  const [ended, left] = [await start(), await start()];
  await context.send('endCall', { CallId: ended });
  const before = mock.requests.length;
  await release();
  await release();
  const sent = mock.requests
    .slice(before)
    .map(({ operationId, body: text }) => `${operationId} ${JSON.stringify(text)}`);
  expect(sent).toEqual([expect.stringContaining(left)]);
  expect((await context.send('getCallInfo', { CallId: left })).code).toBe(101004);
});
