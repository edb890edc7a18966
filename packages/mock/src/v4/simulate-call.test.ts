import { beforeEach, describe, expect, test } from 'vitest';
import type { SimulateCallOptionsV4 } from '../calls/plan-call.ts';
import { createMock, type Mock } from '../index.ts';
import { askAdmin, callV4, look, start } from '../testing/call.ts';

const seconds = start / 1000;
let mock: Mock;
let now: number;
/** What ends each wait, in order. */
let waits: { readonly milliseconds: number; readonly end: () => void }[];
beforeEach(async () => {
  now = start;
  waits = [];
  mock = await createMock({
    now: () => now,
    records: [],
    wait: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        waits.push({ milliseconds, end: resolve });
      }),
  });
});

/** Ends the next wait at its time. */
async function pass(): Promise<number> {
  await expect.poll(() => waits.length).toBeGreaterThan(0);
  const [next] = waits.splice(0, 1);
  now += next?.milliseconds ?? 0;
  next?.end();
  await new Promise((resolve) => setImmediate(resolve));
  return next?.milliseconds ?? 0;
}

describe('a simulated call of v4', () => {
  test('leaves a record that can be read at once, and sends nothing where nothing is configured', async () => {
    const given = { generation: 'v4', callId: 'call 1', mediaType: 'Video', roomId: '77' } as const;
    const { record, deliveries } = await mock.simulateCall(given).done;
    expect(record).toEqual({
      CallId: 'call 1',
      Caller_Account: 'alice',
      MediaType: 'Video',
      CallType: 'SingleCall',
      StartTime: seconds - 68,
      AcceptTime: seconds - 65,
      EndTime: seconds - 5,
      CallResult: 'NormalEnd',
      CalleeList_Account: ['alice', 'bob'],
      RoomId: '77',
      RoomIdType: 1,
    });
    expect((await callV4(mock, 'getRecordByCallId', { CallId: 'call 1' })).Response.CallRecord).toEqual(
      record,
    );
    expect([deliveries, mock.deliveries]).toEqual([[], []]);
    expect(mock.records.list(), 'nothing of v1').toEqual([]);
  });

  test('can be watched while it goes on in real pace', async () => {
    const given = { generation: 'v4', pace: 'real', callees: ['bob', 'carol'], joined: ['dave'] } as const;
    const { record, done } = mock.simulateCall({ ...given, ringSeconds: 4, talkSeconds: 30 });
    await expect.poll(() => waits.length).toBe(1);
    expect(await look(mock, record.CallId)).toEqual({ alice: 'Calling', bob: 'Waiting', carol: 'Waiting' });
    expect(await pass()).toBe(4000);
    const talking = { alice: 'Calling', bob: 'Calling', carol: 'Calling', dave: 'Calling' };
    expect(await look(mock, record.CallId)).toEqual(talking);
    expect(await pass()).toBe(30_000);
    await done;
    expect(await look(mock, record.CallId)).toBe(101004);
    expect((await callV4(mock, 'getRecordByCallId', { CallId: record.CallId })).ErrorCode).toBe(101050);
    now += 5000;
    const read = await callV4(mock, 'getRecordByCallId', { CallId: record.CallId });
    expect(read.Response.CallRecord).toEqual(record);
    expect(record).toMatchObject({ CallType: 'MultiCall', StartTime: seconds, EndTime: seconds + 34 });
  });

  test.each<{ by: string; end: (callId: string) => unknown; result: string }>([
    { by: 'end_call', end: (CallId) => callV4(mock, 'endCall', { CallId }), result: 'Cancel' },
    { by: 'a rejection', end: (callId) => mock.calls.reject(callId, 'bob'), result: 'Reject' },
    { by: 'its caller', end: (callId) => mock.calls.hangUp(callId, 'alice'), result: 'Cancel' },
    {
      by: 'a rejection over HTTP',
      end: (callId) => askAdmin(mock, 'calls', { action: 'reject', callId, user: 'bob' }),
      result: 'Reject',
    },
  ])(
    'that is ended early by $by is done at once, with the record that is stored',
    async ({ end, result }) => {
      const { record, done } = mock.simulateCall({ generation: 'v4', pace: 'real' });
      await end(record.CallId);
      const played = await done;
      expect(played.record).toMatchObject({ CallResult: result, AcceptTime: 0, EndTime: seconds });
      expect(mock.records.list({ generation: 'v4' })).toEqual([played.record]);
    },
  );

  test('goes on from the moment at which it is made, also over HTTP', async () => {
    const { record } = mock.simulateCall({ generation: 'v4', pace: 'real' });
    mock.calls.answer(record.CallId, 'bob');
    expect(await look(mock, record.CallId)).toEqual({ alice: 'Calling', bob: 'Calling' });
    const { body } = await askAdmin(mock, 'simulate_call', { generation: 'v4', pace: 'real' });
    mock.calls.reject(body.record.CallId, 'bob');
    expect(mock.records.list({ generation: 'v4' })).toMatchObject([{ CallResult: 'Reject' }]);
  });

  test.each(['Cancel', 'NotAnswer'] as const)(
    'that was to end as %s ends normally once a user has answered it',
    async (result) => {
      const { record, done } = mock.simulateCall({ generation: 'v4', pace: 'real', result });
      mock.calls.answer(record.CallId, 'bob');
      await pass();
      expect((await done).record).toMatchObject({ CallResult: 'NormalEnd', AcceptTime: seconds });
    },
  );

  test('is done when it is dropped', async () => {
    const { done } = mock.simulateCall({ generation: 'v4', pace: 'real' });
    for (let placed = 0; placed < 1001; placed += 1) mock.simulateCall({ generation: 'v4' });
    const live = Array.from({ length: 1000 }, () => mock.simulateCall({ generation: 'v4', pace: 'real' }));
    await done;
    expect(mock.dropped.records).toBe(1);
    // What code has made is kept, as for v1.
    expect(mock.records.list({ generation: 'v4' })).toHaveLength(1001);
    mock.reset();
    await Promise.all(live.map((call) => call.done));
  });

  test('goes on with what users do besides', async () => {
    const { record, done } = mock.simulateCall({ generation: 'v4', pace: 'real' });
    await expect.poll(() => waits.length).toBe(1);
    mock.calls.answer(record.CallId, 'bob');
    await pass();
    mock.calls.join(record.CallId, 'eve');
    await pass();
    const played = await done;
    expect(played.record).toMatchObject({
      CalleeList_Account: ['alice', 'bob', 'eve'],
      AcceptTime: seconds,
      CallResult: 'NormalEnd',
    });
    expect(mock.records.list({ generation: 'v4' })).toEqual([played.record]);
  });

  test('ends with a reset', async () => {
    const { record, done } = mock.simulateCall({ generation: 'v4', pace: 'real' });
    await expect.poll(() => waits.length).toBe(1);
    mock.reset();
    await done;
    expect(await look(mock, record.CallId)).toBe(101004);
    expect(mock.records.list({ generation: 'v4' })).toEqual([]);
  });

  test.each<[object, string]>([
    [{ result: 'normal_end' }, "result has an unknown value (got 'normal_end'); did you mean NormalEnd?"],
    [{ result: 'Offline' }, 'result has an unknown value'],
    [{ mediaType: 'audio' }, "mediaType has an unknown value (got 'audio'); did you mean Audio?"],
    [{ callees: [] }, 'callees must not be empty'],
    [{ caller: 'a', callees: ['a'] }, 'callees must name another user than the caller'],
    [{ result: 'Cancel', joined: ['eve'] }, 'joined must be empty for an unanswered call'],
    [{ joined: ['bob'] }, 'user is in the call already'],
    [{ callId: '' }, 'callId must be a string of at least one character'],
    [{ to: 'receiver' }, 'to: it is not a URL'],
    [{ waitsSeconds: [] }, 'waitsSeconds: must be a list of seconds'],
    [{ invited: ['eve'] }, 'invited is not an option of simulateCall'],
    [{ generation: 'v5' }, 'generation has an unknown value'],
    [{ caller: 7 }, 'caller must be a string of at least one character'],
    [{ roomId: 7 }, 'roomId must be a string'],
    [{ ringSeconds: -1 }, 'ringSeconds must be an integer from 0 to 86400 (got -1)'],
  ])('%j is refused, and nothing is left of it', async (given, message) => {
    const options = { generation: 'v4', ...given } as SimulateCallOptionsV4;
    expect(() => mock.simulateCall(options)).toThrow(
      expect.objectContaining({ code: 'mock-option', message: expect.stringContaining(message) }),
    );
    expect(mock.records.list({ generation: 'v4' })).toEqual([]);
  });

  test.each(['instant', 'real'] as const)('in pace %s has an id of its own', (pace) => {
    mock.simulateCall({ generation: 'v4', callId: 'a', pace });
    expect(() => mock.simulateCall({ generation: 'v4', callId: 'a' })).toThrow(
      'callId is that of another call',
    );
  });
});

describe('a record of v4', () => {
  test('is completed from what is given of it, and found as it is stored', async () => {
    const record = mock.records.add(
      {
        CallId: 'a',
        Caller_Account: 'zoe',
        CalleeList_Account: ['zoe', 'yan'],
        CallResult: 'CallBusy',
        RoomId: 'r',
      },
      { generation: 'v4' },
    );
    expect(record).toMatchObject({
      StartTime: seconds - 60,
      AcceptTime: 0,
      CallType: 'SingleCall',
      RoomIdType: 2,
    });
    expect(record.CalleeList_Account).toEqual(['zoe', 'yan']);
    expect((await callV4(mock, 'getRecordByCallId', { CallId: 'a' })).Response.CallRecord).toEqual(record);
    const { Response: page } = await callV4(mock, 'getRecordsByFilter', { CallResult: 'CallBusy' });
    expect(page).toEqual({ TotalNum: 1, Page: 1, CallRecordList: [record] });
    mock.records.clear({ generation: 'v4' });
    expect(mock.records.list({ generation: 'v4' })).toEqual([]);
  });

  test('may show another documented type, and members that no page names', async () => {
    const given = JSON.parse('{"CallId":"a","CallResult":3,"Recording":"https://a.example"}');
    const record = mock.records.add(given, { generation: 'v4' });
    expect(record).toMatchObject(given);
    expect((await callV4(mock, 'getRecordByCallId', { CallId: 'a' })).Response.CallRecord).toEqual(record);
  });

  test('is refused in the words of v4', () => {
    const add = (text: string) => () => mock.records.add(JSON.parse(text), { generation: 'v4' });
    expect(add('{"CalleeList_Account":5}')).toThrow(
      expect.objectContaining({ field: 'record.CalleeList_Account' }),
    );
    expect(add('{"CallResutl":"Reject"}')).toThrow('did you mean CallResult?');
  });
});
