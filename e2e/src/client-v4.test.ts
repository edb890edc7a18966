import {
  createTrtcCallClient,
  isTrtcCallError,
  type TrtcCallClientV4,
  toCall,
  unwrap,
} from '@trtc-call/client';
import { type RunningMock, type StartMockOptions, startMock } from '@trtc-call/mock';
import { describe, expect, onTestFinished, test } from 'vitest';

// The client of generation v4 against the mock, over real sockets.

async function open(
  over: StartMockOptions = {},
  options: Partial<Parameters<typeof createTrtcCallClient>[0]> = {},
): Promise<{ mock: RunningMock; client: TrtcCallClientV4 }> {
  const mock = await startMock({ port: 0, ...over });
  const { sdkAppId, secretKey, url } = mock;
  const client = createTrtcCallClient({
    retry: { baseMilliseconds: 1, capMilliseconds: 5 },
    ...options,
    generation: 'v4',
    sdkAppId,
    secretKey,
    userSig: undefined,
    region: url,
  });
  onTestFinished(async () => {
    client.close();
    await mock.close();
  });
  return { mock, client };
}

const ring = (...callees: string[]) => ({
  Robot_Account: 'alice',
  CalleeList_Account: callees,
  Timeout: 30_000,
  CallInfo: { MediaType: 'Video' },
});

async function failure(promise: Promise<unknown>) {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (isTrtcCallError(error)) return error;
  throw new Error(`expected an error of the client, got ${String(error)}`);
}

describe('calls', () => {
  test('are placed, looked at and ended; the record can be read 5 seconds later', async () => {
    let now = Date.now();
    const { mock, client } = await open({ now: () => now });
    const { callId, callees } = await client.calls.startByRobot(ring('bob'));
    expect(callees).toEqual([{ user: 'bob', resultCode: 0 }]);
    if (callId === null) throw new Error('the mock gives an id');
    mock.calls.answer(callId, 'bob');
    const live = await client.calls.get(callId);
    expect(live?.CallInfo.CallId).toBe(callId);
    expect(live?.UserList).toContainEqual({ User_Account: 'bob', Status: 'Calling' });
    now += 60_000;
    expect(await client.calls.end(callId)).toEqual({ alreadyOver: false });
    expect(await client.calls.end(callId)).toEqual({ alreadyOver: true });
    expect(await client.calls.get(callId)).toBeNull();
    expect(await client.records.get(callId)).toBeNull();
    now += 5000;
    const record = await client.records.get(callId);
    if (!record) throw new Error('there is a record');
    expect(toCall(record)).toMatchObject({
      generation: 'v4',
      callId,
      caller: 'alice',
      callees: ['bob'],
      media: 'video',
      type: 'single',
      result: 'normal_end',
      talkSeconds: 60,
      raw: record,
    });
  });

  test('that are unknown are null, and count as ended', async () => {
    const { client } = await open();
    expect(await client.calls.get('never')).toBeNull();
    expect(await client.calls.end('never')).toEqual({ alreadyOver: true });
    expect(await client.records.get('never')).toBeNull();
  });

  test('have no id where the answer has none', async () => {
    const { mock, client } = await open();
    mock.respondWith('startCallByRobot', 'success-without-response');
    expect(await client.calls.startByRobot(ring('bob'))).toEqual({ callId: null, callees: [] });
  });

  test.each(['drop', 'reset', 'http-502', 'truncate'] as const)(
    'whose answer is lost by %s are not placed again, and say that they may have been',
    async (kind) => {
      const { mock, client } = await open();
      mock.fault(kind);
      const error = await failure(client.calls.startByRobot(ring('bob')));
      expect(error).toMatchObject({ possiblyApplied: true, previousAttempts: [] });
      expect(mock.requests).toHaveLength(1);
    },
  );

  test('that the service has refused for the rate are tried again: they were not placed', async () => {
    const { mock, client } = await open();
    mock.respondWith('startCallByRobot', 'error-60007');
    expect((await client.calls.startByRobot(ring('bob'))).callId).toMatch(/./);
    expect(mock.requests).toHaveLength(2);
  });

  test('are ended once more where the answer is lost: that is the same as once', async () => {
    const { mock, client } = await open();
    const { callId } = await client.calls.startByRobot(ring('bob'));
    mock.fault('drop', { when: 'after' });
    expect(await client.calls.end(callId ?? '')).toEqual({ alreadyOver: null });
  });
});

test('callbacks are stored, read and removed; none is null', async () => {
  const { client } = await open();
  expect(await client.callbacks.get()).toBeNull();
  const configuration = {
    Url: 'https://a.example/hook',
    CallbackCommandList: ['Call.CallbackAfterEndCall'],
  };
  await client.callbacks.set(configuration);
  expect(await client.callbacks.get()).toEqual(configuration);
  await client.callbacks.delete();
  await client.callbacks.delete();
  expect(await client.callbacks.get()).toBeNull();
});

describe('records', () => {
  test('are listed each once, from the oldest, as many as all pages together have', async () => {
    const { client } = await open();
    const records = await client.records.list().toArray({ limit: 10_000 });
    const { totalNum } = await client.records.query({ NumberPerPage: 1 });
    expect(records).toHaveLength(totalNum);
    expect(new Set(records.map(({ CallId }) => CallId)).size).toBe(totalNum);
    const starts = records.map(({ StartTime }) => StartTime);
    expect(starts).toEqual(starts.toSorted((one, other) => one - other));
    const ended = await client.records.list({ CallResult: 'NormalEnd' }).toArray({ limit: 10_000 });
    expect(ended).toEqual(records.filter(({ CallResult }) => CallResult === 'NormalEnd'));
  });
});

describe('refusals', () => {
  test('of the host of another data centre list the regions', async () => {
    const { mock, client } = await open();
    mock.respondWith('v4.getCallback', 'error-60026');
    const error = await failure(client.callbacks.get());
    expect(error).toMatchObject({ kind: 'refused', code: 60026, reason: 'WrongDataCentre' });
    expect(error).toMatchObject({
      remedy: expect.stringContaining('china, singapore, seoul, frankfurt, silicon-valley, jakarta'),
    });
  });

  test('for a wrong key are reported once, with the remedy', async () => {
    const { mock } = await open();
    const { sdkAppId, url } = mock;
    const client = createTrtcCallClient({ generation: 'v4', sdkAppId, secretKey: 'wrong', region: url });
    const error = await failure(client.callbacks.get());
    expect(error).toMatchObject({ kind: 'refused', code: 60004, reason: 'AccountOrSignatureInvalid' });
    expect(mock.requests).toHaveLength(1);
    client.close();
  });

  test('for a machine whose clock is wrong are gone with the clock of the service', async () => {
    const { client } = await open({}, { now: () => Date.now() + 3 * 86_400_000 });
    expect(await client.callbacks.get()).toBeNull();
  });
});

test('api and fetch take the paths of v4, and unwrap gives the data', async () => {
  const { client } = await open();
  const path = '/v4/call_record_http_srv/get_record_by_filter';
  const page = unwrap(await client.api.POST(path, { body: { NumberPerPage: 2 } }));
  expect(page.CallRecordList).toHaveLength(2);
  const ended = await client.api.POST('/v4/call_engine_http_srv/end_call', { body: { CallId: 'never' } });
  expect(() => unwrap(ended)).toThrow('endCall: refused with 101004 CallNotFound');
  const nothing = await client.api.POST('/v4/call_config/delete_callback', { body: {} });
  expect(unwrap(nothing)).toBeNull();
});

test('one port serves clients of both generations', async () => {
  const { mock, client } = await open();
  const { sdkAppId, secretKey, url } = mock;
  const v1 = createTrtcCallClient({ generation: 'v1', sdkAppId, secretKey, region: url });
  const [record] = await v1.records.list().toArray({ limit: 1 });
  if (!record) throw new Error('the mock has records');
  expect(toCall(record)).toMatchObject({ generation: 'v1', callId: record.callId });
  expect((await client.records.query({})).records).toHaveLength(10);
  v1.close();
});
