import { expect, test } from 'vitest';
import { lintFixture } from './lint-fixture.ts';

test('a property that shows a value is clean, and so is one whose members do', async () => {
  expect(await lintFixture('field-has-example/passing.yaml')).toEqual([]);
});

test('a property that shows none is reported', async () => {
  const properties =
    'failing.yaml#/webhooks/call/post/requestBody/content/application~1json/schema/properties';
  expect(await lintFixture('field-has-example/failing.yaml')).toEqual(
    ['callId', 'callees', 'size', 'roomId'].map((name) => ({
      rule: 'contract/field-has-example',
      at: `${properties}/${name}`,
      message: `Show a value of the property \`${name}\`: add \`examples: [<value>]\`.`,
    })),
  );
});
