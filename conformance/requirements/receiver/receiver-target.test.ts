import { expect, test } from 'vitest';
import { hideAddresses } from './receiver-target.ts';

const rest = { sdkAppId: 1, failingUser: undefined, answerWithin: 1, endWithin: 1, handleWithin: 1 };
const hide = hideAddresses({
  ...rest,
  url: new URL('http://user:passw0rd@127.0.0.1/in/s3cret/s3cret-and-more?key=que%20ry&x=1'),
  effects: new URL('http://127.0.0.1/eff3cts'),
});

test.each([
  ['Cannot POST /in/s3cret?key=1', 'Cannot POST /in/[redacted]?key=1'],
  ['s3cret-and-more', '[redacted]'],
  ['que ry or que%20ry', '[redacted] or [redacted]'],
  ['user:passw0rd', '[redacted]:[redacted]'],
  ['/eff3cts is gone', '/[redacted] is gone'],
  ['{"path":"\\/in\\/s3cret-\\u0061nd-more"}', '{"path":"\\/in\\/[redacted]"}'],
  ['s3cret%2Dand%2Dmore', '[redacted]'],
  ['{"ErrorCode":1}', '{"ErrorCode":1}'],
])('%s is shown as %s', (text, shown) => {
  expect(hide(text)).toBe(shown);
});

test('a mark that is not an encoding is hidden as it is', () => {
  const url = new URL('http://127.0.0.1/100%25%zz');
  expect(hideAddresses({ ...rest, url, effects: undefined })('at /100%25%zz')).toBe('at /[redacted]');
});
