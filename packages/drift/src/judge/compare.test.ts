import { expect, test } from 'vitest';
import { findDrift, record } from '../testing/judged.ts';
import { sampleAnswer, sampleExchange } from '../testing/sample-exchange.ts';

const answers = (changes: Parameters<typeof sampleExchange>[1]) =>
  sampleExchange('getRecordByCallId', changes);
const { requestId, ...withoutId } = sampleAnswer('getRecordByCallId');

// The ids of findings are made from these words: another word is another finding to everyone who accepted it. That
// each difference is found with its class and its place, the mutants hold.
test.each([
  ['a new field', record({ region: 'eu' }), 'undocumented-field /data/region: -> string'],
  ['a missing field', record({ caller: undefined }), 'missing-field /data/caller: string ->'],
  ['a time as text', record({ startCallTs: '17' }), 'type-changed /data/startCallTs: integer -> string'],
  ['a null', record({ roomId: null }), 'type-changed /data/roomId: string -> null'],
  ['an item', record({ callees: ['a', 5] }), 'type-changed /data/callees/*: string -> integer'],
  ['a new word', record({ mediaType: 'hologram' }), 'unlisted-word /data/mediaType: -> hologram'],
  ['a negative count', record({ totalUserNumber: -1 }), 'out-of-range /data/totalUserNumber: minimum=0 ->'],
  ['another status', answers({ status: 404 }), 'status-changed : 200 -> 404'],
  [
    'a content type',
    answers({ contentType: 'text/plain' }),
    'content-type-changed : application/json -> text/plain',
  ],
  ['a page under another status', answers({ status: 500, answer: '<html>' }), 'status-changed : 200 -> 500'],
  ['no JSON', answers({ answer: '<html>' }), 'envelope-broken : object -> not JSON'],
  ['an empty answer', answers({ answer: ' ' }), 'envelope-broken : object -> empty'],
  [
    'no code',
    answers({ answer: { requestId: 'x', errorMessage: '' } }),
    'envelope-broken /errorCode: integer|string ->',
  ],
  ['no request id', answers({ answer: withoutId }), 'missing-field /requestId: string|integer ->'],
  ['a slow answer', answers({ milliseconds: 3001 }), 'slow-answer : 3000 ms ->'],
  ['an end', answers({ deprecation: '@1767323045' }), 'announced-end /headers/deprecation: -> 2026-01-02'],
  [
    'an end without a day',
    answers({ deprecation: 'true' }),
    'announced-end /headers/deprecation: -> no date',
  ],
  [
    'an end by another header',
    answers({ sunset: 'Fri, 02 Jan 2026 03:04:05 GMT' }),
    'announced-end /headers/sunset: -> 2026-01-02',
  ],
])('the fingerprint of %s stays', (_, exchange, expected) => {
  const found = findDrift(exchange).map(({ fingerprint: { rule, pointer, before, after } }) =>
    `${rule} ${pointer}: ${before} -> ${after}`.replace(':  ->', ': ->').trim(),
  );
  expect(found).toEqual([expected]);
});

// In place of "absent": what stood there is not a value.
test.each([
  ['slow-answer', answers({ milliseconds: 3001 }), '3000 ms', 'later'],
  ['out-of-range', record({ totalUserNumber: -1 }), 'minimum=0', 'outside'],
])('%s shows what was seen', (rule, exchange, before, after) => {
  expect(findDrift(exchange)).toMatchObject([{ fingerprint: { rule, before, after: '' }, before, after }]);
});
