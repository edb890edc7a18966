import { readSchema } from '../src/schema/read-schema.ts';
import type { Generation } from './generation.ts';
import { readOperations } from './read-operations.ts';

/** What is needed of the contract once a call is made: what may be asked, and what a refusal means. */
export function requestsModule(generation: Generation): string {
  const {
    name: generationName,
    document,
    errorCodes,
    absences,
    otherErrorCode,
    queryParameters,
  } = generation;
  // Closed: a name that means nothing is a slip that would change what is asked for.
  const requests = readOperations(generation).map(({ operationId, request }) => [
    operationId,
    { ...readSchema(request, document), closed: true },
  ]);
  const refusals = errorCodes
    .filter(({ code }) => code !== 0)
    .map(({ code, name, cause, remedy, retryable }) => [code, [name, cause, remedy, retryable]]);
  const notFound = absences.flatMap(({ operations, answer }) =>
    operations.map((operationId) => [operationId, answer]),
  );
  const { name, cause, remedy, retryable } = otherErrorCode;
  return [
    `import type { OperationId } from '@trtc-call/spec/${generationName}';`,
    "import type { Refusal } from '../../build-contract.ts';",
    "import type { Schema } from '../../schema/schema.ts';\n",
    'export const requestSchemas: Readonly<Record<OperationId, Schema>> =',
    `  ${JSON.stringify(Object.fromEntries(requests), null, 2)};\n`,
    'export const refusals: Readonly<Record<number, Refusal>> =',
    `  ${JSON.stringify(Object.fromEntries(refusals), null, 2)};\n`,
    '/** For a code that no document lists. */',
    `export const otherRefusal: Refusal = ${JSON.stringify([name, cause, remedy, retryable], null, 2)};\n`,
    '/** The code by which an operation may say that what is asked for is not there. */',
    'export const notFoundCodes: Readonly<Partial<Record<OperationId, number>>> =',
    `  ${JSON.stringify(Object.fromEntries(notFound), null, 2)};\n`,
    '/** The largest number that a request may carry to differ from others. */',
    `export const largestRandom = ${queryParameters.random.maximum};`,
    `export const contentType = ${JSON.stringify(queryParameters.contenttype.words[0])};\n`,
  ].join('\n');
}
