import { AssertionError } from 'node:assert';
import { expect, test } from 'vitest';
import type { Answer } from './answer.ts';
import { expectData, expectRejected, expectSuccess, expectThat, problemOfRejection } from './expect.ts';

function answer(json: unknown, status = 200): Answer {
  return { status, contentType: 'application/json', text: '', json, took: 1 };
}

test('what does not hold is an assertion, with the message as it is', () => {
  expect(() => expectThat(true, 'nothing')).not.toThrow();
  expect(() => expectThat(false, 'expected more')).toThrow(AssertionError);
  expect(() => expectThat(false, 'expected more')).toThrow(/^expected more$/);
});

test.for([
  { name: 'code 0', given: answer({ errorCode: 0, data: 'it' }), data: 'it' },
  { name: 'code 0 as text', given: answer({ errorCode: '0', data: 'it' }), data: 'it' },
  { name: 'no data', given: answer({ errorCode: 0 }), data: undefined },
])('a success gives its data: $name', ({ given, data }) => {
  expect(expectSuccess(given)).toBe(data);
});

test.for([
  { name: 'another code', given: answer({ errorCode: 70001 }) },
  { name: 'no code', given: answer({}) },
  { name: 'no JSON', given: answer(undefined) },
])('no success: $name', ({ given }) => {
  expect(() => expectSuccess(given)).toThrow(AssertionError);
});

test('data that is asked for must be an object', () => {
  expect(expectData(answer({ errorCode: 0, data: { a: 1 } }))).toEqual({ a: 1 });
  for (const data of [undefined, null, 'text', []]) {
    expect(() => expectData(answer({ errorCode: 0, data }))).toThrow('expected data to be an object');
  }
});

test.for([
  {
    name: 'the one code that is allowed',
    mistake: 'usersig-expired' as const,
    given: answer({ errorCode: 70003 }),
  },
  { name: 'one of several codes', mistake: 'body-empty' as const, given: answer({ errorCode: '70009' }) },
  {
    name: 'the right code with another status',
    mistake: 'usersig-expired' as const,
    given: answer({ errorCode: 70003 }, 401),
  },
  { name: 'any code', mistake: 'path-unknown' as const, given: answer({ errorCode: 12345 }) },
  { name: 'a status, where any code is', mistake: 'path-unknown' as const, given: answer(undefined, 404) },
])('a refusal conforms: $name', ({ mistake, given }) => {
  expect(problemOfRejection(given, mistake)).toBeUndefined();
  expect(() => expectRejected(given, mistake)).not.toThrow();
});

test.for([
  {
    name: 'a code of another mistake',
    mistake: 'usersig-expired' as const,
    given: answer({ errorCode: 70002 }),
  },
  { name: 'a success', mistake: 'body-empty' as const, given: answer({ errorCode: 0 }) },
  {
    name: 'a success where any code is allowed',
    mistake: 'path-unknown' as const,
    given: answer({ errorCode: 0 }),
  },
  { name: 'no code where any is allowed', mistake: 'path-unknown' as const, given: answer({}) },
])('a refusal does not conform: $name', ({ mistake, given }) => {
  expect(() => expectRejected(given, mistake)).toThrow(AssertionError);
});

test('a problem says which mistake it is about, what is allowed and what came', () => {
  expect(problemOfRejection(answer({ errorCode: 0, errorMessage: 'Success' }), 'body-empty')).toBe(
    'expected a request without a body to be refused by 70001 or 70009, got HTTP 200, errorCode 0 ("Success")',
  );
});
