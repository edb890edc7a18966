import { expect, test } from 'vitest';
import { lintFixture } from './lint-fixture.ts';

test('codes and mistakes with a known page and a written decision are clean', async () => {
  expect(await lintFixture('error-table-sourced/passing/openapi.yaml')).toEqual([]);
});

test('a code or mistake without a known page or a written decision is reported by its name', async () => {
  const problems = [
    'Correct code 0 in errors.yaml: decisions.md has no heading V1-02.',
    'Correct code 70001 in errors.yaml: x-source/0 must be equal to one of the allowed values, it is 60318.',
    'Correct mistake body-empty in mistakes.yaml: x-source is missing.',
  ];
  expect(await lintFixture('error-table-sourced/failing/openapi.yaml')).toEqual(
    problems.map((message) => ({ rule: 'contract/error-table-sourced', at: 'openapi.yaml#/paths', message })),
  );
});

test('a document with operations and no table of errors beside it is reported', async () => {
  expect(await lintFixture('error-table-sourced/without-table/failing.yaml')).toEqual([
    {
      rule: 'contract/error-table-sourced',
      at: 'failing.yaml#/paths',
      message: expect.stringMatching(
        /^Put a table of error codes, errors\.yaml, beside the root document: ENOENT/,
      ),
    },
  ]);
});
