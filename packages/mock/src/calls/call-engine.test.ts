import { openapi } from '@trtc-call/spec/v4/openapi';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { MockOptionError } from '../errors.ts';
import type { Mock } from '../index.ts';
import { type ClockedMock, callV4, look, openClocked, placeCall, ring, start } from '../testing/call.ts';
import type { CallAction } from './live-call.ts';

let mock: Mock;
let clock: ClockedMock['clock'];
beforeEach(async () => {
  ({ mock, clock } = await openClocked());
});

/** The record of a call, as it is once it can be read. */
async function readRecord(callId: string) {
  clock.now += 5000;
  return (await callV4(mock, 'getRecordByCallId', { CallId: callId })).Response?.CallRecord;
}

const over = 101004;
const seconds = start / 1000;

describe('a call that a server places', () => {
  test('has the robot in it and rings its callees', async () => {
    const { Response: data } = await callV4(mock, 'startCallByRobot', ring('bob', 'carol'));
    expect(data).toEqual({
      CallId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      CallResult: [
        { Callee_Account: 'bob', ResultCode: 0 },
        { Callee_Account: 'carol', ResultCode: 0 },
      ],
    });
    const { Response: info } = await callV4(mock, 'getCallInfo', { CallId: data.CallId });
    expect(info).toEqual({
      CallInfo: { ...data, CallResult: undefined, ...ring().CallInfo, ChatGroupId: '' },
      UserList: [
        { User_Account: 'robot', Status: 'Calling' },
        { User_Account: 'bob', Status: 'Waiting' },
        { User_Account: 'carol', Status: 'Waiting' },
      ],
    });
  });

  test('has no room where none is given', async () => {
    const body = { ...ring('bob'), CallInfo: { MediaType: 'Video' } };
    const { Response: data } = await callV4(mock, 'startCallByRobot', body);
    const { Response: info } = await callV4(mock, 'getCallInfo', data);
    expect(info.CallInfo).toMatchObject({ MediaType: 'Video', RoomId: '', RoomIdType: 0 });
  });

  test('is a call of its app alone', async () => {
    const callId = await placeCall(mock, 'bob');
    for (const operationId of ['getCallInfo', 'endCall'] as const) {
      const answer = await callV4(mock, operationId, { CallId: callId }, { sdkAppId: 5 });
      expect(answer.ErrorCode, operationId).toBe(over);
    }
    expect(await look(mock, callId)).toEqual({ robot: 'Calling', bob: 'Waiting' });
  });

  test('that calls only itself is over at once', async () => {
    const callId = await placeCall(mock, 'robot');
    expect(await look(mock, callId)).toBe(over);
    expect(await readRecord(callId)).toMatchObject({
      CallResult: 'NotAnswer',
      EndTime: seconds,
      CalleeList_Account: ['robot'],
    });
  });

  test('is not answered once its time is over, and not before', async () => {
    const callId = await placeCall(mock, 'bob', 'carol');
    clock.now = start + 59_999;
    expect(await look(mock, callId)).toMatchObject({ bob: 'Waiting' });
    clock.now = start + 60_000;
    expect(await look(mock, callId)).toBe(over);
    expect(await readRecord(callId)).toEqual({
      CallId: callId,
      Caller_Account: 'robot',
      MediaType: 'Audio',
      CallType: 'MultiCall',
      StartTime: seconds,
      EndTime: seconds + 60,
      AcceptTime: 0,
      CallResult: 'NotAnswer',
      CalleeList_Account: ['robot', 'bob', 'carol'],
      RoomId: 'room-1',
      RoomIdType: 2,
    });
  });

  test('ends at its time-out, however late it is looked up', async () => {
    const callId = await placeCall(mock, 'bob');
    clock.now += 3_600_000;
    expect(await readRecord(callId)).toMatchObject({ CallResult: 'NotAnswer', EndTime: seconds + 60 });
    expect(() => mock.calls.answer(callId, 'bob')).toThrow('names a call that is over');
  });
});

/** What happens in a call, and who is in it then. `time` passes in milliseconds. */
type Step =
  | { readonly does: CallAction; readonly user: string; readonly live?: object }
  | { readonly time: number; readonly live?: object }
  | { readonly server: 'endCall'; readonly live?: object };

const scenarios: readonly { name: string; callees: string[]; steps: Step[]; record: object }[] = [
  {
    name: 'who answer, talk and hang up; an answered call does not time out',
    callees: ['bob'],
    steps: [
      { time: 3000 },
      { does: 'answer', user: 'bob', live: { robot: 'Calling', bob: 'Calling' } },
      { time: 600_000, live: { robot: 'Calling', bob: 'Calling' } },
      { does: 'hangUp', user: 'bob' },
    ],
    record: {
      CallType: 'SingleCall',
      CallResult: 'NormalEnd',
      AcceptTime: seconds + 3,
      EndTime: seconds + 603,
    },
  },
  {
    name: 'who refuse: the last refusal ends it',
    callees: ['bob', 'carol'],
    steps: [
      { does: 'reject', user: 'bob', live: { robot: 'Calling', carol: 'Waiting' } },
      { does: 'reject', user: 'carol' },
    ],
    record: { CallResult: 'Reject', AcceptTime: 0, CalleeList_Account: ['robot', 'bob', 'carol'] },
  },
  {
    name: 'whose caller gives it up',
    callees: ['bob', 'carol'],
    steps: [{ does: 'hangUp', user: 'robot' }],
    record: { CallResult: 'Cancel', AcceptTime: 0 },
  },
  {
    name: 'who come and go while others stay: one who has not answered leaves',
    callees: ['bob', 'carol'],
    steps: [
      { does: 'answer', user: 'bob' },
      { does: 'join', user: 'dave' },
      { does: 'hangUp', user: 'robot', live: { bob: 'Calling', carol: 'Waiting', dave: 'Calling' } },
      { time: 60_000, live: { bob: 'Calling', dave: 'Calling' } },
      { does: 'hangUp', user: 'bob' },
    ],
    record: { CallResult: 'NormalEnd', CalleeList_Account: ['robot', 'bob', 'carol', 'dave'] },
  },
  {
    name: 'of whom the last who rings does not answer after the others have left',
    callees: ['bob', 'carol'],
    steps: [
      { does: 'answer', user: 'bob' },
      { time: 10_000 },
      { does: 'hangUp', user: 'bob', live: { robot: 'Calling', carol: 'Waiting' } },
      { time: 50_000 },
    ],
    record: { CallResult: 'NormalEnd', EndTime: seconds + 60 },
  },
  {
    name: 'who are called when the server ends it',
    callees: ['bob'],
    steps: [{ server: 'endCall' }],
    record: { CallResult: 'Cancel', AcceptTime: 0 },
  },
  {
    name: 'who talk when the server ends it',
    callees: ['bob'],
    steps: [{ does: 'answer', user: 'bob' }, { server: 'endCall' }],
    record: { CallResult: 'NormalEnd', AcceptTime: seconds },
  },
];

test.each(scenarios)('a call of users $name', async ({ callees, steps, record }) => {
  const callId = await placeCall(mock, ...callees);
  for (const step of steps) {
    if ('time' in step) clock.now += step.time;
    else if ('does' in step) mock.calls[step.does](callId, step.user);
    else expect((await callV4(mock, step.server, { CallId: callId })).ErrorCode).toBe(0);
    if (step.live) expect(await look(mock, callId)).toEqual(step.live);
  }
  expect(await look(mock, callId), 'it is over').toBe(over);
  expect((await callV4(mock, 'endCall', { CallId: callId })).ErrorCode).toBe(over);
  const written = await readRecord(callId);
  expect(written).toMatchObject(record);
  expect(openapi.components.schemas.CallResult?.enum).toContain(written.CallResult);
  expect(openapi.components.schemas.CallType?.enum).toContain(written.CallType);
});

describe('users in a call', () => {
  test('cannot do what their state does not allow', async () => {
    const callId = await placeCall(mock, 'bob');
    const { calls } = mock;
    expect(() => calls.hangUp(callId, 'bob')).toThrow(
      "user is not talking (got 'bob'); in the call are robot (calling), bob (waiting)",
    );
    expect(() => calls.join(callId, 'bob')).toThrow('is in the call already');
    expect(() => calls.answer(callId, 'robot')).toThrow('is not being called');
    expect(() => calls.reject(callId, 'eve')).toThrow('is not being called');
    expect(() => calls.join(callId, '')).toThrow(MockOptionError);
    expect(() => calls.answer('of-no-call', 'bob')).toThrow("callId does not name a call (got 'of-no-call')");
    expect(await look(mock, callId)).toEqual({ robot: 'Calling', bob: 'Waiting' });
  });

  test('may have the names of properties, and ring once where they are named twice', async () => {
    const callId = await placeCall(mock, '__proto__', 'constructor', 'constructor', 'robot');
    const { Response: info } = await callV4(mock, 'getCallInfo', { CallId: callId });
    expect(info.UserList.map((each: { User_Account: string }) => each.User_Account)).toEqual([
      'robot',
      '__proto__',
      'constructor',
    ]);
    mock.calls.answer(callId, '__proto__');
  });
});

describe('the record of a call', () => {
  test('can be read five seconds after the end, alone and in a list', async () => {
    const callId = await placeCall(mock, 'bob');
    await callV4(mock, 'endCall', { CallId: callId });
    const read = async () => [
      (await callV4(mock, 'getRecordByCallId', { CallId: callId })).ErrorCode,
      (await callV4(mock, 'getRecordsByFilter')).Response.TotalNum,
    ];
    expect(await read()).toEqual([101050, 0]);
    clock.now += 4999;
    expect(await read()).toEqual([101050, 0]);
    clock.now += 1;
    expect(await read()).toEqual([0, 1]);
  });

  test('goes with its app when that is reset', async () => {
    const callId = await placeCall(mock, 'bob');
    const other = (await callV4(mock, 'startCallByRobot', ring('bob'), { sdkAppId: 5 })).Response.CallId;
    mock.reset({ sdkAppId: mock.sdkAppId });
    expect(await look(mock, callId)).toBe(over);
    expect(() => mock.calls.answer(callId, 'bob')).toThrow('does not name a call');
    mock.calls.answer(other, 'bob');
  });
});

test('the last thousand live calls and records are kept, and it is said how many were dropped', async () => {
  ({ mock, clock } = await openClocked({ rateLimit: false }));
  const first = await placeCall(mock, 'bob');
  await callV4(mock, 'endCall', { CallId: first });
  const second = await placeCall(mock, 'bob');
  for (let placed = 2; placed < 1002; placed += 1) await placeCall(mock, 'bob');
  expect(mock.dropped.records).toBe(1);
  expect(await look(mock, second)).toBe(over);
  clock.now += 5000;
  expect((await callV4(mock, 'getRecordByCallId', { CallId: first })).ErrorCode).toBe(0);
  clock.now += 60_000;
  expect((await callV4(mock, 'getRecordsByFilter')).Response.TotalNum).toBe(1000);
  expect((await callV4(mock, 'getRecordByCallId', { CallId: first })).ErrorCode).toBe(101050);
  expect(mock.dropped.records).toBe(2);
});

/** Acts as a user: what is refused changes nothing, and no one acts in a call that is over. */
async function act(action: CallAction, callId: string, user: string): Promise<void> {
  const before = await look(mock, callId);
  try {
    mock.calls[action](callId, user);
  } catch (error) {
    expect(error).toBeInstanceOf(MockOptionError);
    expect(await look(mock, callId)).toEqual(before);
    return;
  }
  expect(before).not.toBe(over);
}

async function end(callId: string): Promise<void> {
  const before = await look(mock, callId);
  expect((await callV4(mock, 'endCall', { CallId: callId })).ErrorCode).toBe(before === over ? over : 0);
}

test('whatever users do, a live call has users and no record, and one that is over has one record', async () => {
  const users = fc.constantFrom('robot', 'bob', 'carol', 'dave');
  const actions = fc.constantFrom('answer', 'reject', 'hangUp', 'join', 'end');
  const steps = fc.array(fc.tuple(actions, users, fc.integer({ min: 0, max: 40_000 })), { maxLength: 12 });
  const property = fc.asyncProperty(steps, async (taken) => {
    ({ mock, clock } = await openClocked({ rateLimit: false }));
    const callId = await placeCall(mock, 'bob', 'carol');
    for (const [action, user, wait] of taken) {
      clock.now += wait;
      await (action === 'end' ? end(callId) : act(action, callId, user));
    }
    const [live, record] = [await look(mock, callId), await readRecord(callId)];
    if (live !== over) {
      expect([Object.keys(live).length > 1, record]).toEqual([true, undefined]);
      return;
    }
    expect(record).toMatchObject({ CallId: callId, Caller_Account: 'robot' });
    expect(record.CallResult === 'NormalEnd').toBe(record.AcceptTime !== 0);
    expect(record.EndTime).toBeGreaterThanOrEqual(record.StartTime);
    expect((await callV4(mock, 'getRecordsByFilter')).Response.TotalNum).toBe(1);
  });
  await fc.assert(property, { numRuns: 60 });
});
