import { describe, expect, test } from 'vitest';
import { readContract } from '../contract/contract.ts';
import { findDrift } from '../testing/judged.ts';
import { sampleExchange, sampleRefusal } from '../testing/sample-exchange.ts';
import type { Exchange } from '../traffic/exchange.ts';
import { rateMistakes } from './request.ts';

const wrongRequests: readonly (readonly [string, Parameters<typeof sampleExchange>[1], readonly number[]])[] =
  [
    ['sdkappid left out', { query: { sdkappid: undefined } }, [70001, 70002]],
    ['usersig left out', { query: { usersig: undefined } }, [70001, 70002]],
    ['random of another range', { query: { random: '4294967296' } }, [70001, 70009]],
    ['contenttype in capitals', { query: { contenttype: undefined, ContentType: 'json' } }, [70001, 70009]],
    ['random twice', { extraQuery: '&random=8' }, [70001, 70009, 70002]],
    ['GET', { method: 'GET' }, [70001, 70009]],
    ['no JSON', { body: '{"callId"' }, [70001, 70009]],
    ['not an object', { body: '[]' }, [70001, 70009]],
    ['an empty body', { body: '' }, [70001, 70009]],
    ['text/plain', { requestContentType: 'text/plain' }, [70001, 70009]],
    ['a body of 100 kB', { body: { startTimestamp: 1, more: 'x'.repeat(100_000) } }, [70001, 70009]],
    ['usersig twice, both taken out', { extraQuery: '&usersig=[redacted]' }, [70001]],
    ['an account that cannot exist', { query: { identifier: 'a b' } }, [70001, 70002]],
    ['a field left out', { body: {} }, [70001, 70009]],
    ['a field of another type', { body: { startTimestamp: 'yesterday' } }, [70001, 70009]],
    ['a filter that no list has', { body: { startTimestamp: 1, callType: 'trio' } }, [70001, 70009]],
  ];
describe('a correct rejection is not a finding', () => {
  test.each(wrongRequests)('%s', (_, changes, codes) => {
    const exchanges = codes.map((code) =>
      sampleExchange('getRecordsByFilter', { ...changes, answer: sampleRefusal(code) }),
    );
    expect(findDrift(...exchanges)).toEqual([]);
  });
});

describe('a call of v4 beyond a stated limit', () => {
  const call = {
    Robot_Account: 'robot',
    CalleeList_Account: ['bob'],
    Timeout: 10_000,
    CallInfo: { MediaType: 'Audio', RoomId: 'a', RoomIdType: 2 },
  };
  const refuse = (changes: object) =>
    sampleExchange('startCallByRobot', {
      generation: 'v4',
      body: { ...call, ...changes },
      answer: sampleRefusal(101_002, 'v4'),
    });
  test.each([
    ['UserData of 1001 bytes', { UserData: 'x'.repeat(1001) }],
    ['UserData of 400 characters with 1200 bytes', { UserData: '漢'.repeat(400) }],
    ['a RoomIdType of 0', { CallInfo: { ...call.CallInfo, RoomIdType: 0 } }],
    ['a RoomIdType of 3', { CallInfo: { ...call.CallInfo, RoomIdType: 3 } }],
  ])('may be refused: %s', (_, changes) => {
    expect(findDrift(refuse(changes))).toEqual([]);
  });
  test.each([
    ['UserData of 1000 bytes', { UserData: 'é'.repeat(500) }],
    ['a RoomIdType of 1', { CallInfo: { ...call.CallInfo, RoomIdType: 1 } }],
  ])('may not be refused within it: %s', (_, changes) => {
    expect(findDrift(refuse(changes))).toMatchObject([
      { class: 'breaking', fingerprint: { rule: 'refused-request' } },
    ]);
  });
});

test('a right request that is refused breaks callers', () => {
  const [finding] = findDrift(sampleExchange('setCallback', { answer: sampleRefusal(70001) }));
  expect(finding).toMatchObject({
    class: 'breaking',
    fingerprint: { rule: 'refused-request', after: '70001' },
  });
});

describe('a valid body that is refused by the code for mistakes in the body', () => {
  const refused = (changes: Parameters<typeof sampleExchange>[1] = {}) =>
    sampleExchange('getRecordByCallId', { answer: sampleRefusal(70009), ...changes });
  test.each(['getRecordByCallId', 'getCallback', 'deleteCallback'] as const)(
    'is news of %s, where a state may be refused by any code',
    (operationId) => {
      expect(findDrift(sampleExchange(operationId, { answer: sampleRefusal(70009) }))).toMatchObject([
        { class: 'additive', fingerprint: { rule: 'refused-valid-body', pointer: '/body', after: '70009' } },
      ]);
    },
  );
  test('breaks callers where no state may be refused by it', () => {
    expect(findDrift(sampleExchange('setCallback', { answer: sampleRefusal(70009) }))).toMatchObject([
      { class: 'breaking', fingerprint: { rule: 'refused-request' } },
    ]);
  });
  test.each([
    ['a code that a state may have too', refused({ answer: sampleRefusal(70001) })],
    ['a body with a mistake', refused({ body: { callId: 5 } })],
    ['a Content-Type that is not JSON', refused({ requestContentType: 'text/plain' })],
    ['a body that the file does not hold', refused({ body: undefined })],
    ['a parameter with a mistake', refused({ query: { random: 'x' } })],
    [
      'no body in the file, of any operation',
      sampleExchange('setCallback', { body: undefined, answer: sampleRefusal(70009) }),
    ],
  ])('%s is not a finding', (_, exchange) => {
    expect(findDrift(exchange)).toEqual([]);
  });
});

test('a mistake that is refused by a code of something else is reported with those that were allowed', () => {
  const [finding] = findDrift(
    sampleExchange('setCallback', { query: { usersig: undefined }, answer: sampleRefusal(70009) }),
  );
  expect(finding?.fingerprint).toEqual({
    rule: 'refused-otherwise',
    subject: 'setCallback',
    pointer: '/query/usersig',
    before: 'usersig-missing:70001,70002',
    after: '70009',
  });
  expect(finding?.class).toBe('breaking');
});

test.each([
  ['random', false],
  ['contenttype', false],
  ['sdkappid', true],
  ['usersig', true],
] as const)('a name in capitals is a MUST only where the pages say so: %s', (name, must) => {
  const operation = readContract('v1').byId.get('setCallback');
  const levels =
    operation && rateMistakes([{ id: 'parameter-wrong-case', pointer: `/query/${name}` }], operation);
  expect(levels?.map(({ level }) => level)).toEqual([must ? 'MUST' : 'SHOULD']);
});

test('a mistake that is accepted is good to know; one that MAY be refused is nothing', () => {
  const accepted = findDrift(
    sampleExchange('getRecordsByFilter', { body: { startTimestamp: 1, page: 0 } }),
    sampleExchange('getRecordsByFilter', { extraQuery: '&random=8' }),
  );
  expect(accepted.map(({ fingerprint }) => fingerprint)).toEqual([
    {
      rule: 'accepted-request',
      subject: 'getRecordsByFilter',
      pointer: '/body/page',
      before: 'field-range',
      after: '',
    },
  ]);
  expect(accepted[0]?.location?.file).toBe('v1/components/schemas/GetRecordsByFilterRequest.yaml');
});

test('a body that is too large to be read has no other mistake', () => {
  const body = { startTimestamp: 1, more: 'x'.repeat(9 * 1024 * 1024) };
  expect(findDrift(sampleExchange('getRecordsByFilter', { body }))).toEqual([]);
});

describe('the rate', () => {
  const burst = (size: number, served: number, sensor: Exchange['sensor'] = 'probes') =>
    Array.from({ length: size }, (_, at) =>
      sampleExchange('getCallback', { sensor, ...(at >= served && { answer: sampleRefusal(70005) }) }),
    );
  test('a refusal below the documented rate breaks callers', () => {
    expect(findDrift(...burst(10, 5))).toMatchObject([
      { class: 'breaking', fingerprint: { rule: 'rate-limit-lower', before: '10/1s' } },
    ]);
  });
  test('a refusal above it is right', () => {
    expect(findDrift(...burst(15, 10))).toEqual([]);
  });
  test('a code for the rate that a mistake in the request allows says nothing of the rate', () => {
    const refused = { method: 'GET', requestBody: undefined, answer: sampleRefusal(70005) };
    expect(findDrift(sampleExchange('getCallback', refused))).toEqual([]);
  });
  test('nothing is said where other processes may have used it up', () => {
    expect(findDrift(...burst(10, 5, 'production'))).toEqual([]);
  });
});
