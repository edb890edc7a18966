import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toCall } from './index.ts';
import { sampleRecord } from './testing/answering-fetch.ts';
import { sampleRecordV4 } from './testing/service-v4.ts';
import { requestSchemas as v1 } from './v1/generated/v1-schemas.gen.ts';
import { requestSchemas as v4 } from './v4/generated/v4-schemas.gen.ts';
import type { CallRecordV4 } from './v4/types.ts';

const record: CallRecordV4 = { ...sampleRecordV4, CalleeList_Account: ['user1', 'user5', 'user2', 'user5'] };

describe('toCall', () => {
  test('gives a record of v4 the form of both generations', () => {
    expect(toCall(record)).toEqual({
      generation: 'v4',
      callId: 'a',
      caller: 'user1',
      callees: ['user5', 'user2'],
      media: 'audio',
      type: 'group',
      result: 'normal_end',
      startTime: 1_739_868_165,
      acceptTime: 1_739_872_743,
      endTime: 1_740_064_224,
      talkSeconds: 191_481,
      room: { id: 'roomid-1434', idType: 2 },
      raw: record,
    });
  });

  test('gives a record of v1 the same form', () => {
    expect(toCall(sampleRecord)).toEqual({
      generation: 'v1',
      callId: sampleRecord.callId,
      caller: 'alice',
      callees: ['bob1', 'bob2'],
      media: 'video',
      type: 'single',
      result: 'normal_end',
      startTime: 1_688_705_638,
      acceptTime: 1_688_705_641,
      endTime: 1_688_705_668,
      talkSeconds: 27,
      room: { id: '123456', idType: null },
      raw: sampleRecord,
    });
  });

  const odd: readonly (readonly [given: object, expected: object])[] = [
    [{ CallResult: 'something else' }, { result: 'something else' }],
    [{ CallResult: 3 }, { result: '3' }],
    [{ CallResult: {} }, { result: null }],
    [
      { CallType: 'constructor', CallResult: '__proto__' },
      { type: 'constructor', result: '__proto__' },
    ],
    [
      { CallType: ['SingleCall'], MediaType: 1 },
      { type: null, media: '1' },
    ],
    [{ MediaType: 'Screen share' }, { media: 'screen share' }],
    [
      { AcceptTime: undefined, CallResult: 'NotAnswer' },
      { acceptTime: null, talkSeconds: 0 },
    ],
    [
      { AcceptTime: 0, CallResult: 'Cancel' },
      { acceptTime: null, talkSeconds: 0 },
    ],
    // It was answered, or may have been, at a time that is not known.
    [{ AcceptTime: 0 }, { acceptTime: null, talkSeconds: null }],
    [
      { AcceptTime: 0, CallResult: 'Interrupt' },
      { acceptTime: null, talkSeconds: null },
    ],
    [
      { AcceptTime: 0, CallResult: 5 },
      { acceptTime: null, talkSeconds: null },
    ],
    [{ EndTime: undefined }, { endTime: null, talkSeconds: null }],
    [{ EndTime: -1 }, { endTime: null, talkSeconds: null }],
    [{ EndTime: 1_739_872_000 }, { talkSeconds: 0 }],
    [{ StartTime: 1_739_868_165_999 }, { startTime: 1_739_868_165 }],
    [{ StartTime: '1739868165' }, { startTime: 1_739_868_165 }],
    [{ StartTime: null }, { startTime: 0 }],
    [{ RoomId: '', RoomIdType: 0 }, { room: null }],
    [{ RoomId: 0 }, { room: null }],
    [{ RoomId: 1434, RoomIdType: '1' }, { room: { id: '1434', idType: 1 } }],
    [{ RoomIdType: {} }, { room: { id: 'roomid-1434', idType: null } }],
    [{ Caller_Account: undefined }, { caller: '', callees: ['user1', 'user5', 'user2'] }],
    [
      { Caller_Account: 7, CalleeList_Account: [7, 8, '9'] },
      { caller: '7', callees: ['8', '9'] },
    ],
    [{ CalleeList_Account: null }, { callees: [] }],
    [{ CalleeList_Account: 'user5' }, { callees: [] }],
    [{ CalleeList_Account: [{ id: 'user5' }, null, 'user2'] }, { callees: ['user2'] }],
  ];
  test.each(odd)('of a record with %j says %j', (given, expected) => {
    const changed: CallRecordV4 = Object.assign({}, record, given);
    expect(toCall(changed)).toMatchObject({ ...expected, raw: changed });
  });

  test('gives the words of v4 as v1 spells them', () => {
    const { CallResult, CallType } = v4.getRecordsByFilter.properties ?? {};
    const { callResult, callType } = v1.getRecordsByFilter.properties ?? {};
    const results = CallResult?.enum?.map(
      (word) => toCall(Object.assign({}, record, { CallResult: word })).result,
    );
    // It is of v4 alone (V4-06).
    expect(new Set(results)).toEqual(new Set([...(callResult?.enum ?? []), 'offline']));
    const types = CallType?.enum?.map((word) => toCall(Object.assign({}, record, { CallType: word })).type);
    expect(new Set(types)).toEqual(new Set(callType?.enum));
  });

  test('never fails by what the members are, and has the types that it promises', () => {
    const texts = ['callId', 'caller'] as const;
    const perhapsTexts = ['media', 'type', 'result'] as const;
    const perhapsNumbers = ['acceptTime', 'endTime', 'talkSeconds'] as const;
    const members = [...Object.keys(record), ...Object.keys(sampleRecord), 'UserData'];
    const records = fc.dictionary(fc.constantFrom(...members), fc.anything(), { noNullPrototype: true });
    fc.assert(
      fc.property(records, fc.constantFrom('CallId', 'callId'), fc.anything(), (others, name, id) => {
        const given: CallRecordV4 = Object.assign({}, record, others, { [name]: id });
        const call = toCall(given);
        expect(call.raw).toBe(given);
        expect(typeof call.startTime).toBe('number');
        for (const member of texts) expect(typeof call[member]).toBe('string');
        for (const user of call.callees) expect(typeof user).toBe('string');
        for (const member of perhapsTexts) expect([null, String(call[member])]).toContain(call[member]);
        for (const member of perhapsNumbers) expect([null, Number(call[member])]).toContain(call[member]);
      }),
    );
  });

  test('refuses what is not a record', () => {
    for (const value of [{}, null, [], 'CallId']) {
      expect(() => toCall(value as never)).toThrow('toCall: record must be what records.get');
    }
  });
});
