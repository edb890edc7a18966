import { expect, test } from 'vitest';
import { makeAnswer } from '../../testing/test-context.ts';
import { generation as v4 } from '../v4/index.ts';
import { describeAnswer, readMembers } from './answer.ts';

test.for([
  { name: 'a number', errorCode: 70001, code: 70001 },
  { name: 'digits as text', errorCode: '70001', code: 70001 },
  { name: 'a negative number as text', errorCode: '-1', code: -1 },
  { name: 'a word', errorCode: 'OK', code: undefined },
  { name: 'an empty text', errorCode: '', code: undefined },
  { name: 'null', errorCode: null, code: undefined },
  { name: 'a list', errorCode: [0], code: undefined },
])('the error code in the form of $name is read as $code', ({ errorCode, code }) => {
  expect(makeAnswer({ errorCode }).code).toBe(code);
  expect(makeAnswer({ ErrorCode: errorCode }, { contract: v4.contract }).code).toBe(code);
});

test.for([
  { name: 'no JSON', json: undefined },
  { name: 'null', json: null },
  { name: 'a list', json: [{ errorCode: 0 }] },
  { name: 'a text', json: 'errorCode' },
])('the envelope of $name has no members', ({ json }) => {
  expect(makeAnswer(json)).toMatchObject({ members: {}, code: undefined, data: undefined });
});

test('members are those of objects alone', () => {
  expect(readMembers({ a: 1 })).toEqual({ a: 1 });
  expect([[1], 'text', 1, null, undefined].map(readMembers)).toEqual([{}, {}, {}, {}, {}]);
});

test('an answer is described by its status and its error', () => {
  expect(describeAnswer(makeAnswer({ errorCode: '7', errorMessage: 'no' }))).toBe(
    'HTTP 200, errorCode "7" ("no")',
  );
  expect(describeAnswer(makeAnswer({ errorCode: 0 }))).toBe('HTTP 200, errorCode 0');
  expect(describeAnswer(makeAnswer({}))).toBe('HTTP 200, no errorCode');
  expect(describeAnswer(makeAnswer(undefined, { status: 502 }))).toBe(
    'HTTP 502 with a body that is not JSON',
  );
});
