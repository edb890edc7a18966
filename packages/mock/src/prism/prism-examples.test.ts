import { expect, test } from 'vitest';
import { prismExamples } from './prism-examples.ts';

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
  const examples = await prismExamples(document);
  expect([...(examples.get('getA') ?? [])]).toEqual([
    ['success', { errorCode: 0, requestId: 'x' }],
    ['error-1', { errorCode: 1, requestId: 'y' }],
  ]);
});
