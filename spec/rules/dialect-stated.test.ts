import { expect, test } from 'vitest';
import { lintFixture } from './lint-fixture.ts';

test('a document that states the dialect of 3.1 is clean', async () => {
  expect(await lintFixture('dialect-stated/passing.yaml')).toEqual([]);
});

test('a document without a dialect is reported', async () => {
  expect(await lintFixture('dialect-stated/failing.yaml')).toEqual([
    {
      rule: 'rule/dialect-stated',
      at: 'failing.yaml#/jsonSchemaDialect',
      message:
        'State the dialect of the schemas: `jsonSchemaDialect: https://json-schema.org/draft/2020-12/schema`.',
    },
  ]);
});
