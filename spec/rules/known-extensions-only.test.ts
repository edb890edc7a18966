import { expect, test } from 'vitest';
import { lintFixture } from './lint-fixture.ts';

test('a property whose name begins with x- is no extension', async () => {
  expect(await lintFixture('known-extensions-only/passing.yaml')).toEqual([]);
});

test('a misspelt key is reported, also beside a $ref, and a known key in the wrong place', async () => {
  expect(await lintFixture('known-extensions-only/failing.yaml')).toEqual([
    {
      rule: 'contract/known-extensions-only',
      at: 'failing.yaml#/info/x-rate-limit',
      message: 'Move `x-rate-limit`: spec/extensions.md gives it a place in operation, not in Info.',
    },
    {
      rule: 'contract/known-extensions-only',
      at: 'failing.yaml#/webhooks/call/post/requestBody/content/application~1json/schema/x-soruce',
      message: 'Remove `x-soruce` or describe it in spec/extensions.md.',
    },
    {
      rule: 'contract/known-extensions-only',
      at: 'failing.yaml#/webhooks/call/post/requestBody/content/application~1json/schema/properties/roomId/x-decison',
      message: 'Remove `x-decison` or describe it in spec/extensions.md.',
    },
  ]);
});
