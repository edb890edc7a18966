import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { answerStatus, mediaType } from '../contract/contract.ts';
import type { SpecChange } from '../findings/difference.ts';
import { type ContractFiles, type Place, valueIn, type YamlValue } from './contract-files.ts';
import { NeedsReviewError } from './errors.ts';
import { addObserved, followReference, listOperations, observed } from './places.ts';

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
  if (code <= 0) throw new NeedsReviewError(`examples are named by their code, which ${code} cannot be`);
  const operation = listOperations(files).find((place) => place.operationId === operationId);
  if (!operation) throw new NeedsReviewError(`the contract has no operation ${operationId}`);
  const rows = files.value({ file: table, path: ['codes'] });
  if (!Array.isArray(rows)) throw new NeedsReviewError(`${table} has no list of codes`);
  const index = rows.findIndex((row) => valueIn(row, ['code']) === code);
  if (index < 0) {
    const larger = rows.findIndex((row) => Number(valueIn(row, ['code'])) > code);
    const row = createRow(code, operationId, since);
    files.addItem({ file: table, path: ['codes'] }, row, larger < 0 ? rows.length : larger);
  } else addOperation(files, index, operationId);
  addExample(files, operation, code);
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

function addExample(files: ContractFiles, operation: Place, code: number): void {
  const at = [...operation.path, ...answerExamples];
  const examples = files.value({ file: operation.file, path: at });
  if (!(examples instanceof Map))
    throw new NeedsReviewError(`${operation.file} shows no examples of answers`);
  const name = `error-${code}`;
  if (examples.has(name)) return;
  const file = `components/examples/${name}.yaml`;
  if (!files.has(file)) files.create(file, createExample(files, code, examples, operation.file));
  const names = [...examples.keys()].map(String);
  const larger = names.findIndex((other) => Number(exampleName.exec(other)?.[1] ?? 0) > code);
  const reference = posix.relative(posix.dirname(operation.file), file);
  const place = { file: operation.file, path: at };
  files.addKey(place, name, new Map([['$ref', reference]]), larger < 0 ? names.length : larger);
}

/** No answer is copied: what it said may be somebody's. The decisions on such examples are those of another one. */
function createExample(
  files: ContractFiles,
  code: number,
  examples: ReadonlyMap<unknown, unknown>,
  from: string,
): ReadonlyMap<string, YamlValue> {
  const [sibling] = [...examples].flatMap(([name, example]) => {
    const reference = valueIn(example, ['$ref']);
    if (!exampleName.test(String(name)) || typeof reference !== 'string') return [];
    return [files.data(followReference(reference, from))];
  });
  const decisions = valueIn(sibling, ['x-decision']);
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
  return example;
}
