import { expect, test } from 'vitest';
import { type Answer, describeAnswer, readCode, readEnvelope, readMembers } from './answer.ts';

function answer(json: unknown, status = 200): Answer {
  return {
    status,
    contentType: 'application/json',
    text: JSON.stringify(json) ?? '',
    json,
    took: 1,
    answeredAt: 1,
  };
}

test.for([
  { name: 'a number', errorCode: 70001, code: 70001 },
  { name: 'digits as text', errorCode: '70001', code: 70001 },
  { name: 'a negative number as text', errorCode: '-1', code: -1 },
  { name: 'a word', errorCode: 'OK', code: undefined },
  { name: 'an empty text', errorCode: '', code: undefined },
  { name: 'null', errorCode: null, code: undefined },
  { name: 'a list', errorCode: [0], code: undefined },
])('the error code in the form of $name is read as $code', ({ errorCode, code }) => {
  expect(readCode(answer({ errorCode }))).toBe(code);
});

test.for([
  { name: 'no JSON', json: undefined },
  { name: 'null', json: null },
  { name: 'a list', json: [{ errorCode: 0 }] },
  { name: 'a text', json: 'errorCode' },
])('the envelope of $name has no members', ({ json }) => {
  expect(readCode(answer(json))).toBeUndefined();
  expect(readEnvelope(answer(json))).toEqual({
    errorCode: undefined,
    errorMessage: undefined,
    requestId: undefined,
    data: undefined,
  });
});

test('members are those of objects alone', () => {
  expect(readMembers({ a: 1 })).toEqual({ a: 1 });
  expect([[1], 'text', 1, null, undefined].map(readMembers)).toEqual([{}, {}, {}, {}, {}]);
});

test('an answer is described by its status and its error', () => {
  expect(describeAnswer(answer({ errorCode: '7', errorMessage: 'no' }))).toBe(
    'HTTP 200, errorCode "7" ("no")',
  );
  expect(describeAnswer(answer(undefined, 502))).toBe('HTTP 502 with a body that is not JSON');
});
