import { envelope } from '@trtc-call/spec/v1';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Examples, loadExamples } from './examples.ts';

const success = { errorCode: 0, errorMessage: 'Success', requestId: 'x', data: {} };

/** A document with these operations and examples. */
function createDocument(operations: Readonly<Record<string, object>>) {
  const paths = Object.entries(operations).map(([operationId, examples]) => {
    const content = { 'application/json': { schema: { type: 'object' }, examples } };
    return [
      `/v1/${operationId}`,
      { post: { operationId, responses: { 200: { description: 'answer', content } } } },
    ];
  });
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: { title: 'small', version: '1' },
    servers: [{ url: 'https://elsewhere.example' }],
    paths: Object.fromEntries(paths),
    components: { examples: { ErrorOne: { value: { errorCode: 1, requestId: 'y' } } } },
  };
}

let examples: Examples;
beforeAll(async () => {
  const document = createDocument({
    getA: { success: { value: success }, 'error-1': { $ref: '#/components/examples/ErrorOne' } },
    getB: {
      odd: { value: { data: 1, requestId: 7, errorCode: '0' } },
      late: { value: { data: 1, requestId: 'x' } },
    },
  });
  examples = await loadExamples(document, envelope);
});

describe('a named example', () => {
  test('comes from Prism, one behind a reference too, and is found by its operation', () => {
    expect(examples.names('getA')).toEqual(['success', 'error-1']);
    expect(examples.find('getA', 'error-1')?.code).toBe(1);
    expect(examples.find('getB', 'error-1')).toBeUndefined();
    expect(examples.success('getA').body).toEqual(success);
  });

  test('of a refusal is that of any operation where its own has none', () => {
    for (const operationId of [undefined, 'getA', 'getB'])
      expect(examples.refusal(operationId, 1).code).toBe(1);
    expect(() => examples.refusal('getA', 12345)).toThrow('no example error-12345; add it in spec/');
  });

  test.each([
    {
      name: 'the request id is replaced',
      from: ['getA', 'success'],
      data: undefined,
      written: { ...success, requestId: 'id' },
    },
    {
      name: 'data is put in as it is written',
      from: ['getA', 'success'],
      data: '{"callId":"id"}',
      written: { ...success, requestId: 'id', data: { callId: 'id' } },
    },
    {
      name: 'data is added where it has none',
      from: ['getA', 'error-1'],
      data: '[2]',
      written: { errorCode: 1, requestId: 'id', data: [2] },
    },
    {
      name: 'without data it gets none',
      from: ['getA', 'error-1'],
      data: undefined,
      written: { errorCode: 1, requestId: 'id' },
    },
    {
      name: 'a request id that is a number shows that reading, and stays',
      from: ['getB', 'odd'],
      data: undefined,
      written: { data: 1, requestId: 7, errorCode: '0' },
    },
    {
      name: 'the members keep their order',
      from: ['getB', 'late'],
      data: '[2]',
      written: { data: [2], requestId: 'id' },
    },
  ])('$name', ({ from: [operationId = '', name = ''], data, written }) => {
    expect(examples.find(operationId, name)?.write('id', data)).toBe(JSON.stringify(written));
  });
});
