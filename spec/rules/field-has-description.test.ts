import { expect, test } from 'vitest';
import { lintFixture } from './lint-fixture.ts';

test('each property and parameter with a description is clean', async () => {
  expect(await lintFixture('field-has-description/passing.yaml')).toEqual([]);
});

test('a property or parameter without words is reported', async () => {
  expect(await lintFixture('field-has-description/failing.yaml')).toEqual([
    {
      rule: 'contract/field-has-description',
      at: 'failing.yaml#/webhooks/call/post/parameters/0',
      message:
        'Describe the parameter `command`: add a `description` in our words, with its unit and limits.',
    },
    {
      rule: 'contract/field-has-description',
      at: 'failing.yaml#/webhooks/call/post/requestBody/content/application~1json/schema/properties/callId',
      message: 'Describe the property `callId`: add a `description` in our words, with its unit and limits.',
    },
    {
      rule: 'contract/field-has-description',
      at: 'failing.yaml#/webhooks/call/post/requestBody/content/application~1json/schema/properties/roomId',
      message: 'Describe the property `roomId`: add a `description` in our words, with its unit and limits.',
    },
    {
      rule: 'contract/field-has-description',
      at: 'failing.yaml#/webhooks/call/post/requestBody/content/application~1json/schema/properties/meetingId',
      message:
        'Describe the property `meetingId`: add a `description` in our words, with its unit and limits.',
    },
  ]);
});
