import { expect, test } from 'vitest';
import { Journal, type Noted } from './journal.ts';

function noted(at: number, over: Partial<Noted> = {}): Noted {
  return {
    at,
    method: 'POST',
    target: '/v1/records/get_record_by_callId?usersig=eJwSecret',
    operationId: 'getRecordByCallId',
    sdkAppId: 1,
    body: '{}',
    errorCode: 0,
    requestId: 'a',
    mistake: undefined,
    field: undefined,
    fault: undefined,
    carriedOut: true,
    ...over,
  };
}

test('the newest entries stay, in the order in which they came', () => {
  const journal = new Journal(3);
  for (const at of [1, 2, 3, 4, 5]) journal.note(noted(at));
  expect(journal.entries().map((entry) => entry.at)).toEqual([3, 4, 5]);
});

test('an entry shows no sign and has no member that holds one', () => {
  const journal = new Journal(3);
  journal.note(noted(1));
  expect(JSON.stringify(journal.entries())).not.toContain('eJwSecret');
});

test('a long body is cut', () => {
  const journal = new Journal(1);
  journal.note(noted(1, { body: 'x'.repeat(100_000) }));
  expect(journal.entries()[0]?.body).toHaveLength(16 * 1024);
});

test('a journal without places keeps nothing', () => {
  const journal = new Journal(0);
  journal.note(noted(1));
  expect(journal.entries()).toEqual([]);
});

test('a cleared journal is empty', () => {
  const journal = new Journal(2);
  journal.note(noted(1));
  journal.clear();
  expect(journal.entries()).toEqual([]);
});
