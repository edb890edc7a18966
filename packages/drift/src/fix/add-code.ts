import type { SpecChange } from '../findings/difference.ts';
import { type ContractFiles, type Place, valueIn, type YamlValue } from './contract-files.ts';
import { NeedsReviewError } from './errors.ts';
import { addObserved, listOperations, observed } from './places.ts';

const table = 'errors.yaml';
const everyOperation = 'all';

/**
 * Adds a code to what an operation answers: a row of the table of errors, or the operation to its row. The example of
 * the refusal is made from the row.
 *
 * @param since - YYYY-MM-DD, when it was first seen
 */
export function addCode(
  files: ContractFiles,
  { code, operationId }: Extract<SpecChange, { kind: 'add-code' }>,
  since: string,
): void {
  if (code <= 0) throw new NeedsReviewError(`examples are named by their code, which ${code} cannot be`);
  if (!listOperations(files).some((place) => place.operationId === operationId)) {
    throw new NeedsReviewError(`the contract has no operation ${operationId}`);
  }
  const rows = files.value({ file: table, path: ['codes'] });
  if (!Array.isArray(rows)) throw new NeedsReviewError(`${table} has no list of codes`);
  const index = rows.findIndex((row) => valueIn(row, ['code']) === code);
  if (index < 0) {
    const larger = rows.findIndex((row) => Number(valueIn(row, ['code'])) > code);
    const row = createRow(code, operationId, since);
    files.addItem({ file: table, path: ['codes'] }, row, larger < 0 ? rows.length : larger);
  } else addOperation(files, index, operationId);
}

function createRow(code: number, operationId: string, since: string): YamlValue {
  return new Map<string, YamlValue>([
    ['code', code],
    ['name', `Code${code}`],
    ['cause', `Seen in answers since ${since}; no page says what it means.`],
    ['remedy', 'Open a ticket with the vendor and quote the request id.'],
    ['retryable', false],
    ['operations', [operationId]],
    ['mistakes', []],
    ['source', [observed]],
    ['decision', []],
  ]);
}

function addOperation(files: ContractFiles, index: number, operationId: string): void {
  const row: Place = { file: table, path: ['codes', index] };
  const operations = files.value(row, 'operations');
  if (!Array.isArray(operations)) throw new NeedsReviewError(`${table} names no operations for the code`);
  if (operations.includes(operationId) || operations.includes(everyOperation)) return;
  files.addItem({ file: table, path: [...row.path, 'operations'] }, operationId);
  addObserved(files, row, 'source');
}
