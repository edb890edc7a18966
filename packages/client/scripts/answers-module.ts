import { operations as rows } from '@trtc-call/spec/v1';
import type { OpenApiDocument } from '@trtc-call/spec/v1/openapi';
import { readSchema } from '../src/schema/read-schema.ts';
import { readOperations } from './read-operations.ts';

/** What each operation is documented to answer, as data: it tells where and how an answer differs. */
export function answersModule(document: OpenApiDocument): string {
  const operations = readOperations(document);
  const schemas = operations.map(({ operationId, data }) => [operationId, readSchema(data, document)]);
  const codes = Object.values(rows).map(({ operationId, errors }) => [operationId, errors]);
  const envelope = readSchema(operations[0]?.envelope, document);
  // What stands around the data of every answer: the fields of a failure, and `data`, whatever it is.
  const whole = { ...envelope, properties: { ...envelope.properties, data: {} } };
  return [
    "import type { OperationId } from '../../contract.ts';",
    "import type { Schema } from '../../schema/schema.ts';\n",
    '/** What every answer has, a success and a failure. */',
    `export const envelopeSchema: Schema = ${JSON.stringify(whole, null, 2)};\n`,
    '/** The `data` of a success. */',
    'export const dataSchemas: Readonly<Record<OperationId, Schema>> =',
    `  ${JSON.stringify(Object.fromEntries(schemas), null, 2)};\n`,
    '/** The codes that each operation is documented or decided to refuse with. */',
    'export const documentedCodes: Readonly<Record<OperationId, readonly number[]>> =',
    `  ${JSON.stringify(Object.fromEntries(codes), null, 2)};\n`,
  ].join('\n');
}
