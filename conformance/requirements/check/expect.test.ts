import { expect, test } from 'vitest';
import { makeAnswer as answer, makeAnswer } from '../../testing/test-context.ts';
import { BlockedError, ExpectationError, expectThat } from '../expect.ts';
import { generation } from '../v1/index.ts';
import { generation as v4 } from '../v4/index.ts';
import { describeAnswer, readMembers } from './answer.ts';
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
  [answer({ errorCode: 0, data: 'it' }), 'it'],
  [answer({ errorCode: '0', data: 'it' }), 'it'],
  [answer({ errorCode: 0 }), undefined],
] as const)('a success gives its data: $0.text', ([success, data]) => {
  expect(expectAnswer(success).toSucceed()).toBe(data);
});

test.for([answer({ errorCode: 70001 }), answer({}), answer()])('no success: $text', (other) => {
  expect(() => expectAnswer(other).toSucceed()).toThrow(ExpectationError);
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
  ['usersig-expired', 'the one code that is allowed', answer({ errorCode: 70003 })],
  ['body-empty', 'one of several codes', answer({ errorCode: '70009' })],
  ['usersig-expired', 'the right code with another status', answer({ errorCode: 70003 }, { status: 401 })],
  ['path-unknown', 'any code', answer({ errorCode: 12345 })],
  ['path-unknown', 'a status, where any code is', answer(undefined, { status: 404 })],
] as const)('%s is refused by %s', ([mistake, , refusal]) => {
  expect(() => expectAnswer(refusal).toBeRefusedAs(mistake)).not.toThrow();
});

test.for([
  ['usersig-expired', 'a code of another mistake', answer({ errorCode: 70002 })],
  ['body-empty', 'a success', answer({ errorCode: 0 })],
  ['path-unknown', 'a success, although any code is allowed', answer({ errorCode: 0 })],
  ['path-unknown', 'no code, although any is allowed', answer({})],
] as const)('%s is not refused by %s', ([mistake, , other]) => {
  expect(() => expectAnswer(other).toBeRefusedAs(mistake)).toThrow(ExpectationError);
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

const { expectSchema, findFaults } = generation.schemas;

test('a value that is what the contract says has no faults', () => {
  expect(findFaults('video', 'MediaType')).toEqual([]);
  expect(findFaults({ address: 'http://a', actions: [] }, 'CallbackConfiguration')).toEqual([]);
  expect(() => expectSchema('video', 'MediaType')).not.toThrow();
});

test('each fault is named with its place', () => {
  expect(findFaults({ actions: 'cancel' }, 'CallbackConfiguration')).toEqual([
    "/ must have required property 'address'",
    '/actions must be array',
  ]);
});

test('a value that is something else fails the requirement', () => {
  expect(() => expectSchema('VIDEO', 'MediaType')).toThrow(ExpectationError);
  expect(() => expectSchema('VIDEO', 'MediaType')).toThrow('expected a MediaType of the contract');
});

test('a schema that the contract does not have is a mistake of ours, not of the target', () => {
  expect(() => expectSchema('video', 'NoSuchSchema')).toThrow(/can't resolve reference|has no schema/);
});
