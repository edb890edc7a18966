import { Undecidable } from '../undecidable.ts';
import { dataAt } from '../yaml/change-data.ts';
import type { ContractFiles } from './contract-files.ts';
import { fileOf, type Place, rootFile } from './place.ts';

/** An operation of the API: webhooks are the vendor's. */
export interface OperationPlace extends Place {
  readonly operationId: string;
}

/** Every operation with the file that describes it. */
export function operationPlaces(files: ContractFiles): OperationPlace[] {
  return [...entriesOf(dataAt(files.data(rootFile), ['paths']))].flatMap(([, item]) => {
    const reference = dataAt(item, ['$ref']);
    if (typeof reference !== 'string') throw new Undecidable('a path of the contract has no file of its own');
    const file = fileOf(reference, rootFile);
    return entriesOf(files.data(file)).flatMap(([method, operation]) => {
      const operationId = dataAt(operation, ['operationId']);
      return typeof operationId === 'string' ? [{ operationId, file, path: [String(method)] }] : [];
    });
  });
}

/**
 * The files that say what callers send. What is added there for an answer would be offered to callers too, and nobody
 * has tried it.
 */
export function requestFiles(files: ContractFiles): ReadonlySet<string> {
  const found = new Set<string>();
  const follow = (value: unknown, from: string): void => {
    if (Array.isArray(value)) for (const item of value) follow(item, from);
    for (const [key, member] of entriesOf(value)) {
      if (key !== '$ref' || typeof member !== 'string') follow(member, from);
      else visit(fileOf(member, from));
    }
  };
  const visit = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    follow(files.data(file), file);
  };
  for (const { file, path } of operationPlaces(files)) {
    const operation = dataAt(files.data(file), path);
    for (const part of ['parameters', 'requestBody']) follow(dataAt(operation, [part]), file);
  }
  return found;
}

function entriesOf(value: unknown): [unknown, unknown][] {
  return value instanceof Map ? [...value] : [];
}
