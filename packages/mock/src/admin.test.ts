import { findMistake } from '@trtc-call/spec/v1';
import { findMistake as findMistakeV4 } from '@trtc-call/spec/v4';
import { beforeEach, describe, expect, test } from 'vitest';
import { createMock, type Mock } from './index.ts';
import { askAdmin, call, callV4, placeCall, ring, start } from './testing/call.ts';

let mock: Mock;
let now: number;
beforeEach(async () => {
  now = start;
  mock = await createMock({ now: () => now, records: [] });
});

const ask = (path: string, body?: object) => askAdmin(mock, path, body);

test('health and reset are served', async () => {
  await call(mock, 'getCallback');
  expect(await ask('health')).toEqual({ status: 200, body: { status: 'ok' } });
  expect(await ask('reset', {})).toEqual({ status: 200, body: { status: 'reset' } });
  expect(mock.requests).toEqual([]);
});

test('one app can be reset', async () => {
  const configuration = { address: 'https://a.example', actions: [] };
  for (const sdkAppId of [71, 72]) await call(mock, 'setCallback', configuration, { sdkAppId });
  const codes = () =>
    Promise.all(
      [71, 72].map(async (sdkAppId) => (await call(mock, 'getCallback', {}, { sdkAppId })).errorCode),
    );
  for (const query of [
    '?sdkappid=abc',
    '?sdkAppId=71',
    '?bogus=1',
    '?sdkappid=71&sdkappid=72',
    '?sdkappid=0',
  ]) {
    const refused = { code: 'mock-option', error: expect.stringContaining('sdkappid') };
    expect(await ask(`reset${query}`, {}), query).toEqual({ status: 400, body: refused });
  }
  expect(await codes()).toEqual([0, 0]);
  await ask('reset?sdkappid=71', {});
  expect(await codes()).toEqual([findMistake('callback-absent').answer, 0]);
});

test('an unknown path is refused with the list of those that exist', async () => {
  expect(await ask('rset', {})).toEqual({
    status: 404,
    body: {
      code: 'not-found',
      error:
        'There is no POST /_mock/rset: under /_mock there are GET /health, GET /requests, GET /deliveries, GET /records, POST /simulate_call, POST /records, POST /calls, POST /faults, POST /respond_with, POST /reset.',
    },
  });
});

describe('records', () => {
  test('are added and listed for each app and generation', async () => {
    const added = await ask('records?generation=v4&sdkappid=5', { CallId: 'a', Caller_Account: 'zoe' });
    expect(added).toMatchObject({ status: 200, body: { record: { CallId: 'a', Caller_Account: 'zoe' } } });
    expect((await callV4(mock, 'getRecordByCallId', { CallId: 'a' }, { sdkAppId: 5 })).Response).toEqual({
      CallRecord: added.body.record,
    });
    await ask('records', { callId: 'b' });
    const listed = [
      await ask('records?generation=v4&sdkappid=5'),
      await ask('records?generation=v1'),
      await ask('records?generation=v4'),
    ];
    expect(listed.map(({ body }) => body.records.length)).toEqual([1, 1, 0]);
    expect(listed[1]?.body.records[0]).toMatchObject({ callId: 'b', sdkAppId: mock.sdkAppId });
  });

  test.each([
    [
      'records?generation=v4',
      { CallID: 'a' },
      'record.CallID is not a member of a call record; did you mean CallId?',
    ],
    ['records?generation=v4', { StartTime: 'now' }, 'record.StartTime must be integer'],
    ['records?generation=v5', {}, "generation has an unknown value (got 'v5'); did you mean v"],
    ['records?app=1', {}, "records takes no query but generation and sdkappid (got 'app=1')"],
    ['records?sdkappid=1.5', {}, "sdkappid must be an integer from 1 to 9007199254740991 (got '1.5')"],
  ])('%s with %j is refused', async (path, record, error) => {
    expect(await ask(path, record)).toEqual({
      status: 400,
      body: { code: 'mock-option', error: expect.stringContaining(error) },
    });
  });

  test('that were asked for over HTTP are bounded, all others are kept', async () => {
    mock.records.add({ CallId: 'own' }, { generation: 'v4' });
    for (let index = 0; index < 1002; index += 1) await ask('records?generation=v4', { CallId: `${index}` });
    const ids = mock.records.list({ generation: 'v4' }).map(({ CallId }) => CallId);
    expect([ids.length, ids.includes('own'), ids.includes('1'), ids.includes('2')]).toEqual([
      1001,
      true,
      false,
      true,
    ]);
    expect(mock.dropped.records).toBe(2);
  });
});

test.each(['records', 'records?generation=v4'])(
  'a body that is nested too deeply is refused by %s',
  async (path) => {
    const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
    expect(await askAdmin(mock, path, `{"x":${deep}}`)).toEqual({
      status: 400,
      body: { code: 'mock-option', error: 'The body is nested too deeply: send fewer levels.' },
    });
    expect(await ask(path)).toEqual({ status: 200, body: { records: [] } });
  },
);

describe('a program in another process', () => {
  test('lets coming requests fail, and sees them', async () => {
    const fault = { kind: 'http-502', operationId: 'v1.getCallback', when: 'before' };
    expect(await ask('faults', fault)).toEqual({ status: 200, body: { status: 'set' } });
    const example = { operationId: 'v4.getCallback', example: 'error-60011', times: 2, sdkAppId: 5 };
    expect(await ask('respond_with', example)).toEqual({ status: 200, body: { status: 'set' } });
    const codes = [];
    for (const sdkAppId of [5, 6, 5, 5])
      codes.push((await callV4(mock, 'getCallback', {}, { sdkAppId })).ErrorCode);
    const { answer: absent } = findMistakeV4('callback-absent');
    expect(codes).toEqual([60011, absent, 60011, absent]);
    await expect(call(mock, 'getCallback')).rejects.toThrow();
    expect(await ask('requests')).toEqual({ status: 200, body: JSON.parse(JSON.stringify(mock.requests)) });
    expect(mock.requests.map(({ fault: kind }) => kind)).toEqual([...Array(4).fill(undefined), 'http-502']);
  });

  test.each([
    ['faults', { kind: 'delai' }, "kind has an unknown value (got 'delai'); did you mean delay?"],
    ['faults', { kind: 'delay', wen: 'before' }, 'wen is not an option of fault; did you mean when?'],
    ['faults', { kind: 'delay', milliseconds: 'x' }, 'milliseconds must be a number from 0 to 60000'],
    ['faults', { kind: 'delay', times: 0 }, 'times must be an integer from 1'],
    ['respond_with', { operationId: 'getCallback' }, 'respond_with needs operationId and example'],
    ['respond_with', { operationId: 'getCalback', example: 'success' }, 'did you mean getCallback?'],
  ])('%s with %j is refused', async (path, given, error) => {
    expect(await ask(path, given)).toEqual({
      status: 400,
      body: { code: 'mock-option', error: expect.stringContaining(error) },
    });
  });
});

describe('users in calls', () => {
  test('act', async () => {
    const callId = await placeCall(mock, 'bob');
    expect(await ask('calls', { action: 'answer', callId, user: 'bob' })).toEqual({
      status: 200,
      body: { status: 'done' },
    });
    const { Response: live } = await callV4(mock, 'getCallInfo', { CallId: callId });
    expect(live.UserList).toContainEqual({ User_Account: 'bob', Status: 'Calling' });
  });

  test.each([
    [
      { action: 'dance', user: 'bob' },
      "action has an unknown value (got 'dance'); pass one of answer, reject, hangUp, join",
    ],
    [{ action: 'answer', user: 'eve' }, 'user is not being called'],
    [{ action: 'answer' }, 'calls needs callId and user; give both as texts'],
    [{ action: 'answer', user: 'bob', usr: 'bob' }, 'usr is not an option of calls; did you mean user?'],
  ])('are refused with the remedy: %j', async (given, error) => {
    const callId = await placeCall(mock, 'bob');
    expect(await ask('calls', { callId, ...given })).toEqual({
      status: 400,
      body: { code: 'mock-option', error: expect.stringContaining(error) },
    });
  });
});

test('a call of v4 is played, and sends nothing to another machine', async () => {
  const { status, body } = await ask('simulate_call', {
    generation: 'v4',
    callees: ['bob', 'carol'],
    result: 'Reject',
  });
  expect([status, body.record.CallResult]).toEqual([200, 'Reject']);
  await expect.poll(() => mock.records.list({ generation: 'v4' })).toEqual([body.record]);
  const refused = await ask('simulate_call', { generation: 'v4', to: 'http://evil.example' });
  expect([refused.status, refused.body.code]).toEqual([403, 'destination-not-allowed']);
  expect((await callV4(mock, 'startCallByRobot', ring('bob'))).ErrorCode).toBe(0);
});
