import { inspect } from 'node:util';
import { findMistake, limits, operations } from '@trtc-call/spec/v1';
import { beforeEach, describe, expect, test } from 'vitest';
import { MockOptionError } from './errors.ts';
import { createMock, type Mock } from './index.ts';
import { call, send, writeTarget } from './testing/call.ts';

const nowSeconds = 1_700_000_000;
const operationIds = Object.values(operations).map(({ operationId }) => operationId);
const configuration = { address: 'https://a.example/hook', actions: ['cancel', 'caller_start_call'] };
let time = nowSeconds * 1000;
let mock: Mock;

beforeEach(async () => {
  time = nowSeconds * 1000;
  mock = await createMock({ now: () => time });
});

describe('records', () => {
  test('a record is got by its call id', async () => {
    const record = mock.records.add({ callId: 'mine', caller: 'zoe' });
    const answer = await call(mock, 'getRecordByCallId', { callId: 'mine' });
    expect(answer).toMatchObject({ errorCode: 0, errorMessage: 'Success', data: record });
    expect(record.caller).toBe('zoe');
  });

  test('the record of the contract can be got at once', async () => {
    const [first] = mock.records.list({ sdkAppId: 7 }).slice(-1);
    const answer = await call(mock, 'getRecordByCallId', { callId: first?.callId }, { sdkAppId: 7 });
    expect(answer.data).toMatchObject({ sdkAppId: 7, callResult: 'normal_end' });
  });

  test('a page has the size of the contract when none is asked for', async () => {
    const { data } = await call(mock, 'getRecordsByFilter', {
      startTimestamp: nowSeconds - limits.dataWindow.seconds,
    });
    const { callRecordList, totalNum, page } = data as { callRecordList: []; totalNum: number; page: number };
    expect(callRecordList).toHaveLength(limits.defaultPageSize.value);
    expect(totalNum).toBeGreaterThan(limits.defaultPageSize.value);
    expect(page).toBe(1);
  });

  test('without endTimestamp the window ends as long after its start as records can be listed', async () => {
    mock.records.clear();
    mock.records.add({ callId: 'in', startCallTs: nowSeconds - 100 });
    const found = async (startTimestamp: number) => {
      const { data } = await call(mock, 'getRecordsByFilter', { startTimestamp });
      return (data as { totalNum: number }).totalNum;
    };
    const start = nowSeconds - 100 - limits.dataWindow.seconds;
    expect([await found(start), await found(start - 1)]).toEqual([1, 0]);
  });

  test('records given as an option are completed and are in every app', async () => {
    const given = await createMock({
      now: () => time,
      records: [{ callId: 'a' }, { callId: 'b', callType: 'group' }],
    });
    expect(given.records.list().map(({ callId }) => callId)).toEqual(['a', 'b']);
    expect(given.records.list({ sdkAppId: 5 })[0]).toMatchObject({ callId: 'a', sdkAppId: 5 });
  });

  test('a record that the contract does not allow is refused with its field', async () => {
    const wrong = JSON.parse('{"startCallTs":"yesterday"}');
    expect(() => mock.records.add(wrong)).toThrow(expect.objectContaining({ field: 'record.startCallTs' }));
    await expect(createMock({ records: [wrong] })).rejects.toBeInstanceOf(MockOptionError);
    const ending = JSON.parse('{"endTs":"today","callResult":"normal_end"}');
    expect(() => mock.records.add(ending)).toThrow(expect.objectContaining({ field: 'record.endTs' }));
  });

  test('a record is that of an ended call, whichever times are given', () => {
    const given = [
      {},
      { startCallTs: nowSeconds - 2 },
      { startCallTs: nowSeconds, callResult: 'normal_end' as const },
      { acceptTs: nowSeconds - 10 },
      { startCallTs: nowSeconds - 9, endTs: nowSeconds - 8 },
      { endTs: nowSeconds - 500, callResult: 'normal_end' as const },
    ];
    for (const times of given) {
      for (let count = 0; count < 20; count += 1) {
        const { startCallTs, acceptTs = startCallTs, endTs = startCallTs } = mock.records.add(times);
        const shown = JSON.stringify({ times, startCallTs, acceptTs, endTs });
        expect(startCallTs <= acceptTs && acceptTs <= endTs && endTs <= nowSeconds, shown).toBe(true);
      }
      const { StartTime, EndTime } = mock.records.add({}, { generation: 'v4' });
      expect(StartTime <= EndTime && EndTime <= nowSeconds).toBe(true);
    }
    const coming = mock.records.add({ startCallTs: nowSeconds + 100 });
    expect(coming.endTs, 'a call that is said to begin later').toBe(nowSeconds + 100);
  });

  test('a member of the other generation is refused with the generation to pass', async () => {
    const v4Record = JSON.parse('{"Caller_Account":"zed"}');
    const message = 'record.Caller_Account is a member of v4; pass the generation v4';
    expect(() => mock.records.add(v4Record)).toThrow(message);
    await expect(createMock({ records: [v4Record] })).rejects.toThrow(message);
    expect(() => mock.records.add(JSON.parse('{"caller":"zed"}'), { generation: 'v4' })).toThrow(
      'record.caller is a member of v1; pass the generation v1',
    );
    // It may be a slip in the generation or in the name.
    expect(() => mock.records.add(JSON.parse('{"callId":"a"}'), { generation: 'v4' })).toThrow(
      'record.callId is a member of v1; pass the generation v1, or write CallId',
    );
  });

  test('a misspelt member of a record is refused, one that no page names is kept', async () => {
    const misspelt = JSON.parse('{"callerr":"alice"}');
    const refused = { field: 'record.callerr', message: expect.stringContaining('did you mean caller?') };
    expect(() => mock.records.add(misspelt)).toThrow(expect.objectContaining(refused));
    await expect(createMock({ records: [misspelt] })).rejects.toMatchObject(refused);
    expect(mock.records.add(JSON.parse('{"recordUrl":"https://a"}'))).toHaveProperty(
      'recordUrl',
      'https://a',
    );
    for (const member of ['acceptTs', 'endTs', 'callees', 'roomId']) {
      expect(() =>
        mock.records.add({ [member]: mock.records.list()[0]?.[member as 'roomId'] }),
      ).not.toThrow();
    }
  });
});

describe('the callback configuration', () => {
  test('is set, got, updated and deleted', async () => {
    const other = { address: 'http://b.example', actions: [] };
    expect(await call(mock, 'setCallback', configuration)).toMatchObject({
      errorCode: 0,
      data: configuration.address,
    });
    expect((await call(mock, 'getCallback')).data).toEqual(configuration);
    expect((await call(mock, 'updateCallback', other)).data).toBe(other.address);
    expect((await call(mock, 'getCallback')).data).toEqual(other);
    expect(await call(mock, 'deleteCallback')).toMatchObject({ errorCode: 0, data: '' });
    expect((await call(mock, 'getCallback')).errorCode).toBe(findMistake('callback-absent').answer);
  });

  test.each([
    { operationId: 'getCallback', mistake: 'callback-absent' },
    { operationId: 'updateCallback', mistake: 'callback-not-configured' },
    { operationId: 'deleteCallback', mistake: 'callback-absent' },
  ] as const)('$operationId without one is $mistake', async ({ operationId, mistake }) => {
    const { errorCode } = await call(mock, operationId, configuration);
    expect(errorCode).toBe(findMistake(mistake).answer);
  });
});

describe('a rate limit', () => {
  test('is not touched by requests that are refused before it', async () => {
    const stranger = await createMock({ now: () => time, secretKey: 'another-key' });
    const url = `https://mock.example${writeTarget(stranger, 'getCallback')}`;
    for (let sent = 0; sent < 30; sent += 1) await mock.fetch(url, { method: 'POST', body: '{}' });
    expect((await call(mock, 'getCallback')).errorCode).toBe(findMistake('callback-absent').answer);
  });
});

test('every answer has a fresh request id of 32 hexadecimal characters', async () => {
  const ids: unknown[] = [];
  for (const operationId of operationIds) {
    for (const body of [{}, configuration, []]) ids.push((await call(mock, operationId, body)).requestId);
  }
  expect(ids.every((id) => /^[0-9a-f]{32}$/.test(String(id)))).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
});

test('the same seed, clock and requests give the same bytes', async () => {
  const run = async (seed: number): Promise<string[]> => {
    const made = await createMock({ now: () => time, seed });
    const bodies = [{}, configuration, { callId: 'x' }, { startTimestamp: nowSeconds - 9000 }];
    const texts: string[] = [];
    for (const operationId of operationIds) {
      for (const body of bodies) {
        const response = await send(made, operationId, body);
        texts.push(JSON.stringify([...response.headers]) + (await response.text()));
      }
    }
    return texts;
  };
  expect(await run(1)).toEqual(await run(1));
  expect(await run(1)).not.toEqual(await run(2));
});

describe('reset', () => {
  test('brings everything back to the beginning', async () => {
    const first = await call(mock, 'getRecordByCallId', { callId: 'x' });
    mock.records.add({ callId: 'x' });
    await call(mock, 'setCallback', configuration);
    mock.respondWith('getRecordByCallId', 'error-50001');
    mock.fault('drop');
    mock.reset();
    expect(mock.requests).toEqual([]);
    expect(await call(mock, 'getRecordByCallId', { callId: 'x' })).toEqual(first);
    expect((await call(mock, 'getCallback')).errorCode).toBe(findMistake('callback-absent').answer);
  });

  test('of one app leaves the others', async () => {
    await call(mock, 'setCallback', configuration, { sdkAppId: 5 });
    await call(mock, 'setCallback', configuration, { sdkAppId: 6 });
    mock.reset({ sdkAppId: 5 });
    expect((await call(mock, 'getCallback', {}, { sdkAppId: 5 })).errorCode).not.toBe(0);
    expect((await call(mock, 'getCallback', {}, { sdkAppId: 6 })).errorCode).toBe(0);
  });
});

test('the journal notes what came and what was answered', async () => {
  await call(mock, 'getRecordByCallId', { callId: 7 });
  expect(mock.requests).toEqual([
    expect.objectContaining({
      at: time,
      method: 'POST',
      operationId: 'getRecordByCallId',
      sdkAppId: mock.sdkAppId,
      body: '{"callId":7}',
      errorCode: findMistake('field-type').answer,
      mistake: 'field-type',
      field: 'callId',
      requestId: expect.stringMatching(/^[0-9a-f]{32}$/),
    }),
  ]);
});

test('neither a printed mock nor its journal shows the key or a sign', async () => {
  const userSig = mock.userSig();
  await call(mock, 'getCallback');
  const shown = [
    inspect(mock, { depth: 9, showHidden: true }),
    JSON.stringify(mock),
    inspect(mock.requests),
  ].join();
  expect(shown).not.toContain(mock.secretKey);
  expect(shown).not.toContain(userSig);
});

describe('what a long run leaves in memory', () => {
  test('of the requests are the last ones that fit, and the number of dropped ones', async () => {
    const small = await createMock({ now: () => time, journalBytes: 100_000, rateLimit: false });
    for (let index = 0; index < 10; index += 1) {
      await call(small, 'getRecordByCallId', { callId: `${index} ${'x'.repeat(100_000)}` });
    }
    expect(small.requests.map(({ body }) => body.slice(0, 13))).toEqual(['{"callId":"8 ', '{"callId":"9 ']);
    expect(small.dropped).toEqual({ requests: 8, deliveries: 0, records: 0 });
    small.reset();
    expect(small.dropped).toEqual({ requests: 0, deliveries: 0, records: 0 });
  });
});
