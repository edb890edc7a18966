import { expect, test } from 'vitest';
import { lintFixture } from './lint-fixture.ts';

test('success answers 0, as number or text, and error-<code> that code', async () => {
  expect(await lintFixture('example-name-says-code/passing.yaml')).toEqual([]);
});

test('a name that promises another code, or none, is reported', async () => {
  expect(await lintFixture('example-name-says-code/failing.yaml')).toEqual([
    {
      rule: 'contract/example-name-says-code',
      at: 'failing.yaml#/paths/~1v1~1call/post/responses/200/content/application~1json/examples/success',
      message: 'Make errorCode in the example `success` 0 (it is 70001), or rename it.',
    },
    {
      rule: 'contract/example-name-says-code',
      at: 'failing.yaml#/paths/~1v1~1call/post/responses/200/content/application~1json/examples/error-70001',
      message: 'Make errorCode in the example `error-70001` 70001 (it is undefined), or rename it.',
    },
    {
      rule: 'contract/example-name-says-code',
      at: 'failing.yaml#/paths/~1v1~1call/post/responses/200/content/application~1json/examples/tooManyCalls',
      message: 'Name the example `tooManyCalls` by its errorCode: success, success-<what> or error-<code>.',
    },
  ]);
});
