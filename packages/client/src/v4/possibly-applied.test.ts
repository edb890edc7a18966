import { createServer } from 'node:net';
import { readPort } from '@trtc-call/test-servers';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createTrtcCallClient, DeadlineError, unwrap } from '../index.ts';
import { answeringFetch, rejection } from '../testing/answering-fetch.ts';
import { serve } from '../testing/raw-server.ts';

const envelope = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0, RequestId: 'Id-1' };
const input = {
  Robot_Account: 'alice',
  CalleeList_Account: ['bob'],
  Timeout: 30_000,
  CallInfo: { MediaType: 'Audio' },
};
const retry = { maxAttempts: 3, baseMilliseconds: 1, capMilliseconds: 1 };
const account = { generation: 'v4', sdkAppId: 1, userSig: 'x', region: 'seoul', retry } as const;
const accountV1 = { generation: 'v1', sdkAppId: 1, userSig: 'x' } as const;

/** Answers by these codes, one after the other, the last one for ever; 'lost' is an answer that never comes. */
function open(...answers: (number | 'lost' | object)[]) {
  const { fetch, sent } = answeringFetch(() => {
    const next = answers.length > 1 ? answers.shift() : answers[0];
    if (next === 'lost') throw Object.assign(new TypeError('fetch failed'), { code: 'ECONNRESET' });
    if (typeof next === 'object') return Response.json({ ...envelope, ...next });
    return Response.json({ ...envelope, ActionStatus: 'FAIL', ErrorCode: next });
  });
  return { client: createTrtcCallClient({ ...account, userSig: () => 'x', fetch }), sent };
}

// The service got no answer in time, or failed on the way: the phones may ring already (V4-U-29).
const failures = [60008, 60013, 60014, 70169, 70500, 101001, 101999];
// Refused before anything was done.
const rates = [60007, 60011, 60018, 60019];

describe('what places a call', () => {
  const ways = {
    'calls.startByRobot': ({ client }: ReturnType<typeof open>) => client.calls.startByRobot(input),
    'client.api': async ({ client }: ReturnType<typeof open>) =>
      unwrap(await client.api.POST('/v4/call_engine_http_srv/start_call_by_robot', { body: input })),
    'client.gateway': ({ client }: ReturnType<typeof open>) =>
      client.gateway('openim/sendmsg', {}, { retry: { maxAttempts: 3, capMilliseconds: 1 } }),
  };
  const cases = Object.entries(ways).flatMap(([name, way]) => [
    ...failures.map((code) => [name, code, way, 1, true] as const),
    ...rates.map((code) => [name, code, way, 3, false] as const),
    [name, 101002, way, 1, false] as const,
  ]);

  test.each(cases)(
    'by %s is after %i sent as often as is sure',
    async (_, code, way, times, possiblyApplied) => {
      const opened = open(code);
      expect(await rejection(way(opened))).toMatchObject({ kind: 'refused', code, possiblyApplied });
      expect(opened.sent).toHaveLength(times);
    },
  );

  test('may be idempotent by the word of the caller, and is then sent again', async () => {
    const opened = open(60008, envelope);
    const retry = { maxAttempts: 3, capMilliseconds: 1 };
    await opened.client.gateway('openim/sendmsg', {}, { retry, idempotent: true });
    expect(opened.sent).toHaveLength(2);
  });

  test('is sent again with another signature where that was refused, which is before it is placed', async () => {
    const opened = open(70001, envelope);
    await opened.client.calls.startByRobot(input);
    expect(opened.sent).toHaveLength(2);
  });

  const done = { ActionStatus: 'OK' };
  const placed = { ActionStatus: 'FAIL', Response: { CallId: 'a' } };
  // Neither is a plain refusal: one says that it succeeded, the other has what a success has.
  test.each([
    [60007, done],
    [60007, placed],
    // With another signature it would be sent again.
    [70001, done],
    [101002, placed],
  ])('is not sent again after %i that contradicts itself by %j', async (ErrorCode, members) => {
    for (const way of Object.values(ways)) {
      const opened = open({ ErrorCode, ...members });
      expect(await rejection(way(opened))).toMatchObject({ code: ErrorCode, possiblyApplied: true });
      expect(opened.sent).toHaveLength(1);
    }
  });

  test.each([[null], [''], [{}]])(
    'is sent again after a rate with the data %j, which say nothing',
    async (Response) => {
      const opened = open({ ActionStatus: 'FAIL', ErrorCode: 60007, Response }, { ErrorCode: 0 });
      await opened.client.calls.startByRobot(input);
      expect(opened.sent).toHaveLength(2);
    },
  );

  test('says after an attempt for the rate what the last one may have done', async () => {
    const opened = open(60007, 60008);
    expect(await rejection(opened.client.calls.startByRobot(input))).toMatchObject({ possiblyApplied: true });
    expect(opened.sent).toHaveLength(2);
  });

  test.each([[null], [[]], ['text'], [5], [false], [undefined], [{}]])(
    'and was accepted with the data %j is not a failure: a program would place it again',
    async (Response) => {
      const { client } = open({ Response });
      expect(await client.calls.startByRobot(input)).toEqual({ callId: null, callees: [] });
    },
  );
});

test('what reads or sets is sent again, and says what it may have done', async () => {
  const opened = open(100001);
  expect(await rejection(opened.client.callbacks.delete())).toMatchObject({ possiblyApplied: true });
  expect(opened.sent).toHaveLength(3);
});

describe('an end that is answered by "no such call"', () => {
  test.each([
    ['at once', [101004], true],
    ['after a rate', [60007, 101004], true],
    ['after an answer that was lost', ['lost', 101004], null],
    ['after a failure of the service', [101001, 101004], null],
  ] as const)('%s', async (_, answers, alreadyOver) => {
    expect(await open(...answers).client.calls.end('a')).toEqual({ alreadyOver });
  });
});

test('data that cannot be used are those of a request that was carried out', async () => {
  const { client } = open({ Response: { UserList: 5 } });
  expect(await rejection(client.calls.get('a'))).toMatchObject({ kind: 'contract', possiblyApplied: true });
  const set = createTrtcCallClient({
    ...accountV1,
    fetch: async () => Response.json({ errorCode: 0, errorMessage: '', requestId: 'Id-1', data: 5 }),
  }).callbacks.set({ address: 'https://a.example', actions: [] });
  expect(await rejection(set)).toMatchObject({ kind: 'contract', possiblyApplied: true });
});

test('of a code of v1 that no page lists, an internal error among them, nothing is known', async () => {
  const { callbacks } = createTrtcCallClient({
    ...accountV1,
    fetch: async () => Response.json({ errorCode: 50002, errorMessage: '', requestId: 'Id-1' }),
  });
  const calls = [callbacks.set, callbacks.update].map((call) =>
    call({ address: 'https://a.example', actions: [] }),
  );
  for (const call of [...calls, callbacks.delete()]) {
    expect(await rejection(call)).toMatchObject({ code: 50002, possiblyApplied: true, previousAttempts: [] });
  }
});

describe('what was not sent', () => {
  test('since its UserSig did not come is sent again', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const userSig = vi.fn(() => new Promise<never>(() => {}));
    const client = createTrtcCallClient({ ...account, userSig, timeoutMilliseconds: 3001 });
    const failed = rejection(client.calls.startByRobot(input));
    await vi.advanceTimersByTimeAsync(10_000);
    const attempt = { kind: 'deadline', scope: 'attempt', possiblyApplied: false };
    expect(await failed).toMatchObject({ ...attempt, previousAttempts: [attempt, attempt] });
  });

  test('since another call had the connection has done nothing', async () => {
    const arrived = Promise.withResolvers<void>();
    const { url: region, seen } = await serve(() => arrived.resolve());
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const client = createTrtcCallClient({ ...account, region, retry: false, pool: { connections: 1 } });
    onTestFinished(() => client.close());
    const calls = [1, 2, 3].map(() => rejection(client.calls.startByRobot(input)));
    await arrived.promise;
    vi.advanceTimersByTime(10_000);
    expect(await Promise.all(calls)).toMatchObject([
      { kind: 'deadline', possiblyApplied: true },
      { kind: 'deadline', possiblyApplied: false },
      { kind: 'deadline', possiblyApplied: false },
    ]);
    expect(seen.opened).toBe(1);
  });

  test('since its connection did not stand has done nothing', async () => {
    // It takes connections, and says nothing of TLS.
    const arrived = Promise.withResolvers<void>();
    const server = createServer(() => arrived.resolve()).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const region = `https://localhost:${readPort(server)}`;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const client = createTrtcCallClient({ ...account, region, deadlineMilliseconds: 3001 });
    onTestFinished(() => client.close());
    const failed = rejection(client.calls.startByRobot(input));
    await arrived.promise;
    vi.advanceTimersByTime(3001);
    expect(await failed).toMatchObject({ kind: 'deadline', scope: 'call', possiblyApplied: false });
  });

  test('since the limiter gave no second turn is judged by the refusal before it', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const turns = [undefined, new Promise<never>(() => {})];
    const { fetch } = answeringFetch(() =>
      Response.json({ ...envelope, ActionStatus: 'FAIL', ErrorCode: 60007 }),
    );
    const client = createTrtcCallClient({ ...account, fetch, limiter: { take: () => turns.shift() } });
    const failed = rejection(client.calls.startByRobot(input));
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await failed).toMatchObject({ kind: 'deadline', scope: 'call', possiblyApplied: false });
  });

  test('since its UserSig is none is an error of the caller, which says nothing of the service', async () => {
    const client = createTrtcCallClient({ ...account, userSig: () => '' });
    const error = await rejection(client.calls.startByRobot(input));
    expect(error).toMatchObject({ kind: 'argument', field: 'userSig' });
    expect(error).not.toHaveProperty('possiblyApplied');
  });

  test('since it was aborted leaves the reason as it is', async () => {
    const reason = Object.freeze(new DeadlineError('endCall', 1, 'call'));
    const controller = new AbortController();
    const userSig = () => {
      controller.abort(reason);
      return new Promise<never>(() => {});
    };
    const client = createTrtcCallClient({ ...account, userSig });
    expect(await rejection(client.calls.end('a', { signal: controller.signal }))).toBe(reason);
  });
});

test('a refusal that breaks the contract was not carried out either', async () => {
  const { fetch } = answeringFetch(() =>
    Response.json({ ...envelope, ActionStatus: 'FAIL', ErrorCode: 101002, ErrorInfo: 5 }),
  );
  const client = createTrtcCallClient({ ...account, fetch, validate: 'strict' });
  const error = await rejection(client.calls.startByRobot(input));
  expect(error).toMatchObject({ kind: 'contract', possiblyApplied: false });
});
