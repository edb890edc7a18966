import { errorCodes, limits, operations, otherErrorCode } from '@trtc-call/spec/v1';
import type { OpenApiDocument } from '@trtc-call/spec/v1/openapi';
import { operationsOf } from './operations-of.ts';
import { resolve } from './resolve.ts';
import { shapeOf } from './shape-of.ts';

/** What the client needs of the contract to send and to read, and nothing more: it is in every bundle. */
export function tablesModule(document: OpenApiDocument): string {
  const table: Record<string, unknown> = {};
  const requests: Record<string, unknown> = {};
  for (const { operationId, request, data } of operationsOf(document)) {
    const operation = Object.values(operations).find((each) => each.operationId === operationId);
    if (!operation) throw new TypeError(`${operationId} has no row in the operations of @trtc-call/spec`);
    const { path, idempotent, rateLimit } = operation;
    const { type, allowsNothing } = dataOf(data, document);
    table[operationId] = { path, idempotent, ...rateLimit, data: type, allowsNothing };
    requests[operationId] = shapeOf(request, document);
  }
  const refusals = errorCodes
    .filter(({ code }) => code !== 0)
    .map(({ code, name, cause, remedy, retryable }) => [code, [name, cause, remedy, retryable]]);
  const { name, cause, remedy, retryable } = otherErrorCode;
  return [
    "import type { OperationId } from '@trtc-call/spec/v1';",
    "import type { Shape } from '../check-shape.ts';\n",
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
    '/** Name, cause and remedy of a refusal, and whether the same call can succeed later. */',
    'export type Refusal = readonly [name: string, cause: string, remedy: string, retryable: boolean];\n',
    'export const operationTable: Readonly<Record<OperationId, OperationFacts>> =',
    `  ${JSON.stringify(table, null, 2)};\n`,
    'export const requestShapes: Readonly<Record<OperationId, Shape>> =',
    `  ${JSON.stringify(requests, null, 2)};\n`,
    'export const refusals: Readonly<Record<number, Refusal>> =',
    `  ${JSON.stringify(Object.fromEntries(refusals), null, 2)};\n`,
    '/** For a code that no document lists. */',
    `export const otherRefusal: Refusal = ${JSON.stringify([name, cause, remedy, retryable], null, 2)};\n`,
    '/** After so long the service itself gives up. */',
    `export const backendTimeoutMilliseconds = ${millisecondsOf(limits.backendTimeout)};\n`,
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
