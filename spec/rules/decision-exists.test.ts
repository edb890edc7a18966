import { expect, test } from 'vitest';
import { lintFixture } from './lint-fixture.ts';

test('an id with a heading in decisions.md is known', async () => {
  expect(await lintFixture('decision-exists/passing.yaml')).toEqual([]);
});

test('an id without a heading of its own is reported where it stands', async () => {
  expect(await lintFixture('decision-exists/failing.yaml')).toEqual([
    {
      rule: 'contract/decision-exists',
      at: 'failing.yaml#/webhooks/call/post/requestBody/content/application~1json/schema/x-decision/1',
      message: 'Write a decision with the heading V1-02 into decisions.md, or correct the id.',
    },
    {
      rule: 'contract/decision-exists',
      at: 'failing.yaml#/webhooks/call/post/requestBody/content/application~1json/schema/x-decision/2',
      message: 'Write a decision with the heading V1-U-30 into decisions.md, or correct the id.',
    },
  ]);
});
