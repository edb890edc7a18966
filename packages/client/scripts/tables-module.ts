import { limits, operations, queryParameters, servers, userSig } from '@trtc-call/spec/v1';
import type { OpenApiDocument } from '@trtc-call/spec/v1/openapi';
import { resolveSchema } from '../src/schema/read-schema.ts';
import { readOperations } from './read-operations.ts';

const { version, versionMember, signedMembers, signatureMember, letters } = userSig;
const userSigForm = { version, versionMember, signedMembers, signatureMember, letters };

const accountFacts = {
  defaultIdentifier: queryParameters.identifier.example,
  identifierPattern: queryParameters.identifier.documentedPattern,
  leastSdkAppId: queryParameters.sdkappid.minimum,
  longestLifetimeYears: userSig.lifetimes.maximum.value,
};

/** What the client needs of the contract to send and to read, and nothing more: it is in every bundle. */
export function tablesModule(document: OpenApiDocument): string {
  const table: Record<string, unknown> = {};
  const dataFacts: Record<string, unknown> = {};
  for (const { operationId, data } of readOperations(document)) {
    const operation = Object.values(operations).find((each) => each.operationId === operationId);
    if (!operation) throw new TypeError(`${operationId} has no row in the operations of @trtc-call/spec`);
    const { path, idempotent, rateLimit } = operation;
    table[operationId] = { path, idempotent, ...rateLimit };
    dataFacts[operationId] = describeData(data, document);
  }
  return [
    "import type { AccountFacts, OperationFacts, OperationId, Region } from '../../contract.ts';\n",
    'export const operationTable: Readonly<Record<OperationId, OperationFacts>> =',
    `  ${JSON.stringify(table, null, 2)};\n`,
    '/** What `data` is in a success, and whether it may be empty. */',
    'export const dataFacts: Readonly<',
    "  Record<OperationId, { readonly type: 'object' | 'string'; readonly allowsNothing: boolean }>",
    '> =',
    `  ${JSON.stringify(dataFacts, null, 2)};\n`,
    '/** After so long the service itself gives up. */',
    `export const backendTimeoutMilliseconds = ${toMilliseconds(limits.backendTimeout)};\n`,
    '/** The hosts of each region. */',
    `export const hosts: Readonly<Record<Region, string>> = ${JSON.stringify(servers, null, 2)};\n`,
    `export const accountFacts: AccountFacts = ${JSON.stringify(accountFacts, null, 2)};\n`,
    '/** How a UserSig is written. */',
    `export const userSigForm = ${JSON.stringify(userSigForm, null, 2)} as const;\n`,
  ].join('\n');
}

function describeData(schema: unknown, document: OpenApiDocument) {
  const { type, anyOf } = resolveSchema(schema, document);
  const options = Array.isArray(anyOf) ? anyOf.map((option: unknown) => resolveSchema(option, document)) : [];
  const allowsNothing = options.some(
    (option) => Array.isArray(option.anyOf) && option.anyOf.some((each: unknown) => isNull(each, document)),
  );
  const named = type ?? options.find((option) => option.type !== undefined)?.type;
  if (named !== 'object' && named !== 'string') throw new TypeError('data is neither an object nor a string');
  return { type: named, allowsNothing };
}

function isNull(schema: unknown, document: OpenApiDocument): boolean {
  return resolveSchema(schema, document).type === 'null';
}

function toMilliseconds({ value, unit }: { value: number; unit: string }): number {
  if (unit !== 'seconds') throw new TypeError(`a timeout in ${unit} is new: teach tables-module.ts`);
  return value * 1000;
}
