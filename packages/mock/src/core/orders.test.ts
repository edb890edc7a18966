import { expect, test } from 'vitest';
import { MockOptionError } from '../errors.ts';
import { Orders } from './orders.ts';

test('an order holds for as many requests as it says, and the next one follows', () => {
  const orders = new Orders<string>();
  orders.place('first', {}, { times: 2 });
  orders.place('second', {});
  const taken = Array.from({ length: 4 }, () => orders.take('getCallback', 1, 0));
  expect(taken).toEqual(['first', 'first', 'second', undefined]);
});

test('an order for an operation or an app is for no other', () => {
  const orders = new Orders<string>();
  orders.place('mine', { operationId: 'setCallback', sdkAppId: 5 }, { times: Number.POSITIVE_INFINITY });
  expect(orders.take('setCallback', 6, 0)).toBeUndefined();
  expect(orders.take('getCallback', 5, 0)).toBeUndefined();
  expect(orders.take(undefined, undefined, 0)).toBeUndefined();
  expect(orders.take('setCallback', 5, 0)).toBe('mine');
});

test('clearing one app leaves the orders of the others', () => {
  const orders = new Orders<string>();
  orders.place('mine', { sdkAppId: 5 });
  orders.place('other', { sdkAppId: 6 });
  orders.clear(5);
  expect([orders.take('getCallback', 5, 0), orders.take('getCallback', 6, 0)]).toEqual([undefined, 'other']);
  orders.place('again', {});
  orders.clear();
  expect(orders.take('getCallback', 6, 0)).toBeUndefined();
});

test('an order that holds for some time is forgotten when it is over', () => {
  const orders = new Orders<string>();
  orders.place('busy', {}, { times: Number.POSITIVE_INFINITY, until: 100 });
  orders.place('later', {});
  expect([98, 99, 100, 100].map((at) => orders.take('getCallback', 1, at))).toEqual([
    'busy',
    'busy',
    'later',
    undefined,
  ]);
});

test.each([0, -1, 1.5, Number.NaN])('%s times are refused', (times) => {
  expect(() => new Orders<string>().place('x', {}, { times })).toThrow(MockOptionError);
});
