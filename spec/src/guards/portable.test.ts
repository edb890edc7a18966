import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { redoclyBinary } from '../generate/contract.ts';
import type { OpenApiDocument, OpenApiSchema } from '../open-api-document.ts';
import { listOperations, toPointer } from '../open-api-document.ts';
import { withValue } from './each-contract.ts';

const [v1, v4] = [readGenerated('v1'), readGenerated('v4')] as const;
const generated = [v1, v4];

/** Whole numbers that 32 bits hold by a documented bound. */
const small = ['Timeout', 'RoomIdType'];

describe.each(generated)('the portable contract of $generation', ({ openapi, portable }) => {
  test('has every operation, under the same id and path, with the same parameters', () => {
    const describeAll = (document: OpenApiDocument) =>
      listOperations(document).map(({ path, operation: { operationId, parameters } }) => [
        path,
        operationId,
        parameters,
      ]);
    expect(describeAll(portable)).toEqual(describeAll(openapi));
  });

  test('is made of what generators read alike', () => {
    expect(findUnportable(portable)).toEqual([]);
  });

  test('says of every answer that the payload of a refusal may differ, and nothing undefined', () => {
    const answers = Object.entries(portable.components.schemas).filter(([name]) => name.endsWith('Answer'));
    expect(answers).toHaveLength(listOperations(openapi).length);
    for (const [, { description }] of answers) {
      expect(description).toMatch(/ Or a refusal, whose `(?:data|Response)` may be absent or of any type: /);
    }
    expect(JSON.stringify([openapi, portable])).not.toContain('undefined');
  });

  test('accepts every example of an answer and of a request', () => {
    expect(refusedExamples(openapi, portable)).toEqual([]);
  });

  test('is valid OpenAPI', async () => {
    expect(await lint(portable)).toContain('valid');
  });
});

test('an operation that the linter refuses is found', async () => {
  const broken = withValue(v1.portable, ['paths', '/v1/callback/get', 'post', 'operationId'], undefined);
  expect(await lint(broken)).toContain('operation-operationId');
});

describe('what is not portable is found:', () => {
  const record = ['components', 'schemas', 'CallRecord', 'properties'];
  test.each([
    ['a list of types', [...record, 'caller', 'type'], ['string', 'null']],
    ['words of two types', [...record, 'callType', 'enum'], ['single', 0]],
    ['alternatives', [...record, 'caller', 'anyOf'], [{ type: 'string' }]],
    ['a time in 32 bits', [...record, 'startCallTs', 'format'], undefined],
    ['an extension', ['info', 'x-limits'], {}],
    ['webhooks', ['webhooks'], {}],
    ['another version', ['openapi'], '3.1.0'],
  ])('%s', (_, path, value) => {
    expect(findUnportable(withValue(v1.portable, path, value))).toHaveLength(1);
  });
});

test.each([
  ['a payload that every answer has', v4, ['GetCallbackAnswer', 'required'], ['Response']],
  ['a code that is a number only', v1, ['ErrorCode'], { type: 'integer' }],
  ['members that an empty payload lacks', v1, ['CallRecord', 'required'], ['caller']],
])('%s refuses an example', (_, { openapi, portable }, path, value) => {
  const broken = withValue(portable, ['components', 'schemas', ...path], value);
  expect(refusedExamples(openapi, broken)).not.toEqual([]);
});

describe.each(generated)('the schema of the webhooks of $generation', ({ openapi, webhooks }) => {
  const validate = new Ajv2020({ formats: { int64: true, int32: true } }).compile(webhooks);
  const bodies = Object.values(openapi.webhooks).flatMap(({ post }) =>
    Object.values(post.requestBody.content['application/json']?.examples ?? {}).map(({ value }) => value),
  );

  test('accepts every example', () => {
    expect(bodies.length).toBeGreaterThan(0);
    expect(bodies.filter((body) => !validate(body))).toEqual([]);
  });

  test('refuses what is not an object', () => {
    expect(validate('')).toBe(false);
  });
});

function readGenerated(generation: string) {
  const read = (name: string): OpenApiDocument =>
    JSON.parse(
      readFileSync(join(import.meta.dirname, `../generated/${generation}-${name}.gen.json`), 'utf8'),
    );
  return {
    generation,
    openapi: read('openapi'),
    portable: read('portable'),
    webhooks: read('webhooks.schema'),
  };
}

/** Pointers to what some generators read otherwise. */
function findUnportable(document: OpenApiDocument): string[] {
  const found = Object.hasOwn(document, 'webhooks') || document.openapi !== '3.0.3' ? ['#'] : [];
  const visit = (value: unknown, pointer: string): void => {
    if (typeof value !== 'object' || value === null) return;
    const { type, enum: words = [], format }: OpenApiSchema = { ...value };
    const isMixed = Array.isArray(words) && new Set(words.map((word) => typeof word)).size > 1;
    const isNarrow =
      type === 'integer' && format !== 'int64' && !small.some((name) => pointer.endsWith(name));
    const isExtended = Object.keys(value).some((key) => key.startsWith('x-'));
    if (Array.isArray(type) || 'anyOf' in value || isMixed || isNarrow || isExtended) found.push(pointer);
    for (const [key, member] of Object.entries(value)) visit(member, pointer + toPointer([key]));
  };
  visit(document, '#');
  return found;
}

/** Examples of the contract that the portable one does not accept, with the operation. */
function refusedExamples(contract: OpenApiDocument, portable: OpenApiDocument): string[] {
  // The portable contract uses what 3.0.3 and JSON Schema have in common.
  const ajv = new Ajv({ strict: false, formats: { int64: true } }).addSchema(portable, 'portable');
  return listOperations(contract).flatMap(({ path, operation }) => {
    const at = `portable#${toPointer(['paths', path, 'post'])}`;
    const content = toPointer(['content', 'application/json', 'schema']);
    const places = [
      [operation.requestBody, `${at}/requestBody${content}`],
      [operation.responses['200'], `${at}/responses/200${content}`],
    ] as const;
    return places.flatMap(([body, schema]) => {
      const validate = ajv.compile({ $ref: schema });
      return Object.entries(body?.content['application/json']?.examples ?? {}).flatMap(([name, example]) => {
        const { value } = example.$ref ? (contract.components.examples[name] ?? {}) : example;
        return validate(value)
          ? []
          : [`${operation.operationId}, ${name}: ${ajv.errorsText(validate.errors)}`];
      });
    });
  });
}

/** What Redocly says of a document. */
async function lint(document: object): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'trtc-call-portable-'));
  try {
    writeFileSync(join(folder, 'openapi.json'), JSON.stringify(document));
    const rules =
      'extends: [recommended-strict]\nrules: { operation-4xx-response: off, operation-operationId: error }';
    writeFileSync(join(folder, 'redocly.yaml'), rules);
    const env = { ...process.env, REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', REDOCLY_TELEMETRY: 'off' };
    const command = [redoclyBinary(), 'lint', 'openapi.json', '--format', 'stylish'];
    // It exits 1 when it has found something, which it prints too.
    const { stdout, stderr } = await promisify(execFile)(process.execPath, command, {
      cwd: folder,
      env,
    }).catch((error: { stdout: string; stderr: string }) => error);
    return stdout + stderr;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
