import { expect, test } from 'vitest';
import { MockOptionError } from '../errors.ts';
import { Orders } from './orders.ts';

test('an order holds for as many requests as it says, and the next one follows', () => {
  const orders = new Orders<string>();
  orders.place('first', {}, 2);
  orders.place('second', {});
  const taken = Array.from({ length: 4 }, () => orders.take('getCallback', 1));
  expect(taken).toEqual(['first', 'first', 'second', undefined]);
});

test('an order for an operation or an app is for no other', () => {
  const orders = new Orders<string>();
  orders.place('mine', { operationId: 'setCallback', sdkAppId: 5 }, Number.POSITIVE_INFINITY);
  expect(orders.take('setCallback', 6)).toBeUndefined();
  expect(orders.take('getCallback', 5)).toBeUndefined();
  expect(orders.take(undefined, undefined)).toBeUndefined();
  expect(orders.take('setCallback', 5)).toBe('mine');
});

test('clearing one app leaves the orders of the others', () => {
  const orders = new Orders<string>();
  orders.place('mine', { sdkAppId: 5 });
  orders.place('other', { sdkAppId: 6 });
  orders.clear(5);
  expect([orders.take('getCallback', 5), orders.take('getCallback', 6)]).toEqual([undefined, 'other']);
  orders.place('again', {});
  orders.clear();
  expect(orders.take('getCallback', 6)).toBeUndefined();
});

test.each([0, -1, 1.5, Number.NaN])('%s times are refused', (times) => {
  expect(() => new Orders<string>().place('x', {}, times)).toThrow(MockOptionError);
});
