import { errorCodes, mistakes, type OperationId, operations } from '@trtc-call/spec/v1';
import { describe, expect, test } from 'vitest';
import { findDrift, judged, record } from '../testing/judged.ts';
import { sampleAnswer, sampleExchange, sampleRefusal, sampleTime } from '../testing/sample-exchange.ts';
import type { Exchange } from '../traffic/exchange.ts';
import { Judge } from './judge.ts';

const operationIds = Object.values(operations).map(({ operationId }) => operationId);

describe.each(operationIds)('%s', (operationId) => {
  test('what the contract shows gives no finding', () => {
    expect(findDrift(sampleExchange(operationId))).toEqual([]);
  });

  test('a refusal for what no request shows gives no finding', () => {
    const codes = [50001, 70002, 70003, 70004, 70005];
    const exchanges = codes.map((code) =>
      sampleExchange(operationId, { sensor: 'production', answer: sampleRefusal(code) }),
    );
    expect(findDrift(...exchanges)).toEqual([]);
  });

  test('a code that no page lists is additive, and may be added by itself', () => {
    const [finding, ...others] = findDrift(sampleExchange(operationId, { answer: sampleRefusal(71234) }));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      class: 'additive',
      fingerprint: { rule: 'new-error-code', subject: '', pointer: '/errorCode', after: '71234' },
      proposal: { safe: true, change: { kind: 'add-code', code: 71234, operationId } },
    });
  });
});

test('one difference in many exchanges is one finding with its count and its times', () => {
  const later = { ...record({ region: 5 }), startedAt: sampleTime + 60_000 };
  const [finding, ...others] = findDrift(record({ region: 5 }), record({}), later);
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

test('a field that is missing from all of many exchanges is good to know, one that is in some is not reported', () => {
  const without = Array.from({ length: 20 }, () => record({ acceptTs: undefined }));
  expect(findDrift(...without).map(({ fingerprint }) => fingerprint)).toEqual([
    { rule: 'never-seen', subject: 'getRecordByCallId', pointer: '/data/acceptTs', before: '', after: '' },
  ]);
  expect(findDrift(...without, record({}))).toEqual([]);
  expect(findDrift(...without.slice(1))).toEqual([]);
});

test('an operation that never succeeds is good to know, where each refusal alone may have its reason', () => {
  const refused = Array.from({ length: 20 }, () =>
    sampleExchange('getRecordByCallId', { answer: sampleRefusal(70001) }),
  );
  expect(findDrift(...refused).map(({ fingerprint }) => fingerprint)).toEqual([
    { rule: 'never-seen', subject: 'getRecordByCallId', pointer: '/data', before: '', after: '' },
  ]);
  expect(findDrift(...refused, record({}))).toEqual([]);
  expect(findDrift(...refused.slice(1))).toEqual([]);
  const unconfigured = Array.from({ length: 20 }, () =>
    sampleExchange('getCallback', { answer: sampleRefusal(999) }),
  );
  expect(findDrift(...unconfigured)).toEqual([]);
});

test('a list that never has an item is good to know', () => {
  const empty = Array.from({ length: 20 }, () => record({ callees: [] }));
  expect(findDrift(...empty).map(({ fingerprint }) => fingerprint.pointer)).toEqual(['/data/callees/*']);
});

test('an undocumented operation is found by its success alone', () => {
  const path = '/v1/records/get_record_by_room';
  const [finding, ...others] = findDrift(
    sampleExchange('getRecordByCallId', { path }),
    sampleExchange('getRecordByCallId', { path: '/v1/records/nothing', answer: sampleRefusal(70001) }),
  );
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    class: 'additive',
    fingerprint: { rule: 'undocumented-operation', subject: path },
  });
});

describe('whose a request is', () => {
  const own = sampleExchange('getCallback');
  const { host } = new URL(own.url);
  const at = (from: string, to: string, answerBody = own.answerBody): Exchange => ({
    ...own,
    url: own.url.replace(from, to),
    answerBody,
  });
  const unknown = '/v1/callback/none';
  test.each([
    ['a known path, wherever it is', at(host, 'example.com'), 1],
    ['a known path behind a prefix', at('/v1/', '/proxy/v1/'), 1],
    ['a path that only ends like one of the API', at('/v1/', '/v2/'), 0],
    ['an unknown path at the host of the service', at('/v1/callback/get', unknown, '<html>'), 1],
    [
      'an unknown path elsewhere whose answer has the envelope',
      at(`${host}/v1/callback/get`, `example.com${unknown}`),
      1,
    ],
    [
      'an unknown path elsewhere whose answer has a part of the envelope',
      at(`${host}/v1/callback/get`, `example.com${unknown}`, '{"errorCode":0,"requestId":"1"}'),
      0,
    ],
    ['an unknown path elsewhere', at(`${host}/v1/callback/get`, `example.com${unknown}`, '<html>'), 0],
  ])('%s', (_, exchange, count) => {
    expect(judged(exchange).inputs()[0]).toMatchObject({ read: 1, judged: count });
  });
  test('is the operation behind a prefix', () => {
    const exchange = { ...record({ region: 5 }), sensor: 'production' } as const;
    const behind = { ...exchange, url: exchange.url.replace('/v1/', '/proxy/v1/v1/') };
    expect(findDrift(behind)).toMatchObject([{ fingerprint: { rule: 'undocumented-field' } }]);
  });
});

test('another status is judged although no client reads its body', () => {
  const judge = judged(sampleExchange('getCallback', { status: 404, answer: undefined }));
  expect(judge.inputs()[0]).toMatchObject({ judged: 1, unjudged: [] });
  expect(judge.findings()).toMatchObject([{ fingerprint: { rule: 'status-changed', after: '404' } }]);
});

test('what the service is not to blame for is counted by its reason and not judged', () => {
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

const notValid = 'an entry whose URL is not valid';
const otherService = 'a request to another service';
test.each([
  ['', notValid],
  ['/v1', notValid],
  ['not a url', notValid],
  ['://?&&==', notValid],
  ['https://<host>/v1/records/new', notValid],
  ['https://host?%zz=%', otherService],
])('%j is not judged: %s', (url, reason) => {
  const { unjudged } = judged({ ...sampleExchange('getCallback'), url }).inputs()[0] ?? {};
  expect(unjudged).toEqual([{ reason, count: 1 }]);
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

test('findings include what came since they were last asked for', () => {
  const judge = new Judge();
  judge.begin('probe');
  judge.exchange(record({ region: 'eu' }));
  expect(judge.findings()).toHaveLength(1);
  judge.exchange(record({ tenant: 'a' }));
  expect(judge.findings()).toHaveLength(2);
});

test('every mistake of the contract is one that is seen in a request, or known to lie elsewhere', () => {
  const seenHere =
    /^(method|path|sdkappid|identifier|usersig|random|contenttype|parameter|content-type|body|field|address)-/;
  const elsewhere = /^(not-administrator|package-missing|rate-exceeded|callback-|record-not-found)/;
  const unknown = mistakes.filter(({ id }) => !seenHere.test(id) && !elsewhere.test(id));
  expect(unknown, 'teach request.ts or contract.ts the new mistake').toEqual([]);
  expect(errorCodes.length).toBeGreaterThan(0);
});

test.each([...operationIds] satisfies OperationId[])('%s: no text of an answer is shown', (operationId) => {
  const secret = 'eJxSecretSecretSecretSecretSecretSecretSecretSecret and more';
  const answer = { ...sampleAnswer(operationId), data: secret, [secret]: secret, errorMessage: 5 };
  const findings = findDrift(sampleExchange(operationId, { answer, contentType: secret }));
  expect(findings.length).toBeGreaterThan(0);
  expect(JSON.stringify(findings.map(({ proposal, ...shown }) => shown))).not.toContain('Secret');
  expect(JSON.stringify(findings)).not.toContain('and more');
});
