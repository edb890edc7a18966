import type { OpenApiDocument } from '@trtc-call/spec/v1/openapi';
import { readSchema, resolveSchema } from '../src/schema/read-schema.ts';
import { type Generation, readOperations } from './generation.ts';

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
    "import type { Schema } from '../../schema/keywords.ts';\n",
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

/** What the client needs of the contract to send and to read, and nothing more: it is in every bundle. */
export function tablesModule(generation: Generation): string {
  const { name, document, operations, servers, otherRegions, backendTimeout, queryParameters } = generation;
  const { errorCodes, otherErrorCode, absences } = generation;
  const table: Record<string, unknown> = {};
  const dataFacts: Record<string, unknown> = {};
  for (const { operationId, data, isDataOptional } of readOperations(generation)) {
    const operation = Object.values(operations).find((operation) => operation.operationId === operationId);
    if (!operation) throw new TypeError(`${operationId} has no row in the operations of @trtc-call/spec`);
    const { path, idempotent, rateLimit } = operation;
    table[operationId] = { path, idempotent, rateLimit };
    dataFacts[operationId] = describeData(data, isDataOptional, document);
  }
  const refusals = errorCodes.filter(({ code }) => code !== 0).map((row) => [row.code, describeRefusal(row)]);
  const notFound = absences.flatMap((row) => row.operations.map((operationId) => [operationId, row.answer]));
  return [
    `import type { OperationId, Region } from '@trtc-call/spec/${name}';`,
    "import type { DataFacts, OperationFacts, Refusal } from '../../contract.ts';\n",
    'export const operations: Readonly<Record<OperationId, OperationFacts>> =',
    `  ${JSON.stringify(table, null, 2)};\n`,
    '/** What the data of a success are. */',
    'export const dataFacts: Readonly<Record<OperationId, DataFacts>> =',
    `  ${JSON.stringify(dataFacts, null, 2)};\n`,
    '/** After so long the service itself gives up. */',
    `export const backendTimeoutMilliseconds = ${toMilliseconds(backendTimeout)};\n`,
    '/** The base URL of each region. */',
    `export const servers: Readonly<Record<Region, string>> = ${JSON.stringify(servers, null, 2)};\n`,
    '/** Regions of other generations only: their apps are in the default one here. */',
    `export const otherRegions: readonly string[] = ${JSON.stringify(otherRegions, null, 2)};\n`,
    '/** What each code means. */',
    'export const refusals: Readonly<Record<number, Refusal>> =',
    `  ${JSON.stringify(Object.fromEntries(refusals), null, 2)};\n`,
    '/** For a code that no document lists. */',
    `export const otherRefusal: Refusal = ${JSON.stringify(describeRefusal(otherErrorCode), null, 2)};\n`,
    '/** The code by which an operation may say that what is asked for is not there. */',
    'export const notFoundCodes: Readonly<Partial<Record<OperationId, number>>> =',
    `  ${JSON.stringify(Object.fromEntries(notFound), null, 2)};\n`,
    '/** The largest number that a request may carry to differ from others. */',
    `export const largestRandom = ${queryParameters.random.maximum};`,
    `export const contentType = ${JSON.stringify(queryParameters.contenttype.words[0])};\n`,
    '/** All of them. */',
    'export const tables = {',
    '  operations, dataFacts, backendTimeoutMilliseconds, servers, otherRegions, refusals, otherRefusal, notFoundCodes,',
    '  largestRandom, contentType,',
    '};\n',
  ].join('\n');
}

function describeRefusal(row: Generation['otherErrorCode']) {
  const { name, remedy, retryable, possiblyApplied } = row;
  return [name, remedy, retryable, ...(possiblyApplied ? [possiblyApplied] : [])];
}

/** How a UserSig is written, and for whom. @throws TypeError when that differs between the generations. */
export function userSigModule(generations: readonly Generation[]): string {
  const modules = generations.map(({ userSig, queryParameters }) => {
    const { version, versionMember, signedMembers, signatureMember, letters } = userSig;
    const form = { version, versionMember, signedMembers, signatureMember, letters };
    const account = {
      defaultIdentifier: queryParameters.identifier.example,
      identifierPattern: queryParameters.identifier.documentedPattern,
      leastSdkAppId: queryParameters.sdkappid.minimum,
      longestLifetimeYears: userSig.lifetimes.maximum.value,
    };
    return [
      '/** How a UserSig is written. */',
      `export const userSigForm = ${JSON.stringify(form, null, 2)} as const;\n`,
      '/** What is known of accounts. */',
      `export const account = ${JSON.stringify(account, null, 2)} as const;\n`,
      '/** The letters of a UserSig. Apart: no client needs it. */',
      `export const userSigPattern = ${JSON.stringify(queryParameters.usersig.pattern)};\n`,
    ].join('\n');
  });
  const [module = '', ...others] = new Set(modules);
  if (others.length > 0) throw new TypeError('UserSigs differ by generation: make the form part of Contract');
  return module;
}

function describeData(schema: unknown, mayBeMissing: boolean, document: OpenApiDocument) {
  const { type, anyOf } = resolveSchema(schema, document);
  const options = Array.isArray(anyOf) ? anyOf.map((option: unknown) => resolveSchema(option, document)) : [];
  const mayBeEmpty = options.some(
    (option) => Array.isArray(option.anyOf) && option.anyOf.some((each: unknown) => isNull(each, document)),
  );
  const named = type ?? options.find((option) => option.type !== undefined)?.type;
  if (named !== 'object' && named !== 'string') throw new TypeError('data is neither an object nor a string');
  return { type: named, ...(mayBeMissing && { mayBeMissing }), ...(mayBeEmpty && { mayBeEmpty }) };
}

function isNull(schema: unknown, document: OpenApiDocument): boolean {
  return resolveSchema(schema, document).type === 'null';
}

function toMilliseconds({ value, unit }: { value: number; unit: string }): number {
  if (unit !== 'seconds') throw new TypeError(`a timeout in ${unit} is new: teach tables.ts`);
  return value * 1000;
}
