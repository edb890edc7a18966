import { expect, test } from 'vitest';
import { lintFixture } from './lint-fixture.ts';

test('each part with a source is clean', async () => {
  expect(await lintFixture('source-stated/passing.yaml')).toEqual([]);
});

test('each part without a source is reported', async () => {
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
      at: 'failing.yaml#/components/schemas/Call/properties/callId',
      message:
        'Say which vendor page states the property `callId`: add `x-source: [<page>]` (spec/extensions.md).',
    },
    {
      rule: 'contract/source-stated',
      at: 'failing.yaml#/components/schemas/Call/properties/roomId',
      message:
        'Say which vendor page states the property `roomId`: add `x-source: [<page>]` (spec/extensions.md).',
    },
    {
      rule: 'contract/source-stated',
      at: 'failing.yaml#/webhooks/call/post/responses/200',
      message: 'Say which vendor page states the response: add `x-source: [<page>]` (spec/extensions.md).',
    },
  ]);
});
