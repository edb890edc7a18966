import { expect, test } from 'vitest';
import { MockOptionError } from './errors.ts';
import { Overrides } from './overrides.ts';

test('an order holds for as many requests as it says, and the next one follows', () => {
  const overrides = new Overrides<string>();
  overrides.add('first', {}, { times: 2 });
  overrides.add('second', {});
  const taken = Array.from({ length: 4 }, () =>
    overrides.next({ operationId: 'getCallback', sdkAppId: 1 }, 0),
  );
  expect(taken).toEqual(['first', 'first', 'second', undefined]);
});

test('an order for an operation or an app is for no other', () => {
  const overrides = new Overrides<string>();
  overrides.add('mine', { operationId: 'setCallback', sdkAppId: 5 }, { times: Number.POSITIVE_INFINITY });
  expect(overrides.next({ operationId: 'setCallback', sdkAppId: 6 }, 0)).toBeUndefined();
  expect(overrides.next({ operationId: 'getCallback', sdkAppId: 5 }, 0)).toBeUndefined();
  expect(overrides.next({ operationId: undefined, sdkAppId: undefined }, 0)).toBeUndefined();
  expect(overrides.next({ operationId: 'setCallback', sdkAppId: 5 }, 0)).toBe('mine');
});

test('clearing one app leaves the orders of the others', () => {
  const overrides = new Overrides<string>();
  overrides.add('mine', { sdkAppId: 5 });
  overrides.add('other', { sdkAppId: 6 });
  overrides.clear(5);
  expect([
    overrides.next({ operationId: 'getCallback', sdkAppId: 5 }, 0),
    overrides.next({ operationId: 'getCallback', sdkAppId: 6 }, 0),
  ]).toEqual([undefined, 'other']);
  overrides.add('again', {});
  overrides.clear();
  expect(overrides.next({ operationId: 'getCallback', sdkAppId: 6 }, 0)).toBeUndefined();
});

test('an order that holds for some time is forgotten when it is over', () => {
  const overrides = new Overrides<string>();
  overrides.add('busy', {}, { times: Number.POSITIVE_INFINITY, until: 100 });
  overrides.add('later', {});
  expect(
    [98, 99, 100, 100].map((at) => overrides.next({ operationId: 'getCallback', sdkAppId: 1 }, at)),
  ).toEqual(['busy', 'busy', 'later', undefined]);
});

test.each([0, -1, 1.5, Number.NaN])('%s times are refused', (times) => {
  expect(() => new Overrides<string>().add('x', {}, { times })).toThrow(MockOptionError);
});
