import { expect, test } from 'vitest';
import { makeAnswer as answer } from '../../testing/test-context.ts';
import { BlockedError, ExpectationError, expectThat } from '../expect.ts';
import { generation as v4 } from '../v4/index.ts';
import { expect as expectAnswer, findMistake, given as givenAnswer } from './expect.ts';

test('what does not hold says what was expected and what came', () => {
  expect(() => expectThat(true, 'more', 'less')).not.toThrow();
  expect(() => expectThat(false, 'more', 'less')).toThrow(ExpectationError);
  expect(() => expectThat(false, 'more', 'less')).toThrow(/^expected more, got less$/);
});

test('what a check builds on blocks it where it does not hold', () => {
  expect(givenAnswer('V1-CBS-001', answer({ errorCode: 0, data: 'it' })).toSucceed()).toBe('it');
  const refused = givenAnswer('V1-CBS-001', answer({ errorCode: 70001 }));
  expect(() => refused.toSucceed()).toThrow(BlockedError);
  expect(() => refused.toSucceed()).toThrow(expect.objectContaining({ by: 'V1-CBS-001' }));
  expect(() => givenAnswer('V1-SIG-003', answer({ errorCode: 0 })).toBeRefused()).toThrow(BlockedError);
});

test('a status is compared whatever the body says', () => {
  expect(() => expectAnswer(answer({}, { status: 400 })).toHaveStatus(400)).not.toThrow();
  expect(() => expectAnswer(answer({}, { status: 400 })).toHaveStatus(200)).toThrow(
    'expected HTTP 200, got HTTP 400',
  );
});

test.for([
  { name: 'code 0', given: answer({ errorCode: 0, data: 'it' }), data: 'it' },
  { name: 'code 0 as text', given: answer({ errorCode: '0', data: 'it' }), data: 'it' },
  { name: 'no data', given: answer({ errorCode: 0 }), data: undefined },
])('a success gives its data: $name', ({ given, data }) => {
  expect(expectAnswer(given).toSucceed()).toBe(data);
});

test.for([
  { name: 'another code', given: answer({ errorCode: 70001 }) },
  { name: 'no code', given: answer({}) },
  { name: 'no JSON', given: answer(undefined) },
])('no success: $name', ({ given }) => {
  expect(() => expectAnswer(given).toSucceed()).toThrow(ExpectationError);
});

test('data that is asked for must be an object', () => {
  expect(expectAnswer(answer({ errorCode: 0, data: { a: 1 } })).toSucceedWithObject()).toEqual({ a: 1 });
  for (const data of [undefined, null, 'text', []]) {
    expect(() => expectAnswer(answer({ errorCode: 0, data })).toSucceedWithObject()).toThrow(
      'expected data to be an object',
    );
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
    given: answer({ errorCode: 70003 }, { status: 401 }),
  },
  { name: 'any code', mistake: 'path-unknown' as const, given: answer({ errorCode: 12345 }) },
  {
    name: 'a status, where any code is',
    mistake: 'path-unknown' as const,
    given: answer(undefined, { status: 404 }),
  },
])('a refusal conforms: $name', ({ mistake, given }) => {
  expect(() => expectAnswer(given).toBeRefusedAs(mistake)).not.toThrow();
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
  expect(() => expectAnswer(given).toBeRefusedAs(mistake)).toThrow(ExpectationError);
});

test('a problem says which mistake it is about, what is allowed and what came', () => {
  expect(() =>
    expectAnswer(answer({ errorCode: 0, errorMessage: 'Success' })).toBeRefusedAs('body-empty'),
  ).toThrow(
    'expected a request without a body to be refused by 70001 or 70009, got HTTP 200, errorCode 0 ("Success")',
  );
});

test('the same mistake is found by the id that it has for a service', () => {
  expect(findMistake(v4.contract, 'field-missing', 'getRecordByCallId').id).toBe('record-field-missing');
  expect(findMistake(v4.contract, 'field-missing', 'setCallback').id).toBe('configuration-field-missing');
  expect(findMistake(v4.contract, 'field-missing', 'endCall').id).toBe('field-missing');
  expect(() => findMistake(v4.contract, 'field-missing', 'getCallback')).toThrow(/v4 knows no mistake/);
});
