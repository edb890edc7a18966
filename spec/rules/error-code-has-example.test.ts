import { expect, test } from 'vitest';
import { lintFixture } from './lint-fixture.ts';

test('examples that name exactly the codes of the table are clean, code 0 by success', async () => {
  expect(await lintFixture('error-code-has-example/passing.yaml')).toEqual([]);
});

test('a code without example is reported, and an example without code', async () => {
  expect(await lintFixture('error-code-has-example/failing.yaml')).toEqual([
    {
      rule: 'contract/error-code-has-example',
      at: 'failing.yaml#/paths/~1v1~1call/post/responses',
      message:
        'Add the example `success` to the 200 response of placeCall, or take the operation from that code in errors.yaml.',
    },
    {
      rule: 'contract/error-code-has-example',
      at: 'failing.yaml#/paths/~1v1~1call/post/responses',
      message:
        'Add the example `error-70002` to the 200 response of placeCall, or take the operation from that code in errors.yaml.',
    },
    {
      rule: 'contract/error-code-has-example',
      at: 'failing.yaml#/paths/~1v1~1call/post/responses/200/content/application~1json/examples/error-999',
      message: 'Remove the example `error-999` of placeCall, or give the operation that code in errors.yaml.',
    },
  ]);
});

test('a document with operations and no table of errors beside it is reported', async () => {
  expect(await lintFixture('error-code-has-example/without-table/failing.yaml')).toEqual([
    {
      rule: 'contract/error-code-has-example',
      at: 'failing.yaml#/paths',
      message: expect.stringMatching(
        /^Put a table of error codes, errors\.yaml, beside the root document: ENOENT/,
      ),
    },
  ]);
});
