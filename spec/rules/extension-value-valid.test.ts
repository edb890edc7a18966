import { expect, test } from 'vitest';
import { lintFixture } from './lint-fixture.ts';

test('a value of the type that extensions.md states is clean', async () => {
  expect(await lintFixture('extension-value-valid/passing.yaml')).toEqual([]);
});

test('an unknown page, an empty list and a missing member are reported with the value', async () => {
  expect(await lintFixture('extension-value-valid/failing.yaml')).toEqual([
    {
      rule: 'contract/extension-value-valid',
      at: 'failing.yaml#/x-limits',
      message:
        "Correct `x-limits` to the type that spec/extensions.md states: x-limits/dataWindow must have required property 'source'.",
    },
    {
      rule: 'contract/extension-value-valid',
      at: 'failing.yaml#/info/x-source',
      message:
        'Correct `x-source` to the type that spec/extensions.md states: x-source/0 must be equal to one of the allowed values, it is 60318.',
    },
    {
      rule: 'contract/extension-value-valid',
      at: 'failing.yaml#/webhooks/call/post/x-source',
      message:
        'Correct `x-source` to the type that spec/extensions.md states: x-source must NOT have fewer than 1 items, it is [].',
    },
    {
      rule: 'contract/extension-value-valid',
      at: 'failing.yaml#/webhooks/call/post/x-rate-limit',
      message:
        "Correct `x-rate-limit` to the type that spec/extensions.md states: x-rate-limit must have required property 'perSeconds'.",
    },
  ]);
});
