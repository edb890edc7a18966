import { expect, test } from 'vitest';
import { lintFixture } from './lint-fixture.ts';

test('a property may have the source of the schema that it refers to', async () => {
  expect(await lintFixture('source-stated/passing.yaml')).toEqual([]);
});

test('each part without a source is reported', async () => {
  expect(await lintFixture('source-stated/failing.yaml')).toEqual([
    {
      rule: 'contract/source-stated',
      at: 'failing.yaml#/info',
      message: 'Say which vendor page states this API: add `x-source: [<page>]` (spec/extensions.md).',
    },
    {
      rule: 'contract/source-stated',
      at: 'failing.yaml#/webhooks/call/post',
      message: 'Say which vendor page states this operation: add `x-source: [<page>]` (spec/extensions.md).',
    },
    {
      rule: 'contract/source-stated',
      at: 'failing.yaml#/webhooks/call/post/parameters/0',
      message: 'Say which vendor page states this parameter: add `x-source: [<page>]` (spec/extensions.md).',
    },
    {
      rule: 'contract/source-stated',
      at: 'failing.yaml#/components/schemas/Call',
      message: 'Say which vendor page states this schema: add `x-source: [<page>]` (spec/extensions.md).',
    },
    {
      rule: 'contract/source-stated',
      at: 'failing.yaml#/components/schemas/Call/properties/callId',
      message:
        'Say which vendor page states this property `callId`: add `x-source: [<page>]` (spec/extensions.md).',
    },
    {
      rule: 'contract/source-stated',
      at: 'failing.yaml#/webhooks/call/post/responses/200',
      message: 'Say which vendor page states this response: add `x-source: [<page>]` (spec/extensions.md).',
    },
  ]);
});
