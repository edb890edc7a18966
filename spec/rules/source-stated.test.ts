import { expect, test } from 'vitest';
import { lintFixture } from './lint-fixture.ts';

test('each part with a source is clean, and a property that rests on the pages of its schema', async () => {
  expect(await lintFixture('source-stated/passing.yaml')).toEqual([]);
});

test('each part without a source is reported, and a property that repeats that of its schema', async () => {
  expect(await lintFixture('source-stated/failing.yaml')).toEqual([
    {
      rule: 'contract/source-stated',
      at: 'failing.yaml#/info',
      message: 'Say which vendor page states the API: add `x-source: [<page>]` (spec/extensions.md).',
    },
    {
      rule: 'contract/source-stated',
      at: 'failing.yaml#/webhooks/call/post',
      message: 'Say which vendor page states the operation: add `x-source: [<page>]` (spec/extensions.md).',
    },
    {
      rule: 'contract/source-stated',
      at: 'failing.yaml#/webhooks/call/post/parameters/0',
      message: 'Say which vendor page states the parameter: add `x-source: [<page>]` (spec/extensions.md).',
    },
    {
      rule: 'contract/source-stated',
      at: 'failing.yaml#/components/schemas/Call',
      message: 'Say which vendor page states the schema: add `x-source: [<page>]` (spec/extensions.md).',
    },
    {
      rule: 'contract/source-stated',
      at: 'failing.yaml#/components/schemas/RoomId/properties/name/x-source',
      message: 'Remove the x-source of the property `name`: it is that of its schema.',
    },
    {
      rule: 'contract/source-stated',
      at: 'failing.yaml#/webhooks/call/post/responses/200',
      message: 'Say which vendor page states the response: add `x-source: [<page>]` (spec/extensions.md).',
    },
  ]);
});
