import { expect, test } from 'vitest';
import { lintFixture } from './lint-fixture.ts';

test('each way to state a type is accepted, also by reference', async () => {
  expect(await lintFixture('field-has-type/passing.yaml')).toEqual([]);
});

test('a parameter, property, item or named schema that allows everything is reported', async () => {
  expect(await lintFixture('field-has-type/failing.yaml')).toEqual([
    {
      rule: 'contract/field-has-type',
      at: 'failing.yaml#/webhooks/call/post/parameters/0',
      message:
        'Give the parameter `command` a type: add one of `type`, `enum`, `const`, `$ref`, `anyOf`, `oneOf`, `allOf`.',
    },
    {
      rule: 'contract/field-has-type',
      at: 'failing.yaml#/webhooks/call/post/requestBody/content/application~1json/schema/properties/callId',
      message:
        'Give the property `callId` a type: add one of `type`, `enum`, `const`, `$ref`, `anyOf`, `oneOf`, `allOf`.',
    },
    {
      rule: 'contract/field-has-type',
      at: 'failing.yaml#/components/schemas/RoomId',
      message:
        'Give this schema a type: add one of `type`, `enum`, `const`, `$ref`, `anyOf`, `oneOf`, `allOf`.',
    },
    {
      rule: 'contract/field-has-type',
      at: 'failing.yaml#/webhooks/call/post/requestBody/content/application~1json/schema/properties/callees/items',
      message:
        'Give the items a type: add one of `type`, `enum`, `const`, `$ref`, `anyOf`, `oneOf`, `allOf`.',
    },
  ]);
});
