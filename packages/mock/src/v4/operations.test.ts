import { limits, type OperationId, operations } from '@trtc-call/spec/v4';
import { openapi } from '@trtc-call/spec/v4/openapi';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createMock } from '../index.ts';
import { call, callV4, openClocked, placeCall, ring, start } from '../testing/call.ts';

const ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true, logger: false });
ajv.addSchema({ ...openapi }, 'v4');

/** What is wrong with an answer, by the schema that the contract has for the operation's success. */
function listErrors(operationId: OperationId, answer: unknown): unknown {
  const path = operations[operationId].path.replaceAll('/', '~1');
  const pointer = `paths/${path}/post/responses/200/content/application~1json/schema/anyOf/0`;
  const validate = ajv.compile({ $ref: `v4#/${pointer}` });
  validate(answer);
  return validate.errors ?? [];
}

const configuration = {
  Url: 'http://a.example/hook',
  CallbackCommandList: ['Call.CallbackAfterEndCall', 'New'],
};

test('each operation succeeds in the form of the contract, with no other members', async () => {
  const { mock, clock } = await openClocked();
  const callId = await placeCall(mock, 'bob');
  const ended = await placeCall(mock, 'carol');
  await callV4(mock, 'endCall', { CallId: ended });
  clock.now += 5000;
  const bodies: readonly (readonly [OperationId, object])[] = [
    ['getCallInfo', { CallId: callId }],
    ['startCallByRobot', ring('dave')],
    ['endCall', { CallId: callId }],
    ['getRecordByCallId', { CallId: ended }],
    ['getRecordsByFilter', {}],
    ['setCallback', configuration],
    ['getCallback', {}],
    ['deleteCallback', {}],
  ];
  const named = bodies.map(([operationId]) => operationId);
  expect(named.sort(), 'the bodies above name each operation').toEqual(Object.keys(operations).sort());
  for (const [operationId, body] of bodies) {
    const { others, ...answer } = await callV4(mock, operationId, body);
    expect(answer).toMatchObject({ ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 });
    expect(answer.RequestId).toMatch(/^Id-[0-9a-f]{32}-O-Seq-\d+$/);
    expect(others, operationId).toEqual({});
    const { Response: data, ...bare } = answer;
    expect(listErrors(operationId, data === undefined ? bare : answer), operationId).toEqual([]);
  }
});

test('a call is placed where timers are numbers, as in a browser', async () => {
  vi.stubGlobal('setTimeout', () => 1);
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  const { mock } = await openClocked();
  expect(await placeCall(mock, 'bob')).not.toBe('');
});

test('the samples are in the form of the contract, whatever their result and room', async () => {
  const mock = await createMock({ now: () => start });
  const { others, ...answer } = await callV4(mock, 'getRecordsByFilter', { NumberPerPage: 100 });
  expect(listErrors('getRecordsByFilter', answer)).toEqual([]);
  expect(answer.Response.CallRecordList).toHaveLength(100);
});

test('request ids are numbered, and the same for the same seed, also after a reset', async () => {
  const { mock } = await openClocked();
  const ask = async () => [
    (await callV4(mock, 'deleteCallback')).RequestId,
    (await call(mock, 'getCallback')).requestId,
    (await callV4(mock, 'deleteCallback')).RequestId,
    await placeCall(mock, 'bob'),
  ];
  const first = await ask();
  expect([first[0], first[2]]).toEqual([
    expect.stringMatching(/^Id-[0-9a-f]{32}-O-Seq-1$/),
    expect.stringMatching(/^Id-[0-9a-f]{32}-O-Seq-3$/),
  ]);
  expect(first[1]).toMatch(/^[0-9a-f]{32}$/);
  mock.reset();
  expect(await ask()).toEqual(first);
});

describe('the callback configuration', () => {
  test('is stored as it comes, replaced, read and removed', async () => {
    const { mock } = await openClocked();
    expect(await callV4(mock, 'setCallback', configuration)).toMatchObject({
      ErrorCode: 0,
      Response: undefined,
    });
    expect((await callV4(mock, 'getCallback')).Response).toEqual(configuration);
    const other = { Url: 'https://b.example', CallbackCommandList: [] };
    await callV4(mock, 'setCallback', other);
    expect((await callV4(mock, 'getCallback')).Response).toEqual(other);
    await callV4(mock, 'deleteCallback');
    expect((await callV4(mock, 'getCallback')).ErrorCode).toBe(100301);
    expect((await callV4(mock, 'deleteCallback')).ErrorCode, 'a removal of nothing').toBe(0);
  });

  test('is apart for each app, and from that of v1', async () => {
    const { mock } = await openClocked();
    await callV4(mock, 'setCallback', configuration);
    expect((await callV4(mock, 'getCallback', {}, { sdkAppId: 5 })).ErrorCode).toBe(100301);
    expect((await call(mock, 'getCallback')).data).not.toMatchObject({ address: configuration.Url });
    await call(mock, 'setCallback', { address: 'https://v1.example', actions: [] });
    expect((await callV4(mock, 'getCallback')).Response).toEqual(configuration);
    mock.reset({ sdkAppId: mock.sdkAppId });
    expect((await callV4(mock, 'getCallback')).ErrorCode, 'after a reset').toBe(100301);
  });
});

describe('a page of records', () => {
  const week = limits.dataWindow.value * 86_400;
  const now = start / 1000;
  const open = () => createMock({ now: () => start });

  test('has ten records of the last seven days, however early it begins', async () => {
    const mock = await open();
    for (const body of [{}, { StartTime: 0 }, { StartTime: -1 }]) {
      const { Response: data } = await callV4(mock, 'getRecordsByFilter', body);
      expect(data).toMatchObject({ TotalNum: 141, Page: 1 });
      expect(data.CallRecordList).toHaveLength(10);
      const starts = data.CallRecordList.map((each: { StartTime: number }) => each.StartTime);
      expect(Math.min(...starts)).toBeGreaterThanOrEqual(now - week);
    }
  });

  test('includes the calls that start at either bound', async () => {
    const mock = await open();
    const { Response: all } = await callV4(mock, 'getRecordsByFilter', { NumberPerPage: 100 });
    const [, first, , , last] = all.CallRecordList;
    const { Response: data } = await callV4(mock, 'getRecordsByFilter', {
      StartTime: first.StartTime,
      EndTime: last.StartTime,
    });
    expect(data.CallRecordList).toEqual(all.CallRecordList.slice(1, 5));
  });

  test('is 0 and empty past the end, and where nothing matches', async () => {
    const mock = await open();
    const past = await callV4(mock, 'getRecordsByFilter', { Page: 3, NumberPerPage: 100 });
    expect(past.Response).toEqual({ TotalNum: 141, Page: 0, CallRecordList: [] });
    const none = await callV4(mock, 'getRecordsByFilter', { EndTime: 1 });
    expect(none.Response).toEqual({ TotalNum: 0, Page: 0, CallRecordList: [] });
    const last = await callV4(mock, 'getRecordsByFilter', { Page: 2, NumberPerPage: 100 });
    expect([last.Response.Page, last.Response.CallRecordList.length]).toEqual([2, 41]);
  });

  test('holds the calls of one result or one type alone', async () => {
    const mock = await open();
    const list = async (filter: object) =>
      (await callV4(mock, 'getRecordsByFilter', { ...filter, NumberPerPage: 100 })).Response.CallRecordList;
    const rejected = await list({ CallResult: 'Reject' });
    expect(new Set(rejected.map((each: { CallResult: string }) => each.CallResult))).toEqual(
      new Set(['Reject']),
    );
    const multi = await list({ CallType: 'MultiCall' });
    expect(new Set(multi.map((each: { CallType: string }) => each.CallType))).toEqual(new Set(['MultiCall']));
    expect(await list({ CallResult: 'Offline' }), 'no sample has it').toEqual([]);
  });

  test('names the caller among the callees, and 0 as the time of an answer that never came', async () => {
    const mock = await open();
    const { Response: data } = await callV4(mock, 'getRecordsByFilter', { NumberPerPage: 100 });
    for (const record of data.CallRecordList) {
      expect(record.CalleeList_Account).toContain(record.Caller_Account);
      expect(record.AcceptTime === 0).toBe(record.CallResult !== 'NormalEnd');
      expect(record.CalleeList_Account.length > 2).toBe(record.CallType === 'MultiCall');
    }
  });

  test('is apart from that of v1: its records are found by no operation of v4', async () => {
    const mock = await open();
    const { callId } = mock.records.add();
    expect((await call(mock, 'getRecordByCallId', { callId })).errorCode).toBe(0);
    expect((await callV4(mock, 'getRecordByCallId', { CallId: callId })).ErrorCode).toBe(101050);
    const given = await createMock({ now: () => start, records: [{ callId: 'a' }] });
    expect((await callV4(given, 'getRecordsByFilter')).Response.TotalNum).toBe(0);
  });
});

test('a single record of any age is found', async () => {
  const clock = { now: start };
  const mock = await createMock({ now: () => clock.now });
  const { Response: data } = await callV4(mock, 'getRecordsByFilter');
  const [{ CallId }] = data.CallRecordList;
  clock.now += 30 * 86_400_000;
  expect((await callV4(mock, 'getRecordByCallId', { CallId })).Response.CallRecord).toEqual(
    data.CallRecordList[0],
  );
  expect((await callV4(mock, 'getRecordsByFilter')).Response.TotalNum).toBe(0);
});

describe('what a test sets', () => {
  test('is for the operation of one generation where the name says so', async () => {
    const { mock } = await openClocked();
    mock.respondWith('v4.getCallback', 'error-60007');
    expect((await call(mock, 'getCallback')).errorCode).not.toBe(60007);
    expect((await callV4(mock, 'getCallback')).ErrorCode).toBe(60007);
    mock.respondWith('v1.getCallback', 'error-70001');
    expect((await callV4(mock, 'getCallback')).ErrorCode).toBe(100301);
    expect((await call(mock, 'getCallback')).errorCode).toBe(70001);
    mock.fault('wrong-data', { operationId: 'v4.getCallback' });
    expect((await call(mock, 'getCallback')).data).not.toBe(42);
    expect((await callV4(mock, 'getCallback')).Response).toBe(42);
  });

  test('is for both generations without that, where both have the example', async () => {
    const { mock } = await openClocked();
    mock.respondWith('getCallback', 'error-70001', { times: 2 });
    expect((await call(mock, 'getCallback')).errorCode).toBe(70001);
    expect((await callV4(mock, 'getCallback')).ErrorCode).toBe(70001);
    expect((await callV4(mock, 'getCallback')).ErrorCode, 'as often as it was set').toBe(100301);
  });

  test('leaves a generation alone that has no such example', async () => {
    const { mock } = await openClocked();
    mock.respondWith('getCallback', 'error-100002');
    expect((await call(mock, 'getCallback')).errorCode).not.toBe(100002);
    expect((await callV4(mock, 'getCallback')).ErrorCode).toBe(100002);
  });

  test('is refused for a name that no generation has', async () => {
    const { mock } = await openClocked();
    const wrong: string[] = ['v4.updateCallback', 'v1.getCallInfo', 'v2.getCallback', 'v4.', 'v4'];
    for (const name of wrong) {
      expect(() => Reflect.apply(mock.respondWith, mock, [name, 'success']), name).toThrow('operationId');
      expect(() => Reflect.apply(mock.fault, mock, ['drop', { operationId: name }]), name).toThrow(
        'operationId',
      );
    }
    expect(() => mock.respondWith('v4.getCallback', 'success-other-types')).toThrow(
      'example has an unknown value',
    );
  });

  test('answers with the examples that show other readings', async () => {
    const { mock } = await openClocked();
    mock.respondWith('startCallByRobot', 'success-without-response');
    expect(await callV4(mock, 'startCallByRobot', {})).toMatchObject({ ErrorCode: 0, Response: undefined });
    const answer = await callV4(
      mock,
      'getRecordsByFilter',
      {},
      { headers: { prefer: 'example=success-other-types' } },
    );
    expect(answer.Response.CallRecordList[0]).toMatchObject({ CallResult: 0, RoomIdType: '2' });
    const magic = await callV4(mock, 'getCallInfo', { CallId: 'mock-error-101001' });
    expect(magic.ErrorCode).toBe(101001);
  });

  test('is explained in the words of v4 where it cannot be done', async () => {
    const { mock } = await openClocked();
    const answer = await callV4(mock, 'getCallback', {}, { headers: { prefer: 'example=nothing' } });
    expect(answer).toMatchObject({ ActionStatus: 'FAIL', others: {} });
    expect(answer.ErrorInfo).toMatch(/no example of that name; getCallback has success/);
  });
});
