import { expect, test } from 'vitest';
import { lintFixture } from './lint-fixture.ts';

const examples = 'paths/~1v1~1call/post/responses/200/content/application~1json/examples';

test('success answers 0, as number or text, and error-<code> that code', async () => {
  expect(await lintFixture('answer-example-valid/passing.yaml')).toEqual([]);
});

test.each([
  [`${examples}/success`, 'Make errorCode in the example `success` 0 (it is 70001), or rename it.'],
  [
    `${examples}/error-70001`,
    'Make errorCode in the example `error-70001` 70001 (it is undefined), or rename it.',
  ],
  [
    `${examples}/tooManyCalls`,
    'Name the example `tooManyCalls` by its errorCode: success, success-<what> or error-<code>.',
  ],
  [
    `${examples}/error-999`,
    'Remove the example `error-999` of placeCall, or give the operation that code in errors.yaml.',
  ],
  ['paths/~1v1~1end/post/responses', 'Add the example `success` to the 200 response of endCall.'],
])('what is wrong at %s is reported', async (at, message) => {
  expect(await lintFixture('answer-example-valid/failing.yaml')).toContainEqual({
    rule: 'contract/answer-example-valid',
    at: `failing.yaml#/${at}`,
    message,
  });
});

test('nothing else is reported', async () => {
  expect(await lintFixture('answer-example-valid/failing.yaml')).toHaveLength(5);
});
