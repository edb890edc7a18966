import { limits, operations, queryParameters, servers, userSig } from '@trtc-call/spec/v1';
import type { OpenApiDocument } from '@trtc-call/spec/v1/openapi';
import { operationsOf } from './operations-of.ts';
import { resolve } from './resolve.ts';

const { version, versionMember, signedMembers, signatureMember, letters } = userSig;
const userSigForm = { version, versionMember, signedMembers, signatureMember, letters };

/** What the client needs of the contract to send and to read, and nothing more: it is in every bundle. */
export function tablesModule(document: OpenApiDocument): string {
  const table: Record<string, unknown> = {};
  for (const { operationId, data } of operationsOf(document)) {
    const operation = Object.values(operations).find((each) => each.operationId === operationId);
    if (!operation) throw new TypeError(`${operationId} has no row in the operations of @trtc-call/spec`);
    const { path, idempotent, rateLimit } = operation;
    const { type, allowsNothing } = dataOf(data, document);
    table[operationId] = { path, idempotent, ...rateLimit, data: type, allowsNothing };
  }
  return [
    "import type { OperationId, Region } from '@trtc-call/spec/v1';\n",
    '/** What is known of an operation. */',
    'export interface OperationFacts {',
    '  readonly path: string;',
    '  readonly idempotent: boolean;',
    '  /** At most so many in `perSeconds` seconds. */',
    '  readonly requests: number;',
    '  readonly perSeconds: number;',
    '  /** What `data` is in a success, and whether it may be empty. */',
    "  readonly data: 'object' | 'string';",
    '  readonly allowsNothing: boolean;',
    '}\n',
    'export const operationTable: Readonly<Record<OperationId, OperationFacts>> =',
    `  ${JSON.stringify(table, null, 2)};\n`,
    '/** After so long the service itself gives up. */',
    `export const backendTimeoutMilliseconds = ${millisecondsOf(limits.backendTimeout)};\n`,
    '/** The hosts of each region. */',
    `export const hosts: Readonly<Record<Region, string>> = ${JSON.stringify(servers, null, 2)};\n`,
    `export const identifierPattern = ${JSON.stringify(queryParameters.identifier.documentedPattern)};`,
    `export const defaultIdentifier = ${JSON.stringify(queryParameters.identifier.example)};`,
    `export const leastSdkAppId = ${queryParameters.sdkappid.minimum};`,
    `export const longestLifetimeYears = ${userSig.lifetimes.maximum.value};\n`,
    '/** How a UserSig is written. */',
    `export const userSigForm = ${JSON.stringify(userSigForm, null, 2)} as const;\n`,
  ].join('\n');
}

function dataOf(schema: unknown, document: OpenApiDocument) {
  const { type, anyOf } = resolve(schema, document);
  const options = Array.isArray(anyOf) ? anyOf.map((option: unknown) => resolve(option, document)) : [];
  const allowsNothing = options.some(
    (option) => Array.isArray(option.anyOf) && option.anyOf.some((each: unknown) => isNull(each, document)),
  );
  const named = type ?? options.find((option) => option.type !== undefined)?.type;
  if (named !== 'object' && named !== 'string') throw new TypeError('data is neither an object nor a string');
  return { type: named, allowsNothing };
}

function isNull(schema: unknown, document: OpenApiDocument): boolean {
  return resolve(schema, document).type === 'null';
}

function millisecondsOf({ value, unit }: { value: number; unit: string }): number {
  if (unit !== 'seconds') throw new TypeError(`a timeout in ${unit} is new: teach tables-module.ts`);
  return value * 1000;
}
