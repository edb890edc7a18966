import { envelope } from '@trtc-call/spec/v1';
import { expect, test } from 'vitest';
import { createTemplate, indexExamples, loadExamples } from './examples.ts';

const success = {
  errorCode: 0,
  errorMessage: 'Success',
  requestId: '1c8960ac38d61be38b6fb219db0182d1',
  data: {},
};

test('the request id of the example is replaced', () => {
  expect(JSON.parse(createTemplate(success, envelope).fill('abc'))).toEqual({ ...success, requestId: 'abc' });
});

test('data is put in as it is written', () => {
  const text = createTemplate(success, envelope).fillWith('abc', '{"callId":"a"}');
  expect(JSON.parse(text)).toEqual({ ...success, requestId: 'abc', data: { callId: 'a' } });
});

test('the members keep the order of the example, wherever the request id stands', () => {
  const text = createTemplate({ data: 1, requestId: 'x', errorCode: 0 }, envelope).fillWith('abc', '[2]');
  expect(text).toBe('{"data":[2],"requestId":"abc","errorCode":0}');
});

test('a request id that is a number stays, since the example is about that reading', () => {
  expect(JSON.parse(createTemplate({ ...success, requestId: 7 }, envelope).fill('abc'))).toHaveProperty(
    'requestId',
    7,
  );
});

test('an example without data gets none', () => {
  expect(createTemplate({ errorCode: 70001, requestId: 'x' }, envelope).fill('abc')).toBe(
    '{"errorCode":70001,"requestId":"abc"}',
  );
});

test('data that looks like a place in the template is not touched', () => {
  const text = createTemplate(success, envelope).fillWith('abc', JSON.stringify('\u0000id'));
  expect(JSON.parse(text)).toHaveProperty('data', '\u0000id');
});

const examples = indexExamples(
  new Map([
    ['getCallback', new Map([['success', { errorCode: 0, requestId: 'x' }]])],
    ['setCallback', new Map([['error-70001', { errorCode: 70001, requestId: 'x' }]])],
  ]),
  envelope,
);

test('an example is found by operation and name', () => {
  expect(examples.find('getCallback', 'success')?.errorCode).toBe(0);
  expect(examples.find('getCallback', 'error-70001')).toBeUndefined();
  expect(examples.names('setCallback')).toEqual(['error-70001']);
});

test('a refusal outside every operation takes the example of any', () => {
  expect(examples.refusal(undefined, 70001).errorCode).toBe(70001);
  expect(examples.refusal('getCallback', 70001).errorCode).toBe(70001);
});

test('a code without an example is a mistake of the contract', () => {
  expect(() => examples.refusal('getCallback', 12345)).toThrow('no example error-12345');
});

const document = {
  openapi: '3.1.0',
  jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
  info: { title: 'small', version: '1' },
  servers: [{ url: 'https://elsewhere.example' }],
  paths: {
    '/v1/a': {
      post: {
        operationId: 'getA',
        responses: {
          200: {
            description: 'answer',
            content: {
              'application/json': {
                schema: { type: 'object' },
                examples: {
                  success: { value: { errorCode: 0, requestId: 'x' } },
                  'error-1': { $ref: '#/components/examples/ErrorOne' },
                },
              },
            },
          },
        },
      },
    },
  },
  components: { examples: { ErrorOne: { value: { errorCode: 1, requestId: 'y' } } } },
};

test('every named example of an operation comes from Prism, those behind a reference too', async () => {
  const examples = await loadExamples(document, envelope);
  expect(examples.names('getA')).toEqual(['success', 'error-1']);
  const bodies = examples.names('getA').map((name) => examples.find('getA', name)?.fill('z') ?? '');
  expect(bodies.map((body) => JSON.parse(body))).toEqual([
    { errorCode: 0, requestId: 'z' },
    { errorCode: 1, requestId: 'z' },
  ]);
});
