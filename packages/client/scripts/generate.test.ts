import { openapi } from '@trtc-call/spec/v1/openapi';
import { describe, expect, test } from 'vitest';
import { type Generation, generationV1 as v1, generationV4 as v4 } from './generation.ts';
import { schemasModule, tablesModule, userSigModule } from './tables.ts';
import { typesModule } from './types.ts';

/** The contract with one schema replaced. */
function withSchema(name: string, schema: Record<string, unknown>): Generation {
  const { components } = openapi;
  const schemas = { ...components.schemas, [name]: schema };
  return { ...v1, document: { ...openapi, components: { ...components, schemas } } };
}

test('the same contract gives the same text', async () => {
  expect(await typesModule(openapi)).toBe(await typesModule(openapi));
  expect(tablesModule(v1)).toBe(tablesModule(v1));
  expect(schemasModule(v1)).toBe(schemasModule(v1));
});

test('the contract itself is left as it was', async () => {
  const before = JSON.stringify(openapi);
  await typesModule(openapi);
  expect(JSON.stringify(openapi)).toBe(before);
});

describe('types', () => {
  test('keep the words of an open list, also in a request', async () => {
    const types = await typesModule(openapi);
    expect(types).toContain('callResult: components["schemas"]["CallResult"] | (string & {});');
    expect(types).toContain('callResult?: components["schemas"]["CallResult"] | (string & {});');
  });

  test('leave a string beside a number alone', async () => {
    expect(await typesModule(openapi)).toContain('RequestId: string | number;');
  });
});

describe('shapes', () => {
  test('change with the contract', () => {
    const changed = withSchema('CallType', { type: 'string', enum: ['duet'] });
    expect(schemasModule(changed)).toContain('"duet"');
    expect(schemasModule(v1)).not.toContain('"duet"');
  });

  test('say no prose', () => {
    expect(schemasModule(v1)).not.toMatch(/description|x-source|\$ref/);
  });

  test('of an unknown keyword are not made', () => {
    const changed = withSchema('CallType', { type: 'string', if: {} });
    expect(() => schemasModule(changed)).toThrow('does not know the keyword if');
  });

  test('of a reference that leads nowhere are not made', () => {
    const changed = withSchema('CallType', { $ref: '#/components/schemas/Missing' });
    expect(() => schemasModule(changed)).toThrow('Missing leads nowhere');
  });

  test('of an answer without a failure are not made', () => {
    const changed = withSchema('GetCallbackAnswer', { $ref: '#/components/schemas/GetCallbackSuccess' });
    expect(() => schemasModule(changed)).toThrow('a success and a failure');
  });
});

test('of v4 say both words beside the code, and a result that is a number', () => {
  const answers = schemasModule(v4);
  expect(answers).toContain('"OK",\n        "FAIL"');
  expect(answers).toMatch(/"CallResult": \{\s+"anyOf": \[\s+\{\s+"type": "string"[\s\S]*?"type": "integer"/);
});

test('UserSigs that differ by generation are not made as one', () => {
  const other: Generation = { ...v4, userSig: { ...v4.userSig, signatureMember: 'other' as 'TLS.sig' } };
  expect(() => userSigModule([v1, other])).toThrow('UserSigs differ by generation');
});
