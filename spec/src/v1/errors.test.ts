import { expect, test } from 'vitest';
import {
  errorCodes,
  findErrorCode,
  findMistake,
  isOperationId,
  type MistakeId,
  mistakes,
  operations,
} from './index.ts';

test('a code of the table is found with its name and remedy', () => {
  expect(findErrorCode(70003)).toMatchObject({ name: 'UserSigExpired', retryable: false });
});

test('a code that no document lists is not found', () => {
  expect(findErrorCode(70013)).toBeUndefined();
});

test('every mistake is found by its id', () => {
  expect(mistakes.map(({ id }) => findMistake(id))).toEqual([...mistakes]);
});

test('an unknown mistake is a programming error that names it', () => {
  const id = String('usersig-stale') as MistakeId;
  expect(() => findMistake(id)).toThrow(
    new TypeError('There is no mistake "usersig-stale"; see mistakes.yaml.'),
  );
});

test('only the limit of the rate is worth a repetition', () => {
  expect(errorCodes.filter(({ retryable }) => retryable).map(({ name }) => name)).toEqual(['RateLimited']);
});

test('ids of operations are told from other words', () => {
  expect(Object.keys(operations).every(isOperationId)).toBe(true);
  expect(['toString', 'getrecordbycallid', ''].filter(isOperationId)).toEqual([]);
});
