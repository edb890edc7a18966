import { describe, expect, test } from 'vitest';
import { type ContractViolation, createTrtcCallClient, type Validate } from '../index.ts';
import {
  accountV1,
  fetchAnswering,
  refusal,
  rejection,
  sampleRecord,
  success,
} from '../testing/answering-fetch.ts';

const { callId, sdkAppId } = sampleRecord;

function setUp(body: unknown, validate: Validate = 'report') {
  const violations: ContractViolation[] = [];
  const client = createTrtcCallClient({
    ...accountV1,
    sdkAppId,
    validate,
    fetch: fetchAnswering(body).fetch,
    onContractViolation: (violation) => violations.push(violation),
  });
  return { client, violations };
}

const records = {
  'another call': {
    record: { ...sampleRecord, callId: 'another' },
    found: { rule: 'mismatch', pointer: '/data/callId', expected: 'the callId that was asked for' },
  },
  'the record of another app': {
    record: { ...sampleRecord, sdkAppId: sdkAppId + 1 },
    found: { rule: 'mismatch', pointer: '/data/sdkAppId', expected: 'the sdkAppId that was asked for' },
  },
  'a start in milliseconds': {
    record: { ...sampleRecord, startCallTs: 1688705638000 },
    found: { rule: 'range', pointer: '/data/startCallTs', expected: 'a time in Unix seconds' },
  },
  'an end in milliseconds': {
    record: { ...sampleRecord, endTs: 1688705668000 },
    found: { rule: 'range', pointer: '/data/endTs', expected: 'a time in Unix seconds' },
  },
};

describe.each(Object.entries(records))('%s, where one call was asked for,', (_, { record, found }) => {
  test('is reported', async () => {
    const { client, violations } = setUp(success(record));
    expect(await client.records.get(callId)).toEqual(record);
    expect(violations).toMatchObject([{ operationId: 'getRecordByCallId', ...found }]);
  });

  test('is an error in strict', async () => {
    const { client } = setUp(success(record), 'strict');
    const error = await rejection(client.records.get(callId));
    expect(error).toMatchObject({ kind: 'contract', issues: [found] });
  });
});

describe('a time that is nothing JavaScript can make a number of', () => {
  const odd: unknown = JSON.parse('{"valueOf":1,"toString":1}');

  test('is reported of one call', async () => {
    const record = { ...sampleRecord, startCallTs: odd, endTs: odd };
    const { client, violations } = setUp(success(record));
    expect(await client.records.get(callId)).toEqual(record);
    const pointers = ['/data/startCallTs', '/data/endTs'];
    expect(violations).toMatchObject(pointers.map((pointer) => ({ rule: 'type', pointer })));
  });

  test('leaves a list what it is', async () => {
    const startCallTs = Math.floor(Date.now() / 1000) - 60;
    const record = { ...sampleRecord, startCallTs, acceptTs: odd, endTs: odd };
    const { client } = setUp(success({ totalNum: 1, page: 1, callRecordList: [record] }), 'off');
    expect(await client.records.list().toArray({ limit: 2 })).toEqual([record]);
  });
});

test('a page is held to its app, its filter and its unit of time, record by record', async () => {
  const callRecordList = [
    sampleRecord,
    { ...sampleRecord, sdkAppId: 5 },
    { ...sampleRecord, callResult: 'cancel', acceptTs: 1688705641000 },
  ];
  const { client, violations } = setUp(success({ totalNum: 3, page: 1, callRecordList }));
  await client.records.query({ startTimestamp: 0, callResult: 'normal_end', callType: 'single' });
  expect(violations.map(({ rule, pointer }) => [rule, pointer])).toEqual([
    ['mismatch', '/data/callRecordList/1/sdkAppId'],
    ['mismatch', '/data/callRecordList/2/callResult'],
    ['range', '/data/callRecordList/2/acceptTs'],
  ]);
});

test.each([
  ['the record that was asked for', success(sampleRecord)],
  ['no record', success({})],
  ['a refusal', refusal(70001)],
])('%s is not a mismatch', async (_, body) => {
  const { client, violations } = setUp(body, 'strict');
  await client.records.get(callId).result();
  expect(violations).toEqual([]);
});

test('what is asked through api.POST is held to the same', async () => {
  const { client, violations } = setUp(success(sampleRecord));
  await client.api.POST('/v1/records/get_record_by_callId', { body: { callId: 'another' } });
  expect(violations).toMatchObject([{ rule: 'mismatch', pointer: '/data/callId' }]);
});
