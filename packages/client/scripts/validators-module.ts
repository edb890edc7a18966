import type { OpenApiDocument } from '@trtc-call/spec/v1/openapi';
import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { operationsOf } from './operations-of.ts';
import { envelopeShapeOf, shapeOf } from './shape-of.ts';

/** The name of the validator of an operation's data, such as `fitsGetRecordByCallId`. */
function validatorName(operationId: string): string {
  return `fits${operationId[0]?.toUpperCase()}${operationId.slice(1)}`;
}

/** One function for the envelope and one for the data of each operation. They need neither ajv nor eval. */
export function validatorsModule(document: OpenApiDocument): { code: string; types: string } {
  // `unicode` counts characters by a helper of ajv's; the contract bounds lengths by 1 at most, where both agree.
  const code = { source: true, esm: true, lines: true };
  const ajv = new Ajv({
    code,
    messages: false,
    unicode: false,
    strict: true,
    allowUnionTypes: true,
    logger: false,
  });
  ajv.addKeyword('open').addKeyword('closed');
  const operations = operationsOf(document);
  const names: Record<string, string> = {};
  const add = (name: string, shape: Record<string, unknown>) => {
    ajv.addSchema(jsonSchemaOf(shape), name);
    names[name] = name;
  };
  add('fitsEnvelope', envelopeShapeOf(document));
  for (const { operationId, data } of operations) {
    add(validatorName(operationId), shapeOf(data, document, true));
  }
  const text = standalone.default(ajv, names);
  if (/\brequire\(|\bimport\b|\beval\b|new Function/.test(text)) {
    throw new TypeError('the validators need something at run time: look at the options of ajv');
  }
  const rows = operations.map(({ operationId }) => `  ${operationId}: ${validatorName(operationId)},\n`);
  const types = Object.keys(names).map((name) => `export function ${name}(value: unknown): boolean;\n`);
  return {
    code: `${text}\nexport const fitsData = {\n${rows.join('')}};\n`,
    types: [
      "import type { OperationId } from '@trtc-call/spec/v1';\n\n",
      ...types,
      'export const fitsData: Readonly<Record<OperationId, (data: unknown) => boolean>>;\n',
    ].join(''),
  };
}

/** The same in JSON Schema: a closed object allows no other fields. */
function jsonSchemaOf(shape: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(shape), (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return 'closed' in value ? { ...value, additionalProperties: false } : value;
  });
}
