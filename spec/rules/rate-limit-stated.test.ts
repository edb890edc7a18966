import { expect, test } from 'vitest';
import { lintFixture } from './lint-fixture.ts';

test('a webhook needs no rate limit', async () => {
  expect(await lintFixture('rate-limit-stated/passing.yaml')).toEqual([]);
});

test('an operation without a rate limit is reported', async () => {
  expect(await lintFixture('rate-limit-stated/failing.yaml')).toEqual([
    {
      rule: 'rule/rate-limit-stated',
      at: 'failing.yaml#/paths/~1v1~1call/post/x-rate-limit',
      message:
        'State the rate limit of this operation: add `x-rate-limit: { requests: <count>, perSeconds: <seconds>, source: [<page>] }`.',
    },
  ]);
});
