import { expect, test } from 'vitest';
import { makeCatalogue } from './catalogue.ts';

const catalogue = makeCatalogue(
  new Map([
    ['getCallback', new Map([['success', { errorCode: 0, requestId: 'x' }]])],
    ['setCallback', new Map([['error-70001', { errorCode: 70001, requestId: 'x' }]])],
  ]),
);

test('an example is found by operation and name', () => {
  expect(catalogue.find('getCallback', 'success')?.errorCode).toBe(0);
  expect(catalogue.find('getCallback', 'error-70001')).toBeUndefined();
  expect(catalogue.names('setCallback')).toEqual(['error-70001']);
});

test('a refusal outside every operation takes the example of any', () => {
  expect(catalogue.refusal(undefined, 70001).errorCode).toBe(70001);
  expect(catalogue.refusal('getCallback', 70001).errorCode).toBe(70001);
});

test('a code without an example is a mistake of the contract', () => {
  expect(() => catalogue.refusal('getCallback', 12345)).toThrow('no example error-12345');
});
