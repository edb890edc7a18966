import type { SourcePage } from '@trtc-call/spec/v1/sources';
import type { SeenSchema, SpecChange } from '../findings/difference.ts';
import { isInherited, plainWord } from '../judge/deviations.ts';
import type { FactDifference } from './compare-facts.ts';
import { type ExpectedFacts, listTables } from './expected-facts.ts';

// Makes of something new on a page the change that adds it to the contract. What a page takes away or changes is for a
// person, and so is what callers have to send: none of that can be undone by those who rely on it.
export function proposeChange(
  { key, before, after, fromContract }: FactDifference,
  page: SourcePage,
  expected: ExpectedFacts,
  operationId: string | undefined,
): SpecChange | undefined {
  if (!fromContract || before !== undefined || after === undefined) return undefined;
  const [kind = '', ...names] = key.split('/');
  const name = names.at(-1) ?? '';
  switch (kind) {
    case 'host':
      return { kind: 'add-host', host: names.join('/'), page: page.id };
    case 'code':
      return proposeCode(Number(name), page, operationId);
    case 'command':
      return proposeCommand(name, page);
    case 'word':
      return proposeWord(key, page, expected);
    case 'field':
      return names.length === 2 ? proposeField(names[0] ?? '', name, after, page) : undefined;
    default:
      return undefined;
  }
}

function proposeCode(
  code: number,
  page: SourcePage,
  operationId: string | undefined,
): SpecChange | undefined {
  // The introduction lists the codes of every operation.
  const isAboutAll = page.path === undefined && page.tables?.webhook === undefined;
  const of = operationId ?? (isAboutAll ? 'all' : undefined);
  if (of === undefined || !Number.isSafeInteger(code)) return undefined;
  return { kind: 'add-code', code, operationId: of, page: page.id };
}

/** Of two lists a page does not say in a way that can be read to which one a word belongs. */
function proposeCommand(word: string, { commands = [], id }: SourcePage): SpecChange | undefined {
  const [list] = commands;
  if (list === undefined || commands.length > 1 || !/^\w[\w.]*$/.test(word)) return undefined;
  return { kind: 'add-word', site: list, words: `${list}/enum`, word, page: id };
}

function proposeWord(key: string, page: SourcePage, expected: ExpectedFacts): SpecChange | undefined {
  const at = key.lastIndexOf('/') + 1;
  const list = key.slice(0, at);
  // Where a decision holds the capital of a page's words for its way of printing, the contract has none.
  const word = page.capitals === undefined ? key.slice(at) : key.slice(at).toLowerCase();
  const words = [...expected].find(([other]) => other.startsWith(list))?.[1].site;
  const site = expected.get(list.slice(0, -1).replace(/^word/, 'field'))?.site;
  if (words === undefined || site === undefined || !words.endsWith('/enum') || !plainWord.test(word))
    return undefined;
  const isSent = key.startsWith('word/request/');
  return { kind: 'add-word', site, words, word, page: page.id, ...(isSent && { isSent }) };
}

const types: ReadonlySet<string> = new Set(['string', 'integer', 'number', 'boolean', 'array', 'object']);

function proposeField(
  section: string,
  name: string,
  value: string,
  page: SourcePage,
): SpecChange | undefined {
  const [written = '', need] = value.split(' ');
  const [type = '', item] = written.split(/[<>]/);
  // Every page of an operation may list the envelope, which is no place for a field of its own.
  const tables = listTables(page).filter((one) => one.section === section && one.table.at !== '');
  const [only] = tables;
  const isSent = section === 'request';
  if (!only || tables.length > 1 || (isSent && need !== 'optional')) return undefined;
  if (!types.has(type) || !plainWord.test(name) || isInherited(name)) return undefined;
  const seen: SeenSchema = {
    type: [type],
    ...(type === 'array' && { items: item === undefined ? anything : { type: [item] } }),
  };
  return {
    kind: 'add-field',
    schema: only.table.schema,
    name,
    seen,
    page: page.id,
    ...(isSent && { isSent }),
  };
}

/** Of a list whose items no table names. */
const anything: SeenSchema = { type: ['object', 'array', 'string', 'number', 'boolean', 'null'] };
