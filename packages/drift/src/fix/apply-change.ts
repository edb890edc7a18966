import type { SeenSchema } from '../contract/schema-node.ts';
import type { SpecChange } from '../findings/difference.ts';
import { isInherited, plainWord } from '../judge/deviations.ts';
import {
  addSource,
  type ContractFiles,
  findPlace,
  listOperations,
  listRequestFiles,
  NeedsReviewError,
  observed,
  type Place,
  valueIn,
  type YamlValue,
} from './contract-files.ts';

/** Makes one change in the files of the contract. One that is there already changes nothing. */
export function applyChange(files: ContractFiles, change: SpecChange, since: string): void {
  switch (change.kind) {
    case 'add-field':
      addField(files, change, since);
      break;
    case 'make-optional':
      makeOptional(files, change);
      break;
    case 'add-word':
      addWord(files, change);
      break;
    case 'add-code':
      addCode(files, change, since);
      break;
    case 'add-host':
      addHost(files, change, since);
      break;
    case 'several':
      for (const part of change.changes) applyChange(files, part, since);
  }
}

/** Takes back the promise that a field is always there; its description stays, with what the change rests on. */
function makeOptional(
  files: ContractFiles,
  { schema, name }: Extract<SpecChange, { kind: 'make-optional' }>,
): void {
  const { file, path } = findPlace(files, schema);
  const required = files.value({ file, path }, 'required');
  const base = files.value({ file, path }, 'allOf');
  if (Array.isArray(base) && files.value({ file, path: [...path, 'properties'] }, name) === undefined) {
    throw new NeedsReviewError(`${file} takes ${name} over from another schema, as other answers do`);
  }
  if (!Array.isArray(required) || !required.includes(name)) return;
  if (listRequestFiles(files).has(file)) {
    throw new NeedsReviewError(`${file} says what callers have to send, too`);
  }
  addSource(files, { file, path: [...path, 'properties', name] }, 'x-source');
  const list = [...path, 'required'];
  files.remove({ file, path: required.length > 1 ? [...list, required.indexOf(name)] : list });
}

const anyType = ['object', 'array', 'string', 'number', 'boolean', 'null'];

/** Describes a field that answers have, or that a page lists, after those that are described. Nothing promises it. */
function addField(
  files: ContractFiles,
  { schema, name, seen, page, isSent }: Extract<SpecChange, { kind: 'add-field' }>,
  since: string,
): void {
  refuseInherited(name);
  const { file, path } = findPlace(files, schema);
  const properties = files.value({ file, path }, 'properties');
  if (!(properties instanceof Map)) throw new NeedsReviewError(`${file} lists no fields at ${schema}`);
  if (properties.has(name)) return;
  if (!isSent && listRequestFiles(files).has(file)) {
    throw new NeedsReviewError(`${file} also says what callers send, and ${name} was never sent`);
  }
  const inherited = files.value({ file, path }, 'x-source');
  const restsOnPage = Array.isArray(inherited) && inherited.length === 1 && inherited[0] === page;
  const field =
    page === undefined
      ? describeField(seen, since)
      : new Map<string, YamlValue>([
          ['description', describeListed(page, since)],
          ...describeShape(seen, since),
          ['examples', [placeholders.get(seen.type[0] ?? '') ?? 'example']],
          ...(restsOnPage ? [] : [['x-source', [page]] as const]),
        ]);
  files.addKey({ file, path: [...path, 'properties'] }, name, field);
}

/** A page lists types, and no values: an example is of the type, and is nothing that the vendor said. */
const placeholders: ReadonlyMap<string, YamlValue> = new Map<string, YamlValue>([
  ['integer', 1],
  ['number', 1],
  ['boolean', true],
  ['array', []],
  ['object', new Map()],
]);

/** What a page means by it is for a person to read: its text is not copied. */
function describeListed(page: number, since: string): string {
  return `Listed on page ${page} since ${since}.`;
}

/** Types and fields as they were seen. @throws NeedsReviewError where the names of nested fields may be data */
function describeField(seen: SeenSchema, since: string): YamlValue {
  return new Map<string, YamlValue>([
    ['description', `Seen in answers since ${since}; no page describes it.`],
    ...describeShape(seen, since),
    ['x-source', [observed]],
  ]);
}

function describeShape({ type, properties, items }: SeenSchema, since: string): [string, YamlValue][] {
  // Of what was always null nothing is known but that; a contract that allows nothing else would promise it.
  const named = type.filter((name) => name !== 'null');
  const types = named.length > 0 ? [...named, ...type.filter((name) => name === 'null')] : anyType;
  const [only, ...others] = types;
  const shape: [string, YamlValue][] = [['type', only !== undefined && others.length === 0 ? only : types]];
  const fields = Object.entries(properties ?? {});
  if (fields.length > 0) {
    const described = fields.map(
      ([name, field]) => [requirePlain(name), describeField(field, since)] as const,
    );
    shape.push(['properties', new Map(described)]);
  } else if (types.includes('object')) shape.push(['additionalProperties', true]);
  if (items) shape.push(['items', new Map(describeShape(items, since))]);
  return shape;
}

/** A map from users or calls to something looks like an object with fields; its keys must not get into a contract. */
function requirePlain(name: string): string {
  refuseInherited(name);
  if (plainWord.test(name)) return name;
  throw new NeedsReviewError(
    'it holds an object whose keys are not plain words: they may be data, not fields',
  );
}

/** Generators cannot tell such a field from what every object has. */
function refuseInherited(name: string): void {
  if (!isInherited(name)) return;
  throw new NeedsReviewError(
    `every JavaScript object has a member ${name} already, and the generators of types take the field for it`,
  );
}

// Adds a word to the list where it belongs. Where callers choose from the same list, the word stands beside it at the
// field that had it: whether it may be sent is unknown.
function addWord(
  files: ContractFiles,
  { site, words, word, page, isSent }: Extract<SpecChange, { kind: 'add-word' }>,
): void {
  const list = findPlace(files, words);
  const sent = listRequestFiles(files);
  if (isSent || !sent.has(list.file)) {
    addToList(files, list, word, page);
    return;
  }
  const field = findPlace(files, site);
  if (sent.has(field.file)) throw new NeedsReviewError(`${field.file} says what callers send, too`);
  addBeside(files, field, word, page);
}

function addToList(
  files: ContractFiles,
  { file, path }: Place,
  word: string,
  source: string | number = observed,
): void {
  const known = files.value({ file, path });
  if (!Array.isArray(known)) throw new NeedsReviewError(`${file} has no list of words where it is expected`);
  if (known.includes(word)) return;
  files.addItem({ file, path }, word);
  addSource(files, { file, path: path.slice(0, -1) }, 'x-source', source);
}

/** `anyOf: [list, words that were seen, any string]`. */
function addBeside(
  files: ContractFiles,
  field: Place,
  word: string,
  source: string | number = observed,
): void {
  const options = files.value(field, 'anyOf');
  if (!Array.isArray(options))
    throw new NeedsReviewError(`${field.file} has a closed list there, and callers use it`);
  const at = [...field.path, 'anyOf'];
  const own = options.findIndex((option) => Array.isArray(valueIn(option, ['enum'])));
  if (own >= 0) {
    addToList(files, { file: field.file, path: [...at, own, 'enum'] }, word, source);
    return;
  }
  const open = options.findIndex(
    (option) => option instanceof Map && option.size === 1 && option.get('type') === 'string',
  );
  if (open < 0) throw new NeedsReviewError(`${field.file} lets no other words through there`);
  const value = new Map<string, YamlValue>([
    ['type', 'string'],
    ['enum', [word]],
    ['x-source', [source]],
  ]);
  files.addItem({ file: field.file, path: at }, value, open);
}

const table = 'errors.yaml';
const everyOperation = 'all';

// Adds a code to what an operation answers: a row of the table of errors, or the operation to its row. The example of
// the refusal is made from the row.
function addCode(
  files: ContractFiles,
  { code, operationId, page }: Extract<SpecChange, { kind: 'add-code' }>,
  since: string,
): void {
  if (code <= 0) throw new NeedsReviewError(`examples are named by their code, which ${code} cannot be`);
  const isKnown = listOperations(files).some((place) => place.operationId === operationId);
  if (!isKnown && operationId !== everyOperation) {
    throw new NeedsReviewError(`the contract has no operation ${operationId}`);
  }
  const rows = files.value({ file: table, path: ['codes'] });
  if (!Array.isArray(rows)) throw new NeedsReviewError(`${table} has no list of codes`);
  const index = rows.findIndex((row) => valueIn(row, ['code']) === code);
  if (index < 0) {
    const larger = rows.findIndex((row) => Number(valueIn(row, ['code'])) > code);
    const row = createRow(code, operationId, since, page);
    files.addItem({ file: table, path: ['codes'] }, row, larger < 0 ? rows.length : larger);
  } else addOperation(files, index, operationId, page);
}

function createRow(code: number, operationId: string, since: string, page?: number): YamlValue {
  const seen = `Seen in answers since ${since}; no page says what it means.`;
  return new Map<string, YamlValue>([
    ['code', code],
    ['name', `Code${code}`],
    ['cause', page === undefined ? seen : describeListed(page, since)],
    ['remedy', 'Open a ticket with the vendor and quote the request id.'],
    ['retryable', false],
    ['possiblyApplied', true],
    ['operations', [operationId]],
    ['mistakes', []],
    ...(page === undefined
      ? []
      : [['unprovoked', `what provokes it is not read from page ${page} yet`] as const]),
    ['source', [page ?? observed]],
    ['decision', []],
  ]);
}

function addOperation(files: ContractFiles, index: number, operationId: string, page?: number): void {
  const row: Place = { file: table, path: ['codes', index] };
  const operations = files.value(row, 'operations');
  if (!Array.isArray(operations)) throw new NeedsReviewError(`${table} names no operations for the code`);
  const isThere = operations.includes(operationId) || operations.includes(everyOperation);
  if (isThere && page === undefined) return;
  if (!isThere && operationId === everyOperation)
    throw new NeedsReviewError(
      `the code is one of ${operations.length} operations, and the page lists it for all`,
    );
  if (!isThere) files.addItem({ file: table, path: [...row.path, 'operations'] }, operationId);
  addSource(files, row, 'source', page);
}

/** Adds a server. Its region has the first part of its name until a person gives it one. */
function addHost(
  files: ContractFiles,
  { host, page }: Extract<SpecChange, { kind: 'add-host' }>,
  since: string,
): void {
  const place: Place = { file: 'openapi.yaml', path: ['servers'] };
  const servers = files.value(place);
  if (!Array.isArray(servers)) throw new NeedsReviewError('the contract has no list of servers');
  const url = `https://${host}`;
  if (servers.some((server) => valueIn(server, ['url']) === url)) return;
  const [region = ''] = host.split('.');
  if (servers.some((server) => valueIn(server, ['x-region']) === region))
    throw new NeedsReviewError(`there is a region ${region} already`);
  const server = new Map<string, YamlValue>([
    ['url', url],
    ['description', describeListed(page, since)],
    ['x-region', region],
    ['x-source', [page]],
  ]);
  files.addItem(place, server, servers.length);
}
