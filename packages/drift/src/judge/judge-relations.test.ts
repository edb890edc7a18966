import { expect, test } from 'vitest';
import type { Exchange } from '../exchanges/exchange.ts';
import { sampleAnswer, sampleExchange } from '../testing/sample-exchange.ts';
import { findingsOf, judged, record } from './testing/judge-exchanges.ts';

/** The page of the sample with its first record or its own members changed. */
function page(changes: Record<string, unknown>, own: Record<string, unknown> = {}, body?: object) {
  const answer = sampleAnswer('getRecordsByFilter');
  const data = JSON.parse(JSON.stringify(answer.data));
  Object.assign(data.callRecordList[0], changes);
  return sampleExchange('getRecordsByFilter', {
    answer: { ...answer, data: { ...data, ...own } },
    ...(body && { body }),
  });
}
const filter = { startTimestamp: 1688705638, endTimestamp: 1688792038 };

test.each([
  ['another call', record({ callId: 'another' }), 'mismatch /data/callId'],
  ['the record of another app', record({ sdkAppId: 5 }), 'mismatch /data/sdkAppId'],
  [
    'a start in milliseconds',
    record({ startCallTs: 1688705638000 }),
    'time-in-milliseconds /data/startCallTs',
  ],
  ['an end in milliseconds', record({ endTs: 1688705668000 }), 'time-in-milliseconds /data/endTs'],
  ['a page with a record of another app', page({ sdkAppId: 5 }), 'mismatch /data/callRecordList/*/sdkAppId'],
  [
    'a result that was filtered out',
    page({ callResult: 'cancel' }),
    'mismatch /data/callRecordList/*/callResult',
  ],
  ['a type that was filtered out', page({ callType: 'group' }), 'mismatch /data/callRecordList/*/callType'],
  [
    'a call before the window',
    page({ startCallTs: 1688705637 }),
    'mismatch /data/callRecordList/*/startCallTs',
  ],
  [
    'a call after the window',
    page({ startCallTs: 1688792039 }),
    'mismatch /data/callRecordList/*/startCallTs',
  ],
  ['another page', page({}, { page: 2 }), 'mismatch /data/page'],
  ['more records than fit', page({}, {}, { ...filter, numberPerPage: 2 }), 'mismatch /data/callRecordList'],
])('%s breaks callers', (_, exchange, expected) => {
  const findings = findingsOf(exchange);
  expect(findings.map(({ fingerprint: { rule, pointer } }) => `${rule} ${pointer}`)).toEqual([expected]);
  expect(findings[0]?.class).toBe('breaking');
});

test.each<[string, ...Exchange[]]>([
  ['calls on both bounds', page({ startCallTs: 1688705638 }), page({ startCallTs: 1688792038 })],
  [
    'a late call where no end was asked for',
    page({ startCallTs: 1788792039 }, {}, { startTimestamp: 1688705638 }),
  ],
  ['any result where none was asked for', page({ callResult: 'cancel', callType: 'group' }, {}, filter)],
  [
    'no record',
    sampleExchange('getRecordByCallId', { answer: { ...sampleAnswer('getRecordByCallId'), data: {} } }),
  ],
  ['a call id that was taken out', sampleExchange('getRecordByCallId', { body: { callId: '[redacted]' } })],
  ['a request body that the file does not hold', sampleExchange('getRecordByCallId', { body: undefined })],
  ['a time of 0', record({ acceptTs: 0, endTs: 0 })],
  [
    'the records in another order',
    page({}, { callRecordList: Object(sampleAnswer('getRecordsByFilter').data).callRecordList.toReversed() }),
  ],
])('%s is no mismatch', (_, ...exchanges) => {
  expect(findingsOf(...exchanges)).toEqual([]);
});

test('what a client reports of milliseconds is the finding of the exchange', () => {
  const judge = judged();
  judge.begin('client');
  judge.violation({
    at: undefined,
    operationId: 'getRecordByCallId',
    rule: 'range',
    pointer: '/data/endTs',
    expected: 'a time in Unix seconds',
    got: 'one that looks like milliseconds',
  });
  judge.end(undefined);
  const [exchanged] = findingsOf(record({ endTs: 1688705668000 }));
  expect(judge.findings().map(({ id }) => id)).toEqual([exchanged?.id]);
});
