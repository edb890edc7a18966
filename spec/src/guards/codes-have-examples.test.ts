import { expect, test } from 'vitest';
import { errorCodes } from '../generated/v1-errors.gen.ts';
import { openapi } from '../v1/openapi.ts';
import { codesHaveExamples } from './codes-have-examples.ts';
import { withValue } from './with-value.ts';

const examples = [
  'paths',
  '/v1/callback/set',
  'post',
  'responses',
  '200',
  'content',
  'application/json',
  'examples',
];

test('every operation has an example for each of its codes, and none for another', () => {
  expect(codesHaveExamples(openapi, errorCodes)).toEqual([]);
});

const broken = [
  {
    name: 'a missing refusal',
    path: [...examples, 'error-70003'],
    value: undefined,
    says: 'lacks the example error-70003',
  },
  {
    name: 'a missing success',
    path: [...examples, 'success'],
    value: undefined,
    says: 'lacks the example success',
  },
  {
    name: 'a refusal that the operation does not return',
    path: [...examples, 'error-999'],
    value: { $ref: '#/components/examples/error-999' },
    says: 'has the example error-999',
  },
  {
    name: 'a refusal under the name of another',
    path: [...examples, 'error-70003'],
    value: { $ref: '#/components/examples/error-70004' },
    says: 'its errorCode is 70004',
  },
  {
    name: 'a success whose code is not 0',
    path: [...examples, 'success', 'value', 'errorCode'],
    value: 1,
    says: 'its errorCode is 1',
  },
];

test.each(broken)('$name is found', ({ path, value, says }) => {
  expect(codesHaveExamples(withValue(openapi, path, value), errorCodes)).toEqual([
    expect.stringMatching(`setCallback.*${says}`),
  ]);
});

test('a code that an operation gains without an example is found', () => {
  const codes = [...errorCodes, { code: 70006, operations: ['setCallback'] }];
  expect(codesHaveExamples(openapi, codes)).toEqual(['setCallback lacks the example error-70006']);
});
