import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { isRecord } from './is-record.ts';

export interface ErrorTableEntry {
  readonly code: number;
  /** Ids of operations, or `all`. */
  readonly operations: readonly unknown[];
}

/** Reads `errors.yaml` beside the root document; throws an `Error` whose message says what is wrong with it. */
export function readErrorTable(rootDocument: string): ErrorTableEntry[] {
  const file = join(dirname(rootDocument), 'errors.yaml');
  const table: unknown = parse(readFileSync(file, 'utf8'));
  if (!isRecord(table) || !Array.isArray(table.codes)) throw new Error('it has no list `codes`');
  return table.codes.map((entry: unknown, index) => {
    const { code, operations } = isRecord(entry) ? entry : {};
    if (typeof code === 'number' && Array.isArray(operations)) return { code, operations };
    throw new Error(`codes[${index}] lacks a number \`code\` or a list \`operations\``);
  });
}

/** The codes that the table gives to an operation, in the table's order. */
export function codesOf(table: readonly ErrorTableEntry[], operationId: unknown): number[] {
  return table
    .filter(({ operations }) => operations.includes('all') || operations.includes(operationId))
    .map(({ code }) => code);
}
