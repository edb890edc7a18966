import { expect, test } from 'vitest';
import { commandWords, limits, operations, queryParameters, servers } from './index.ts';

test('there are six operations with these paths and rates', () => {
  const rows = Object.values(operations).map(
    ({ operationId, path, rateLimit }) =>
      `${operationId} ${path} ${rateLimit.requests}/${rateLimit.perSeconds}s`,
  );
  expect(rows).toMatchInlineSnapshot(`
    [
      "getRecordByCallId /v1/records/get_record_by_callId 20/1s",
      "getRecordsByFilter /v1/records/get_records_by_filter 200/1s",
      "setCallback /v1/callback/set 10/1s",
      "getCallback /v1/callback/get 10/1s",
      "updateCallback /v1/callback/update 10/1s",
      "deleteCallback /v1/callback/delete 10/1s",
    ]
  `);
});

test('there are six status words and nineteen event words, all different', () => {
  expect(commandWords.status).toHaveLength(6);
  expect(commandWords.event).toHaveLength(19);
  expect(new Set([...commandWords.status, ...commandWords.event]).size).toBe(25);
});

test('the shared query parameters are those of the introduction, in lower case', () => {
  expect(Object.keys(queryParameters)).toEqual([
    'sdkappid',
    'identifier',
    'usersig',
    'random',
    'contenttype',
  ]);
});

test('random ends at the largest unsigned 32-bit integer', () => {
  expect(queryParameters.random).toMatchObject({ minimum: 0, maximum: 2 ** 32 - 1 });
});

test('both hosts are HTTPS', () => {
  expect(Object.entries(servers).map(([region, url]) => [region, new URL(url).protocol])).toEqual([
    ['intl', 'https:'],
    ['china', 'https:'],
  ]);
});

test('limits are numbers with a unit', () => {
  expect(Object.entries(limits).map(([name, { value, unit }]) => `${name}: ${value} ${unit}`)).toEqual([
    'dataWindow: 7 days',
    'backendTimeout: 3 seconds',
    'defaultPageSize: 100 records',
  ]);
});
