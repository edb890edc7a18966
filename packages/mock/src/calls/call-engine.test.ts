import { openapi } from '@trtc-call/spec/v4/openapi';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { MockOptionError } from '../errors.ts';
import type { Mock } from '../index.ts';
import { type ClockedMock, callV4, openClocked, placeCall, ring, start } from '../testing/call-v4.ts';

let mock: Mock;
let clock: ClockedMock['clock'];
beforeEach(async () => {
  ({ mock, clock } = await openClocked());
});

/** Who is in a call, or the code by which it is refused. */
async function look(callId: string): Promise<Readonly<Record<string, string>> | number> {
  const { ErrorCode, Response: data } = await callV4(mock, 'getCallInfo', { CallId: callId });
  if (ErrorCode !== 0) return ErrorCode;
  const users: { User_Account: string; Status: string }[] = data.UserList;
  return Object.fromEntries(users.map(({ User_Account, Status }) => [User_Account, Status]));
}

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
      CallInfo: {
        CallId: data.CallId,
        MediaType: 'Audio',
        ChatGroupId: '',
        RoomId: 'room-1',
        RoomIdType: 2,
      },
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
    expect(await look(callId)).toEqual({ robot: 'Calling', bob: 'Waiting' });
  });

  test('is not answered once its time is over, and not before', async () => {
    const callId = await placeCall(mock, 'bob', 'carol');
    clock.now = start + 59_999;
    expect(await look(callId)).toMatchObject({ bob: 'Waiting' });
    clock.now = start + 60_000;
    expect(await look(callId)).toBe(over);
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

  test('ended when its time was over, however late somebody looks', async () => {
    const callId = await placeCall(mock, 'bob');
    clock.now += 3_600_000;
    expect(await readRecord(callId)).toMatchObject({ CallResult: 'NotAnswer', EndTime: seconds + 60 });
    expect(() => mock.calls.answer(callId, 'bob')).toThrow('names a call that is over');
  });
});

describe('users in a call', () => {
  test('answer, talk and hang up', async () => {
    const callId = await placeCall(mock, 'bob');
    clock.now += 3000;
    mock.calls.answer(callId, 'bob');
    expect(await look(callId)).toEqual({ robot: 'Calling', bob: 'Calling' });
    clock.now += 600_000;
    expect(await look(callId), 'an answered call does not time out').toMatchObject({ bob: 'Calling' });
    mock.calls.hangUp(callId, 'bob');
    expect(await look(callId)).toBe(over);
    expect(await readRecord(callId)).toMatchObject({
      CallType: 'SingleCall',
      CallResult: 'NormalEnd',
      AcceptTime: seconds + 3,
      EndTime: seconds + 603,
    });
  });

  test('refuse, and the last refusal ends it', async () => {
    const callId = await placeCall(mock, 'bob', 'carol');
    mock.calls.reject(callId, 'bob');
    expect(await look(callId)).toEqual({ robot: 'Calling', carol: 'Waiting' });
    mock.calls.reject(callId, 'carol');
    expect(await readRecord(callId)).toMatchObject({
      CallResult: 'Reject',
      AcceptTime: 0,
      CalleeList_Account: ['robot', 'bob', 'carol'],
    });
  });

  test('give it up as its caller', async () => {
    const callId = await placeCall(mock, 'bob', 'carol');
    mock.calls.hangUp(callId, 'robot');
    expect(await readRecord(callId)).toMatchObject({ CallResult: 'Cancel', AcceptTime: 0 });
  });

  test('come and go while others stay', async () => {
    const callId = await placeCall(mock, 'bob', 'carol');
    mock.calls.answer(callId, 'bob');
    mock.calls.join(callId, 'dave');
    mock.calls.hangUp(callId, 'robot');
    expect(await look(callId)).toEqual({ bob: 'Calling', carol: 'Waiting', dave: 'Calling' });
    clock.now += 60_000;
    expect(await look(callId), 'who has not answered leaves').toEqual({ bob: 'Calling', dave: 'Calling' });
    mock.calls.hangUp(callId, 'bob');
    expect(await look(callId)).toBe(over);
    expect(await readRecord(callId)).toMatchObject({
      CallResult: 'NormalEnd',
      CalleeList_Account: ['robot', 'bob', 'carol', 'dave'],
    });
  });

  test('end it when the last who rings does not answer after the others have left', async () => {
    const callId = await placeCall(mock, 'bob', 'carol');
    mock.calls.answer(callId, 'bob');
    clock.now += 10_000;
    mock.calls.hangUp(callId, 'bob');
    expect(await look(callId)).toEqual({ robot: 'Calling', carol: 'Waiting' });
    clock.now = start + 60_000;
    expect(await look(callId)).toBe(over);
    expect(await readRecord(callId)).toMatchObject({ CallResult: 'NormalEnd', EndTime: seconds + 60 });
  });

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
    expect(await look(callId)).toEqual({ robot: 'Calling', bob: 'Waiting' });
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

describe('the end of a call by the server', () => {
  test('is a Cancel while it rings and a NormalEnd once they talk', async () => {
    const [ringing, talking] = [await placeCall(mock, 'bob'), await placeCall(mock, 'bob')];
    mock.calls.answer(talking, 'bob');
    for (const CallId of [ringing, talking]) {
      expect((await callV4(mock, 'endCall', { CallId })).ErrorCode).toBe(0);
      expect((await callV4(mock, 'endCall', { CallId })).ErrorCode, 'a second time').toBe(over);
    }
    expect(await readRecord(ringing)).toMatchObject({ CallResult: 'Cancel', AcceptTime: 0 });
    expect(await readRecord(talking)).toMatchObject({ CallResult: 'NormalEnd', AcceptTime: seconds });
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
    expect(await look(callId)).toBe(over);
    expect(() => mock.calls.answer(callId, 'bob')).toThrow('does not name a call');
    mock.calls.answer(other, 'bob');
  });
});

test('the words of calls and records are those that the contract lists', async () => {
  const ends = ['Cancel', 'Reject', 'NotAnswer', 'NormalEnd'];
  const callIds = [];
  for (const callees of [['bob'], ['bob'], ['bob', 'carol'], ['bob']])
    callIds.push(await placeCall(mock, ...callees));
  const [cancelled = '', rejected = '', , answered = ''] = callIds;
  const statuses = Object.values(await look(answered));
  mock.calls.hangUp(cancelled, 'robot');
  mock.calls.reject(rejected, 'bob');
  mock.calls.answer(answered, 'bob');
  clock.now += 60_000;
  mock.calls.hangUp(answered, 'bob');
  clock.now += 5000;
  const { Response: data } = await callV4(mock, 'getRecordsByFilter');
  const records: { CallResult: string; CallType: string }[] = data.CallRecordList;
  const list = (schema: string) => openapi.components.schemas[schema]?.enum;
  expect(new Set(records.map(({ CallResult }) => CallResult))).toEqual(new Set(ends));
  expect(list('CallResult')).toEqual(expect.arrayContaining(ends));
  expect(list('CallType')).toEqual(expect.arrayContaining(records.map(({ CallType }) => CallType)));
  expect(list('CallUserStatus')).toEqual(expect.arrayContaining(statuses));
});

test('the last thousand calls are kept with their records, and it is said how many were dropped', async () => {
  ({ mock, clock } = await openClocked({ rateLimit: false }));
  const first = await placeCall(mock, 'bob');
  await callV4(mock, 'endCall', { CallId: first });
  const second = await placeCall(mock, 'bob');
  for (let placed = 2; placed < 1002; placed += 1) await placeCall(mock, 'bob');
  expect(mock.dropped.records).toBe(2);
  expect(await look(second)).toBe(over);
  clock.now += 5000;
  expect((await callV4(mock, 'getRecordByCallId', { CallId: first })).ErrorCode).toBe(101050);
  clock.now += 60_000;
  expect((await callV4(mock, 'getRecordsByFilter')).Response.TotalNum).toBe(1000);
});

test('whatever users do, a call is live or over, and has one record at the most', async () => {
  const users = fc.constantFrom('robot', 'bob', 'carol', 'dave');
  const actions = fc.constantFrom('answer', 'reject', 'hangUp', 'join', 'end');
  const steps = fc.array(fc.tuple(actions, users, fc.integer({ min: 0, max: 40_000 })), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      ({ mock, clock } = await openClocked({ rateLimit: false }));
      const callId = await placeCall(mock, 'bob', 'carol');
      for (const [action, user, wait] of taken) {
        clock.now += wait;
        const before = await look(callId);
        if (action === 'end') {
          const { ErrorCode } = await callV4(mock, 'endCall', { CallId: callId });
          expect(ErrorCode).toBe(before === over ? over : 0);
          continue;
        }
        try {
          mock.calls[action](callId, user);
          expect(before, 'nobody acts in a call that is over').not.toBe(over);
        } catch (error) {
          expect(error).toBeInstanceOf(MockOptionError);
          expect(await look(callId), 'a refusal changes nothing').toEqual(before);
        }
      }
      const live = await look(callId);
      const isOver = live === over;
      if (typeof live === 'object') expect(Object.keys(live).length).toBeGreaterThan(1);
      const record = await readRecord(callId);
      if (!isOver) return;
      expect(record).toMatchObject({ CallId: callId, Caller_Account: 'robot' });
      expect(record.CallResult === 'NormalEnd').toBe(record.AcceptTime !== 0);
      expect(record.EndTime).toBeGreaterThanOrEqual(record.StartTime);
      expect((await callV4(mock, 'getRecordsByFilter')).Response.TotalNum).toBe(1);
    }),
    { numRuns: 60 },
  );
});
