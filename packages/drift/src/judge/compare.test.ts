import { describe, expect, test } from 'vitest';
import type { Finding } from '../findings/finding.ts';
import { findDrift, record } from '../testing/judged.ts';
import { sampleAnswer, sampleExchange } from '../testing/sample-exchange.ts';
import type { Exchange } from '../traffic/exchange.ts';

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
    const [finding, ...others] = findDrift(exchange);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ class: findingClass, fingerprint });
    expect(finding?.location?.file).toContain(file);
    expect(finding?.location?.line).toBeGreaterThan(0);
  });
});
