import { errorCodes, mistakes, type OperationId, operations } from '@trtc-call/spec/v1';
import { describe, expect, test } from 'vitest';
import type { Exchange } from '../exchanges/exchange.ts';
import type { Finding } from '../findings/finding.ts';
import { sampleAnswer, sampleExchange, sampleRefusal, sampleTime } from '../testing/sample-exchange.ts';
import { Judge } from './judge.ts';

const operationIds = Object.values(operations).map(({ operationId }) => operationId);

function findingsOf(...exchanges: Exchange[]): Finding[] {
  return judged(...exchanges).findings();
}

function judged(...exchanges: Exchange[]): Judge {
  const judge = new Judge();
  judge.begin('test');
  for (const exchange of exchanges) judge.exchange(exchange);
  judge.end(undefined);
  return judge;
}

function record(changes: Record<string, unknown>): Exchange {
  const answer = sampleAnswer('getRecordByCallId');
  const data = { ...Object(answer.data), ...changes };
  return sampleExchange('getRecordByCallId', { answer: { ...answer, data } });
}

describe.each(operationIds)('%s', (operationId) => {
  test('what the contract shows gives no finding', () => {
    expect(findingsOf(sampleExchange(operationId))).toEqual([]);
  });

  test('a refusal that may come for what nobody sees in a request gives no finding', () => {
    const codes = [50001, 70002, 70003, 70004, 70005];
    const exchanges = codes.map((code) =>
      sampleExchange(operationId, { sensor: 'production', answer: sampleRefusal(code) }),
    );
    expect(findingsOf(...exchanges)).toEqual([]);
  });

  test('a code that no page lists is additive, and may be added by itself', () => {
    const [finding, ...others] = findingsOf(sampleExchange(operationId, { answer: sampleRefusal(71234) }));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      class: 'additive',
      fingerprint: { rule: 'new-error-code', subject: operationId, pointer: '/errorCode', after: '71234' },
      proposal: { safe: true, change: { kind: 'add-code', code: 71234, operationId } },
    });
  });
});

const wrongRequests: readonly (readonly [string, Parameters<typeof sampleExchange>[1], readonly number[]])[] =
  [
    ['sdkappid left out', { query: { sdkappid: undefined } }, [70001, 70002]],
    ['usersig left out', { query: { usersig: undefined } }, [70001, 70002]],
    ['random of another range', { query: { random: '4294967296' } }, [70001, 70009]],
    ['contenttype in capitals', { query: { contenttype: undefined, ContentType: 'json' } }, [70001, 70009]],
    ['random twice', { extraQuery: '&random=8' }, [70001, 70009, 70002]],
    ['GET', { method: 'GET' }, [70001, 70009]],
    ['no JSON', { body: '{"callId"' }, [70001, 70009]],
    ['no object', { body: '[]' }, [70001, 70009]],
    ['an empty body', { body: '' }, [70001, 70009]],
    ['text/plain', { requestContentType: 'text/plain' }, [70001, 70009]],
    ['a body of 100 kB', { body: { startTimestamp: 1, more: 'x'.repeat(100_000) } }, [70001, 70009]],
    ['usersig twice, both taken out', { extraQuery: '&usersig=[redacted]' }, [70001]],
    ['an account that cannot exist', { query: { identifier: 'a b' } }, [70001, 70002]],
    ['a field left out', { body: {} }, [70001, 70009]],
    ['a field of another type', { body: { startTimestamp: 'yesterday' } }, [70001, 70009]],
    ['a filter that no list has', { body: { startTimestamp: 1, callType: 'trio' } }, [70001, 70009]],
  ];
describe('a correct rejection is no finding', () => {
  test.each(wrongRequests)('%s', (_, changes, codes) => {
    const exchanges = codes.map((code) =>
      sampleExchange('getRecordsByFilter', { ...changes, answer: sampleRefusal(code) }),
    );
    expect(findingsOf(...exchanges)).toEqual([]);
  });
});

test('a right request that is refused breaks callers', () => {
  const [finding] = findingsOf(sampleExchange('setCallback', { answer: sampleRefusal(70001) }));
  expect(finding).toMatchObject({
    class: 'breaking',
    fingerprint: { rule: 'refused-request', after: '70001' },
  });
});

test('a mistake that is refused by a code of something else is told with those that were allowed', () => {
  const [finding] = findingsOf(
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

test('a mistake that is accepted is good to know; one that MAY be refused is nothing', () => {
  const accepted = findingsOf(
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

const answers: readonly (readonly [
  string,
  Exchange,
  Partial<Finding['fingerprint']>,
  Finding['class'],
  string,
])[] = [
  [
    'a new field',
    record({ region: 'eu' }),
    { rule: 'undocumented-field', pointer: '/data/region', after: 'string' },
    'additive',
    'CallRecord',
  ],
  [
    'a missing field',
    record({ caller: undefined }),
    { rule: 'missing-field', pointer: '/data/caller', before: 'string' },
    'breaking',
    'CallRecord',
  ],
  [
    'a time as text',
    record({ startCallTs: '17' }),
    { rule: 'type-changed', pointer: '/data/startCallTs', before: 'integer', after: 'string' },
    'breaking',
    'CallRecord',
  ],
  [
    'a null',
    record({ roomId: null }),
    { rule: 'type-changed', pointer: '/data/roomId', after: 'null' },
    'breaking',
    'CallRecord',
  ],
  [
    'an item of another type',
    record({ callees: ['a', 5] }),
    { rule: 'type-changed', pointer: '/data/callees/*', after: 'integer' },
    'breaking',
    'CallRecord',
  ],
  [
    'a new word',
    record({ mediaType: 'hologram' }),
    { rule: 'unlisted-word', pointer: '/data/mediaType', after: 'hologram' },
    'additive',
    'MediaType',
  ],
  [
    'a negative count',
    record({ totalUserNumber: -1 }),
    { rule: 'out-of-range', pointer: '/data/totalUserNumber', before: 'minimum=0' },
    'breaking',
    'CallRecord',
  ],
  [
    'another status',
    sampleExchange('getRecordByCallId', { status: 404 }),
    { rule: 'status-changed', before: '200', after: '404' },
    'breaking',
    'get_record_by_callId',
  ],
  [
    'another content type',
    sampleExchange('getRecordByCallId', { contentType: 'text/plain' }),
    { rule: 'content-type-changed', after: 'text/plain' },
    'informational',
    'get_record_by_callId',
  ],
  [
    'no JSON',
    sampleExchange('getRecordByCallId', { answer: '<html>' }),
    { rule: 'envelope-broken', after: 'not JSON' },
    'breaking',
    'Failure',
  ],
  [
    'no code',
    sampleExchange('getRecordByCallId', { answer: { requestId: 'x', errorMessage: '' } }),
    { rule: 'envelope-broken', pointer: '/errorCode', after: '' },
    'breaking',
    'Failure',
  ],
  [
    'no request id',
    sampleExchange('getRecordByCallId', {
      answer: { ...sampleAnswer('getRecordByCallId'), requestId: undefined },
    }),
    { rule: 'missing-field', pointer: '/requestId' },
    'breaking',
    'GetRecordByCallIdSuccess',
  ],
  [
    'a slow answer',
    sampleExchange('getRecordByCallId', { milliseconds: 3001 }),
    { rule: 'slow-answer' },
    'informational',
    'openapi',
  ],
];
describe('a difference in an answer is found with its class and its place', () => {
  test.each(answers)('%s', (_, exchange, fingerprint, findingClass, file) => {
    const [finding, ...others] = findingsOf(exchange);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ class: findingClass, fingerprint });
    expect(finding?.location?.file).toContain(file);
    expect(finding?.location?.line).toBeGreaterThan(0);
  });
});

test('one difference in many exchanges is one finding with its count and its times', () => {
  const later = { ...record({ region: 5 }), startedAt: sampleTime + 60_000 };
  const [finding, ...others] = findingsOf(record({ region: 5 }), record({}), later);
  expect(others).toEqual([]);
  expect(finding?.sightings).toEqual([
    {
      sensor: 'probes',
      count: 2,
      of: 3,
      first: '2026-01-02T03:04:05.000Z',
      last: '2026-01-02T03:05:05.000Z',
    },
  ]);
});

test('a field that is in none of many exchanges is good to know, one that is in some is nothing', () => {
  const without = Array.from({ length: 20 }, () => record({ acceptTs: undefined }));
  expect(findingsOf(...without).map(({ fingerprint }) => fingerprint)).toEqual([
    { rule: 'never-seen', subject: 'getRecordByCallId', pointer: '/data/acceptTs', before: '', after: '' },
  ]);
  expect(findingsOf(...without, record({}))).toEqual([]);
  expect(findingsOf(...without.slice(1))).toEqual([]);
});

test('an operation that never succeeds is good to know, where each refusal alone may have its reason', () => {
  const refused = Array.from({ length: 20 }, () =>
    sampleExchange('getRecordByCallId', { answer: sampleRefusal(70001) }),
  );
  expect(findingsOf(...refused).map(({ fingerprint }) => fingerprint)).toEqual([
    { rule: 'never-seen', subject: 'getRecordByCallId', pointer: '/data', before: '', after: '' },
  ]);
  expect(findingsOf(...refused, record({}))).toEqual([]);
  expect(findingsOf(...refused.slice(1))).toEqual([]);
  const unconfigured = Array.from({ length: 20 }, () =>
    sampleExchange('getCallback', { answer: sampleRefusal(999) }),
  );
  expect(findingsOf(...unconfigured)).toEqual([]);
});

test('a list that never has an item is good to know', () => {
  const empty = Array.from({ length: 20 }, () => record({ callees: [] }));
  expect(findingsOf(...empty).map(({ fingerprint }) => fingerprint.pointer)).toEqual(['/data/callees/*']);
});

describe('the rate', () => {
  const burst = (size: number, served: number, sensor: Exchange['sensor'] = 'probes') =>
    Array.from({ length: size }, (_, at) =>
      sampleExchange('getCallback', { sensor, ...(at >= served && { answer: sampleRefusal(70005) }) }),
    );
  test('a refusal below the documented rate breaks callers', () => {
    expect(findingsOf(...burst(10, 5))).toMatchObject([
      { class: 'breaking', fingerprint: { rule: 'rate-limit-lower', before: '10/1s' } },
    ]);
  });
  test('a refusal above it is right', () => {
    expect(findingsOf(...burst(15, 10))).toEqual([]);
  });
  test('a code for the rate that a mistake in the request allows says nothing of the rate', () => {
    const refused = { method: 'GET', requestBody: undefined, answer: sampleRefusal(70005) };
    expect(findingsOf(sampleExchange('getCallback', refused))).toEqual([]);
  });
  test('nothing is said where other processes may have used it up', () => {
    expect(findingsOf(...burst(10, 5, 'production'))).toEqual([]);
  });
});

test('an operation that nobody documents is found by its success alone', () => {
  const path = '/v1/records/get_record_by_room';
  const [finding, ...others] = findingsOf(
    sampleExchange('getRecordByCallId', { path }),
    sampleExchange('getRecordByCallId', { path: '/v1/records/nothing', answer: sampleRefusal(70001) }),
  );
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    class: 'additive',
    fingerprint: { rule: 'undocumented-operation', subject: path },
  });
});

test('another status is judged although no client reads its body', () => {
  const judge = judged(sampleExchange('getCallback', { status: 404, answer: undefined }));
  expect(judge.inputs()[0]).toMatchObject({ judged: 1, unjudged: [] });
  expect(judge.findings()).toMatchObject([{ fingerprint: { rule: 'status-changed', after: '404' } }]);
});

test('what is nobody’s fault is counted by its reason and judged by nobody', () => {
  const judge = judged(
    sampleExchange('getCallback', { status: 0, answer: undefined }),
    sampleExchange('getCallback', { status: 502, answer: '<html>' }),
    sampleExchange('getCallback', { answer: undefined }),
    { ...sampleExchange('getCallback'), url: 'https://example.com/v1/users', answerBody: '{"id":1}' },
  );
  expect(judge.findings()).toEqual([]);
  expect(judge.inputs()[0]).toMatchObject({ read: 4, judged: 0 });
  expect(judge.inputs()[0]?.unjudged.map(({ count }) => count)).toEqual([1, 1, 1, 1]);
});

test('what a client reports and what a probe sees is one finding that says so', () => {
  const judge = new Judge();
  judge.begin('probe');
  judge.exchange(record({ mediaType: 'hologram', caller: undefined }));
  judge.end(undefined);
  judge.begin('production');
  const common = { at: sampleTime, operationId: 'getRecordByCallId', expected: '' } as const;
  judge.violation({ ...common, rule: 'unlisted-word', pointer: '/data/mediaType', got: '"hologram"' });
  judge.violation({ ...common, rule: 'undocumented-field', pointer: '/data/region', got: 'a string' });
  judge.end(undefined);
  const seen = judge.findings().map(({ fingerprint, sightings, notSeenBy }) => ({
    rule: fingerprint.rule,
    by: sightings.map(({ sensor }) => sensor),
    notSeenBy,
  }));
  expect(seen).toEqual([
    { rule: 'missing-field', by: ['probes'], notSeenBy: ['production'] },
    { rule: 'undocumented-field', by: ['production'], notSeenBy: ['probes'] },
    { rule: 'unlisted-word', by: ['probes', 'production'], notSeenBy: [] },
  ]);
});

test('every mistake of the contract is one that is seen in a request, or known to lie elsewhere', () => {
  const seenHere =
    /^(method|path|sdkappid|identifier|usersig|random|contenttype|parameter|content-type|body|field|address)-/;
  const elsewhere = /^(not-administrator|package-missing|rate-exceeded|callback-|record-not-found)/;
  const unknown = mistakes.filter(({ id }) => !seenHere.test(id) && !elsewhere.test(id));
  expect(unknown, 'teach mistakes.ts or contract.ts the new mistake').toEqual([]);
  expect(errorCodes.length).toBeGreaterThan(0);
});

test.each([...operationIds] satisfies OperationId[])('%s: no text of an answer is shown', (operationId) => {
  const secret = 'eJxSecretSecretSecretSecretSecretSecretSecretSecret and more';
  const answer = { ...sampleAnswer(operationId), data: secret, [secret]: secret, errorMessage: 5 };
  const findings = findingsOf(sampleExchange(operationId, { answer, contentType: secret }));
  expect(findings.length).toBeGreaterThan(0);
  expect(JSON.stringify(findings.map(({ proposal, ...shown }) => shown))).not.toContain('Secret');
  expect(JSON.stringify(findings)).not.toContain('and more');
});
