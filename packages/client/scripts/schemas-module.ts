import { readSchema } from '../src/schema/read-schema.ts';
import type { Generation } from './generation.ts';
import { readOperations } from './read-operations.ts';

/** What each operation takes and is documented to answer, as data: it tells where and how a body differs. */
export function schemasModule(generation: Generation): string {
  const { name, document, envelope: names } = generation;
  const operations = readOperations(generation);
  const schemas = operations.map(({ operationId, data }) => [operationId, readSchema(data, document)]);
  // Closed: a name that means nothing is a slip that would change what is asked for.
  const requests = operations.map(({ operationId, request }) => [
    operationId,
    { ...readSchema(request, document), closed: true },
  ]);
  const rows = Object.values(generation.operations);
  const common = rows[0]?.errors.filter((code) => rows.every(({ errors }) => errors.includes(code))) ?? [];
  const codes = rows.map(({ operationId, errors }) => {
    const own = errors.filter((code) => !common.includes(code));
    return `  ${operationId}: [${['...common', ...own].join(', ')}],`;
  });
  const envelope = readSchema(operations[0]?.envelope, document);
  // What stands around the data of every answer: the fields of a failure, and the data, whatever they are.
  const properties = { ...envelope.properties, [names.data]: {} };
  const { outcome } = names;
  if (outcome) properties[outcome.name] = { type: 'string', enum: [outcome.success, outcome.failure] };
  const whole = { ...envelope, properties };
  return [
    `import type { OperationId } from '@trtc-call/spec/${name}';`,
    "import type { Schema } from '../../schema/schema.ts';\n",
    'export const requestSchemas: Readonly<Record<OperationId, Schema>> =',
    `  ${JSON.stringify(Object.fromEntries(requests), null, 2)};\n`,
    '/** What every answer has, a success and a failure. */',
    `export const envelopeSchema: Schema = ${JSON.stringify(whole, null, 2)};\n`,
    '/** The data of a success. */',
    'export const dataSchemas: Readonly<Record<OperationId, Schema>> =',
    `  ${JSON.stringify(Object.fromEntries(schemas), null, 2)};\n`,
    '// The codes of every operation.',
    `const common = ${JSON.stringify(common)};\n`,
    '/** The codes that each operation is documented or decided to refuse with. */',
    'export const documentedCodes: Readonly<Record<OperationId, readonly number[]>> = {',
    ...codes,
    '};\n',
  ].join('\n');
}
