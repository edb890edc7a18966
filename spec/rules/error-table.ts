import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isObject } from '@trtc-call/reporting/values';
import { parse } from 'yaml';
import { extensionValueCheck, readExtensions } from './extension-list.ts';
import { type Rule, writtenDecisions } from './visit.ts';

export interface ErrorTableEntry {
  readonly code: number;
  /** Ids of operations, or `all`. */
  readonly operations: readonly unknown[];
}

/** A code or a mistake of the table, with what it rests on. */
interface ErrorTableStatement {
  readonly name: string;
  readonly source: unknown;
  readonly decision: unknown;
}

export interface ErrorTable {
  readonly codes: readonly ErrorTableEntry[];
  readonly statements: readonly ErrorTableStatement[];
}

/** The table beside the root document, or nothing where it cannot be read, which error-table-sourced reports. */
export function findErrorTable(rootDocument: string): ErrorTable | undefined {
  try {
    return readErrorTable(rootDocument);
  } catch {
    return undefined;
  }
}

/** Reads `errors.yaml` beside the root document; throws an `Error` whose message says what is wrong with it. */
export function readErrorTable(rootDocument: string): ErrorTable {
  const file = join(dirname(rootDocument), 'errors.yaml');
  const table: unknown = parse(readFileSync(file, 'utf8'));
  if (!isObject(table) || !Array.isArray(table.codes)) throw new Error('it has no list `codes`');
  const codes = table.codes.map((entry: unknown, index) => {
    const { code, operations } = isObject(entry) ? entry : {};
    if (typeof code === 'number' && Array.isArray(operations)) return { code, operations };
    throw new Error(`codes[${index}] lacks a number \`code\` or a list \`operations\``);
  });
  const statements = [
    ...listStatements(table.codes, (entry) => `code ${entry.code}`),
    ...listStatements(readMistakes(rootDocument), (entry) => `mistake ${entry.id}`),
  ];
  return { codes, statements };
}

/** The list of `mistakes.yaml` beside the root document; nothing where there is no such file. */
function readMistakes(rootDocument: string): unknown {
  const file = join(dirname(rootDocument), 'mistakes.yaml');
  return existsSync(file) ? parse(readFileSync(file, 'utf8')) : [];
}

function listStatements(
  entries: unknown,
  toName: (entry: Record<string, unknown>) => string,
): ErrorTableStatement[] {
  if (!Array.isArray(entries)) return [];
  return entries
    .filter(isObject)
    .map((entry) => ({ name: toName(entry), source: entry.source, decision: entry.decision }));
}

/** The codes that the table gives to an operation, in the table's order. */
export function listCodes({ codes }: ErrorTable, operationId: unknown): number[] {
  return codes
    .filter(({ operations }) => operations.includes('all') || operations.includes(operationId))
    .map(({ code }) => code);
}

/**
 * The table of errors is part of the contract: each code and each mistake in it has a `source` and a
 * `decision` as good as an `x-source` and an `x-decision`. Reported at the paths that return the codes.
 */
export const errorTableSourced: Rule = () => ({
  Root(node, context) {
    const root = context.location.source.absoluteRef;
    const location = context.location.child('paths').key();
    let statements: ErrorTable['statements'] = [];
    try {
      ({ statements } = readErrorTable(root));
    } catch (error) {
      if (!isObject(node) || !isObject(node.paths) || Object.keys(node.paths).length === 0) return;
      const reason = error instanceof Error ? error.message : String(error);
      const message = `Put a table of error codes, errors.yaml, beside the root document: ${reason}.`;
      context.report({ message, location });
    }
    const check = extensionValueCheck(readExtensions());
    const written = writtenDecisions(root);
    for (const { name, source, decision } of statements) {
      const problems = [
        check('x-source', source),
        check('x-decision', decision),
        ...(Array.isArray(decision) ? decision : [])
          .filter((id) => !written.has(String(id)))
          .map((id) => `decisions.md has no heading ${id}`),
      ];
      for (const problem of problems.filter((problem) => problem !== undefined)) {
        const message = `Correct ${name} in ${name.startsWith('code') ? 'errors' : 'mistakes'}.yaml: ${problem}.`;
        context.report({ message, location });
      }
    }
  },
});
