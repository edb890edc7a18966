import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Judge } from '../judge/judge.ts';
import { findDrift, judged, record } from '../testing/judged.ts';
import { sampleAnswer, sampleExchange, sampleRefusal, sampleTime } from '../testing/sample-exchange.ts';
import { readElement } from '../traffic/entry-reader.ts';
import type { Exchange } from '../traffic/exchange.ts';

function page(changes: Record<string, unknown>, own: Record<string, unknown> = {}, body?: object) {
  const answer = sampleAnswer('getRecordsByFilter');
  const data = JSON.parse(JSON.stringify(answer.data));
  Object.assign(data.callRecordList[0], changes);
  return sampleExchange('getRecordsByFilter', {
    answer: { ...answer, data: { ...data, ...own } },
    ...(body && { body }),
  });
}
const unanswered = { acceptTs: 0, endTs: 0 };
const filter = { startTimestamp: 1688705638, endTimestamp: 1688792038 };

// Another call, app, page or word, and milliseconds, are among the mutants.
test.each([
  [
    'a call before the window',
    page({ startCallTs: 1688705637 }),
    'mismatch /data/callRecordList/*/startCallTs',
  ],
  [
    'a call after the window',
    page({ startCallTs: 1688792039, ...unanswered }),
    'mismatch /data/callRecordList/*/startCallTs',
  ],
  ['more records than fit', page({}, {}, { ...filter, numberPerPage: 2 }), 'mismatch /data/callRecordList'],
])('%s breaks callers', (_, exchange, expected) => {
  const findings = findDrift(exchange);
  expect(findings.map(({ fingerprint: { rule, pointer } }) => `${rule} ${pointer}`)).toEqual([expected]);
  expect(findings[0]?.class).toBe('breaking');
});

// A decision says how firmly the contract holds each: V4-02 the filter as a MAY, V4-U-09 the window as a SHOULD.
test.each([
  ['CallResult', 'Cancel'],
  ['CallType', 'SingleCall'],
  ['StartTime', 1_500_000_000],
])('v4: a record with another %s is good to know', (name, value) => {
  const answer = JSON.parse(JSON.stringify(sampleAnswer('getRecordsByFilter', 'v4')));
  for (const record of answer.Response.CallRecordList) {
    Object.assign(record, { CallResult: 'NormalEnd', CallType: 'MultiCall', [name]: value });
  }
  const body = { StartTime: 1_600_000_000, CallResult: 'NormalEnd', CallType: 'MultiCall' };
  expect(findDrift(sampleExchange('getRecordsByFilter', { generation: 'v4', body, answer }))).toMatchObject([
    {
      class: 'informational',
      fingerprint: { rule: 'mismatch', pointer: `/Response/CallRecordList/*/${name}` },
    },
  ]);
});

test.each<[string, ...Exchange[]]>([
  [
    'calls on both bounds',
    page({ startCallTs: 1688705638 }),
    page({ startCallTs: 1688792038, ...unanswered }),
  ],
  [
    'a late call where no end was asked for',
    page({ startCallTs: 1788792039, ...unanswered }, {}, { startTimestamp: 1688705638 }),
  ],
  ['any result where none was asked for', page({ callResult: 'cancel', callType: 'group' }, {}, filter)],
  [
    'no record',
    sampleExchange('getRecordByCallId', { answer: { ...sampleAnswer('getRecordByCallId'), data: {} } }),
  ],
  [
    'a call id that was taken out',
    sampleExchange('getRecordByCallId', { body: { callId: '[redacted]', note: 'x' } }),
  ],
  ['a request body that the file does not hold', sampleExchange('getRecordByCallId', { body: undefined })],
  ['a time of 0', record({ acceptTs: 0, endTs: 0 })],
  [
    'the records in another order',
    page({}, { callRecordList: Object(sampleAnswer('getRecordsByFilter').data).callRecordList.toReversed() }),
  ],
])('%s is not a mismatch', (_, ...exchanges) => {
  expect(findDrift(...exchanges)).toEqual([]);
});

describe('the times of a record', () => {
  test.each([
    [
      'answered before it began',
      { startCallTs: 1688705668, acceptTs: 1688705638, endTs: 1688705698 },
      'acceptTs',
    ],
    ['ended before it was answered', { acceptTs: 1688705668, endTs: 1688705639 }, 'endTs'],
    [
      'ended before it began, and was not answered',
      { startCallTs: 1688705668, acceptTs: 0, endTs: 1688705638 },
      'endTs',
    ],
  ])('%s: good to know', (_, times, name) => {
    expect(findDrift(record(times))).toMatchObject([
      { class: 'informational', fingerprint: { rule: 'times-out-of-order', pointer: `/data/${name}` } },
    ]);
  });
  test.each([
    ['all at once', { startCallTs: 1688705638, acceptTs: 1688705638, endTs: 1688705638 }],
    ['noughts', { acceptTs: 0, endTs: 0 }],
    ['none but the start', { acceptTs: undefined, endTs: undefined }],
  ])('%s: nothing', (_, times) => {
    expect(findDrift(record(times))).toEqual([]);
  });
});

describe('a configuration that is read after it was set', () => {
  const asked = { address: 'https://example.com/a', actions: ['normal_end', 'cancel'] };
  const at = (seconds: number) => ({ startedAt: sampleTime + seconds * 1000, milliseconds: 500 });
  const set = (seconds: number, body: object = asked, more: Partial<Exchange> = {}) =>
    sampleExchange('setCallback', { body, ...at(seconds), ...more });
  const get = (seconds: number, data: object = asked, more: Partial<Exchange> = {}) =>
    sampleExchange('getCallback', {
      answer: { ...sampleAnswer('getCallback'), data },
      ...at(seconds),
      ...more,
    });
  const other = { ...asked, address: 'https://example.com/b' };

  test.each<[string, string, ...Exchange[]]>([
    ['another address', '/data/address', set(0), get(1, other)],
    ['an action less', '/data/actions', set(0), get(1, { ...asked, actions: ['cancel'] })],
    ['an action more', '/data/actions', set(0), get(1, { ...asked, actions: [...asked.actions, 'reject'] })],
    [
      'what an update wrote',
      '/data/address',
      sampleExchange('updateCallback', { body: other, ...at(0) }),
      get(1),
    ],
    ['the one before the last', '/data/address', set(0), set(1, other), get(2)],
    ['another address a minute later', '/data/address', set(0), get(60.5, other)],
    ['another address, and a later change', '/data/address', set(0), get(1, other), set(5, other)],
  ])('%s: breaks callers', (_, pointer, ...exchanges) => {
    expect(findDrift(...exchanges)).toMatchObject([
      { class: 'breaking', fingerprint: { rule: 'configuration-not-kept', subject: 'getCallback', pointer } },
    ]);
  });

  test.each<[string, ...Exchange[]]>([
    ['the same', set(0), get(1)],
    [
      'in another order, a word once that was given twice',
      set(0, { ...asked, actions: ['cancel', 'normal_end', 'cancel'] }),
      get(1),
    ],
    [
      'without a word that no list has (V1-U-17)',
      set(0, { ...asked, actions: [...asked.actions, 'unheard_of'] }),
      get(1),
    ],
    ['of another app', set(0), get(1, other, { url: get(1).url.replace('88888888', '77777777') })],
    ['before the answer to the change came', set(0), get(0.2, other)],
    ['while it is changed again', set(0), get(1, other), set(1.2, other)],
    [
      'after it was refused',
      set(0),
      set(1, other, { answerBody: JSON.stringify(sampleRefusal(70001)) }),
      get(2),
    ],
    [
      'after a change without an answer',
      set(0),
      set(1, other, { status: 0, answerBody: undefined }),
      get(2, other),
    ],
    ['after it was removed', set(0), sampleExchange('deleteCallback', at(1)), get(2, other)],
    ['more than a minute later', set(0), get(60.501, other)],
    ['in production, where others may have written', set(0), get(1, other, { sensor: 'production' })],
    ['after a write in production', set(0), set(1, other, { sensor: 'production' }), get(2, other)],
    ['of which no times are on record', set(0, asked, { milliseconds: undefined }), get(1, other)],
    ['with an address that was taken out', set(0, { ...asked, address: '[redacted]' }), get(1)],
  ])('%s: nothing', (_, ...exchanges) => {
    const rules = findDrift(...exchanges).map(({ fingerprint }) => fingerprint.rule);
    expect(rules.filter((rule) => rule === 'configuration-not-kept')).toEqual([]);
  });
});

describe('an id of a request', () => {
  const withId = (requestId: unknown, member = '') =>
    sampleExchange('getCallback', {
      sensor: 'production',
      answer: { ...sampleAnswer('getCallback'), requestId, errorMessage: `Success${member}` },
    });
  const repeated = (...exchanges: Exchange[]) =>
    findDrift(...exchanges).map(({ fingerprint, class: rated }) => `${rated} ${fingerprint.rule}`);

  test('that two different answers have is good to know', () => {
    expect(repeated(withId('x'), withId('x', '.'))).toEqual(['informational request-id-repeated']);
    expect(repeated(withId(5), withId('5', '.'))).toEqual(['informational request-id-repeated']);
  });
  test('that one answer has is nothing, however often it is on record', () => {
    expect(repeated(withId('x'), withId('x'), withId('y', '.'))).toEqual([]);
  });
  test('is remembered for some thousand answers', () => {
    const many = Array.from({ length: 10_000 }, (_, at) => withId(`id-${at}`));
    expect(repeated(withId('x'), ...many, withId('x', '.'))).toEqual([]);
    expect(repeated(withId('x'), ...many.slice(5000), withId('x', '.'))).toHaveLength(1);
  });
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
  const [exchanged] = findDrift(record({ endTs: 1688705668000 }));
  expect(judge.findings().map(({ id }) => id)).toEqual([exchanged?.id]);
});

test('the day of an end is the same wherever the check runs', () => {
  vi.stubEnv('TZ', 'America/New_York');
  onTestFinished(() => void vi.unstubAllEnvs());
  const [finding] = findDrift(sampleExchange('getCallback', { sunset: 'Fri, 02 Jan 2026 23:30:00' }));
  expect(finding?.fingerprint).toMatchObject({ rule: 'announced-end', after: '2026-01-02' });
});

test.each([{ deprecation: '?0' }, { deprecation: 'false' }, { deprecation: '' }, { sunset: ' ' }])(
  '%j announces nothing',
  (headers) => {
    expect(findDrift(sampleExchange('getCallback', headers))).toEqual([]);
  },
);

test('the headers are read from a file, in whatever case', () => {
  const judge = new Judge();
  judge.begin('file');
  const { url, answerBody, requestBody } = sampleExchange('getCallback');
  readElement(
    {
      request: {
        method: 'POST',
        url,
        headers: [{ name: 'content-type', value: 'application/json' }],
        postData: { text: requestBody },
      },
      response: {
        status: 200,
        headers: [
          { name: 'Content-Type', value: 'application/json' },
          { name: 'Sunset', value: 'Fri, 02 Jan 2026 03:04:05 GMT' },
        ],
        content: { text: answerBody },
      },
    },
    judge,
  );
  judge.end(undefined);
  expect(judge.findings().map(({ fingerprint }) => fingerprint.rule)).toEqual(['announced-end']);
});
