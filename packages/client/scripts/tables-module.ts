import type { OpenApiDocument } from '@trtc-call/spec/v1/openapi';
import { resolveSchema } from '../src/schema/read-schema.ts';
import type { Generation } from './generation.ts';
import { readOperations } from './read-operations.ts';

/** What the client needs of the contract to send and to read, and nothing more: it is in every bundle. */
export function tablesModule(generation: Generation): string {
  const { name, document, operations, servers, backendTimeout, queryParameters, userSig } = generation;
  const accountFacts = {
    defaultIdentifier: queryParameters.identifier.example,
    identifierPattern: queryParameters.identifier.documentedPattern,
    leastSdkAppId: queryParameters.sdkappid.minimum,
    longestLifetimeYears: userSig.lifetimes.maximum.value,
  };
  const table: Record<string, unknown> = {};
  const dataFacts: Record<string, unknown> = {};
  for (const { operationId, data, isDataOptional } of readOperations(generation)) {
    const operation = Object.values(operations).find((each) => each.operationId === operationId);
    if (!operation) throw new TypeError(`${operationId} has no row in the operations of @trtc-call/spec`);
    const { path, idempotent, rateLimit } = operation;
    table[operationId] = { path, idempotent, rateLimit };
    dataFacts[operationId] = describeData(data, isDataOptional, document);
  }
  return [
    `import type { OperationId, Region } from '@trtc-call/spec/${name}';`,
    "import type { DataFacts } from '../../answers.ts';",
    "import type { AccountFacts, OperationFacts } from '../../contract.ts';\n",
    'export const operations: Readonly<Record<OperationId, OperationFacts>> =',
    `  ${JSON.stringify(table, null, 2)};\n`,
    '/** What the data of a success are. */',
    'export const dataFacts: Readonly<Record<OperationId, DataFacts>> =',
    `  ${JSON.stringify(dataFacts, null, 2)};\n`,
    '/** After so long the service itself gives up. */',
    `export const backendTimeoutMilliseconds = ${toMilliseconds(backendTimeout)};\n`,
    '/** The base URL of each region. */',
    `export const servers: Readonly<Record<Region, string>> = ${JSON.stringify(servers, null, 2)};\n`,
    `export const account: AccountFacts = ${JSON.stringify(accountFacts, null, 2)};\n`,
  ].join('\n');
}

/** How a UserSig is written. @throws TypeError when that differs between the generations. */
export function userSigModule(generations: readonly Generation[]): string {
  const forms = generations.map(({ userSig }) => {
    const { version, versionMember, signedMembers, signatureMember, letters } = userSig;
    return JSON.stringify({ version, versionMember, signedMembers, signatureMember, letters }, null, 2);
  });
  const [form] = new Set(forms);
  if (new Set(forms).size !== 1)
    throw new TypeError('UserSigs differ by generation: make the form part of Contract');
  return `/** How a UserSig is written. */\nexport const userSigForm = ${form} as const;\n`;
}

function describeData(schema: unknown, mayBeMissing: boolean, document: OpenApiDocument) {
  const { type, anyOf } = resolveSchema(schema, document);
  const options = Array.isArray(anyOf) ? anyOf.map((option: unknown) => resolveSchema(option, document)) : [];
  const mayBeEmpty = options.some(
    (option) => Array.isArray(option.anyOf) && option.anyOf.some((each: unknown) => isNull(each, document)),
  );
  const named = type ?? options.find((option) => option.type !== undefined)?.type;
  if (named !== 'object' && named !== 'string') throw new TypeError('data is neither an object nor a string');
  return { type: named, mayBeMissing, mayBeEmpty };
}

function isNull(schema: unknown, document: OpenApiDocument): boolean {
  return resolveSchema(schema, document).type === 'null';
}

function toMilliseconds({ value, unit }: { value: number; unit: string }): number {
  if (unit !== 'seconds') throw new TypeError(`a timeout in ${unit} is new: teach tables-module.ts`);
  return value * 1000;
}
