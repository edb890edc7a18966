import { createLogger } from '@stoplight/prism-core';
import { createInstance, getHttpOperationsFromSpec } from '@stoplight/prism-http';
import { openapi } from '@trtc-call/spec/v1/openapi';
import { describe, expect, test } from 'vitest';

const dialect = 'https://json-schema.org/draft/2020-12/schema';

/** Whether Prism finds something wrong with a body. */
async function isRefused(
  schema: object,
  body: unknown,
  stated: { jsonSchemaDialect?: string },
): Promise<boolean> {
  const operations = await getHttpOperationsFromSpec({
    openapi: '3.1.0',
    ...stated,
    info: { title: 'trap', version: '1' },
    paths: {
      '/a': {
        post: {
          requestBody: { content: { 'application/json': { schema } } },
          responses: {
            200: {
              description: 'answer',
              content: { 'application/json': { schema: {}, examples: { ok: { value: {} } } } },
            },
          },
        },
      },
    },
  });
  const config = {
    isProxy: false,
    checkSecurity: false,
    validateRequest: true,
    validateResponse: false,
    errors: true,
    upstreamProxy: undefined,
    mock: { dynamic: false },
  } as const;
  const prism = createInstance(config, { logger: createLogger('trap', { enabled: false }) });
  const headers = { 'content-type': 'application/json' };
  const call = prism.request({ method: 'post', url: { path: '/a' }, headers, body }, operations, config);
  return (await call())._tag === 'Left';
}

describe('without jsonSchemaDialect Prism reads a 3.1 schema by draft-07 and overlooks', () => {
  test.each([
    { keyword: 'prefixItems', schema: { type: 'array', prefixItems: [{ type: 'string' }] }, body: [1] },
    { keyword: 'dependentRequired', schema: { dependentRequired: { a: ['b'] } }, body: { a: 1 } },
    { keyword: 'unevaluatedProperties', schema: { unevaluatedProperties: false }, body: { a: 1 } },
  ])('$keyword', async ({ schema, body }) => {
    expect(await isRefused(schema, body, {})).toBe(false);
    expect(await isRefused(schema, body, { jsonSchemaDialect: dialect })).toBe(true);
  });
});

test('the contract states the dialect', () => {
  expect(openapi.jsonSchemaDialect).toBe(dialect);
});
