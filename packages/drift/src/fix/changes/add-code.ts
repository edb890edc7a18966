import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { answerStatus, mediaType } from '../../contract/contract.ts';
import type { SpecChange } from '../../findings/difference.ts';
import type { ContractFiles } from '../contract/contract-files.ts';
import { operationPlaces } from '../contract/operation-files.ts';
import { type Place, valueAtPlace } from '../contract/place.ts';
import { Undecidable } from '../undecidable.ts';
import { dataAt } from '../yaml/change-data.ts';
import { mapLines } from '../yaml/value-text.ts';
import type { YamlValue } from '../yaml/yaml-edit.ts';
import { addObserved, observed } from './observed.ts';

const table = 'errors.yaml';
const everyOperation = 'all';
const answerExamples = ['responses', String(answerStatus), 'content', mediaType, 'examples'];
const exampleName = /^error-(\d+)$/;

/**
 * Adds a code to what an operation answers: a row of the table of errors, or the operation to its row, and an example.
 *
 * @param since - YYYY-MM-DD, when it was first seen
 */
export function addCode(
  files: ContractFiles,
  { code, operationId }: Extract<SpecChange, { kind: 'add-code' }>,
  since: string,
): void {
  if (code <= 0) throw new Undecidable(`examples are named by their code, which ${code} cannot be`);
  const operation = operationPlaces(files).find((place) => place.operationId === operationId);
  if (!operation) throw new Undecidable(`the contract has no operation ${operationId}`);
  const rows = valueAtPlace(files, { file: table, path: ['codes'] });
  if (!Array.isArray(rows)) throw new Undecidable(`${table} has no list of codes`);
  const index = rows.findIndex((row) => dataAt(row, ['code']) === code);
  if (index < 0) {
    const larger = rows.findIndex((row) => Number(dataAt(row, ['code'])) > code);
    const at = { op: 'add-item', at: ['codes'], index: larger < 0 ? rows.length : larger } as const;
    files.edit(table, { ...at, value: tableRow(code, operationId, since) });
  } else addOperation(files, index, operationId);
  addExample(files, operation, code);
}

function tableRow(code: number, operationId: string, since: string): YamlValue {
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
  const operations = valueAtPlace(files, row, 'operations');
  if (!Array.isArray(operations)) throw new Undecidable(`${table} names no operations for the code`);
  if (operations.includes(operationId) || operations.includes(everyOperation)) return;
  const at = [...row.path, 'operations'];
  files.edit(table, { op: 'add-item', at, index: operations.length, value: operationId });
  addObserved(files, row, 'source');
}

function addExample(files: ContractFiles, operation: Place, code: number): void {
  const at = [...operation.path, ...answerExamples];
  const examples = valueAtPlace(files, { file: operation.file, path: at });
  if (!(examples instanceof Map)) throw new Undecidable(`${operation.file} shows no examples of answers`);
  const name = `error-${code}`;
  if (examples.has(name)) return;
  const file = `components/examples/${name}.yaml`;
  if (!files.has(file)) files.create(file, exampleText(files, code, examples, operation.file));
  const names = [...examples.keys()].map(String);
  const larger = names.findIndex((other) => Number(exampleName.exec(other)?.[1] ?? 0) > code);
  const reference = posix.relative(posix.dirname(operation.file), file);
  files.edit(operation.file, {
    op: 'add-key',
    at,
    index: larger < 0 ? names.length : larger,
    key: name,
    value: new Map([['$ref', reference]]),
  });
}

/** No answer is copied: what it said may be somebody's. The decisions on such examples are those of another one. */
function exampleText(
  files: ContractFiles,
  code: number,
  examples: ReadonlyMap<unknown, unknown>,
  from: string,
): string {
  const [sibling] = [...examples].flatMap(([name, example]) => {
    const reference = dataAt(example, ['$ref']);
    if (!exampleName.test(String(name)) || typeof reference !== 'string') return [];
    return [files.data(posix.normalize(posix.join(posix.dirname(from), reference)))];
  });
  const decisions = dataAt(sibling, ['x-decision']);
  const example = new Map<string, YamlValue>([
    ['summary', `Refused with ${code}`],
    ['description', 'The code was seen in answers; the wording of errorMessage and the requestId are ours.'],
    [
      'value',
      new Map<string, YamlValue>([
        ['errorCode', code],
        ['errorMessage', 'Refused for a reason that no page states.'],
        ['requestId', createHash('sha256').update(`error-${code}`).digest('hex').slice(0, 32)],
        ['data', new Map()],
      ]),
    ],
    ['x-source', [observed]],
  ]);
  if (Array.isArray(decisions)) example.set('x-decision', decisions.map(String));
  return `${mapLines(example).join('\n')}\n`;
}
