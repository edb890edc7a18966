import { expect, test } from 'vitest';
import { makeTemplate } from './envelope.ts';

const success = {
  errorCode: 0,
  errorMessage: 'Success',
  requestId: '1c8960ac38d61be38b6fb219db0182d1',
  data: {},
};

test('the request id of the example is replaced', () => {
  expect(JSON.parse(makeTemplate(success).fill('abc'))).toEqual({ ...success, requestId: 'abc' });
});

test('data is put in as it is written', () => {
  const text = makeTemplate(success).fillWith('abc', '{"callId":"a"}');
  expect(JSON.parse(text)).toEqual({ ...success, requestId: 'abc', data: { callId: 'a' } });
});

test('the members keep the order of the example, wherever the request id stands', () => {
  const text = makeTemplate({ data: 1, requestId: 'x', errorCode: 0 }).fillWith('abc', '[2]');
  expect(text).toBe('{"data":[2],"requestId":"abc","errorCode":0}');
});

test('a request id that is a number stays, since the example is about that reading', () => {
  expect(JSON.parse(makeTemplate({ ...success, requestId: 7 }).fill('abc'))).toHaveProperty('requestId', 7);
});

test('an example without data gets none', () => {
  expect(makeTemplate({ errorCode: 70001, requestId: 'x' }).fill('abc')).toBe(
    '{"errorCode":70001,"requestId":"abc"}',
  );
});

test('data that looks like a place in the template is not touched', () => {
  const text = makeTemplate(success).fillWith('abc', JSON.stringify('\u0000id'));
  expect(JSON.parse(text)).toHaveProperty('data', '\u0000id');
});
