import type { SourcePage } from '@trtc-call/spec/v1/sources';
import type { Contract } from '../contract/contract.ts';
import { lastName, type SeenSchema } from '../contract/schema-node.ts';
import { describe } from '../findings/describe.ts';
import type { FactDifference, PageFact, SpecChange } from '../findings/difference.ts';
import type { Finding } from '../findings/finding.ts';
import { isInherited, plainWord, shownWord } from '../judge/deviations.ts';
import type { Rule } from '../rules/rule.ts';
import { requireRule, rules } from '../rules/rules.ts';
import { type ExpectedFacts, listTables } from './expected-facts.ts';
import { parseKey, readFactKind, readKind } from './fact-keys.ts';
import { toAddress } from './load-page.ts';

export function describeFact(
  difference: FactDifference,
  page: SourcePage,
  expected: ExpectedFacts,
  contract: Contract,
): Finding {
  const { key, before, after } = difference;
  const operation = findOperation(page, contract);
  const { kind, section, names } = parseKey(key);
  const isOfQuery = kind === 'parameter' || section === 'parameter';
  const name = readName(key, expected);
  const pointer = findPointer(key, page, expected);
  // What consists in being there is shown by its name; a new field by its type.
  const shownBefore = before === undefined ? '' : before || name;
  const shownAfter = after === undefined ? '' : after || name;
  const isField = kind === 'field' || kind === 'sample';
  const fact: PageFact = {
    ...difference,
    page: namePage(page),
    says: `${describeVerb(difference)} ${describeThing(kind, name, pointer)}${describeValues(difference)}`,
    isRequest: (section === 'request' && names.length > 0) || (isOfQuery && !isOfWebhook(page)),
    isOwn: expected.get(key)?.isRequired ?? false,
    isSample: kind === 'sample',
    address: toAddress(page.id, contract.generation),
    site: expected.get(key)?.site ?? findSite(key, page),
    change: proposeChange(difference, page, expected, operation?.operationId),
  };
  return describe(
    ruleOfFact(kind),
    {
      subject: String(page.id),
      pointer,
      before: shownBefore,
      after: isField && before === undefined ? (shownAfter.split(' ')[0] ?? '') : shownAfter,
      fact,
    },
    { contract, operationId: operation?.subject, sightings },
  );
}

function isOfWebhook({ tables, samples }: SourcePage): boolean {
  return tables?.webhook !== undefined || (samples?.startsWith('#/webhooks/') ?? false);
}

/** A page that is not what it was: what rests on it cannot be looked at any more, which is never silent. */
export function describePage(
  outcome: 'missing' | 'moved' | 'unreadable' | 'replaced',
  page: SourcePage,
  what: string,
  contract: Contract,
): Finding {
  const detected = outcome === 'replaced' ? 'unreadable' : outcome;
  const rule = requireRule(({ detect }) => 'page' in detect && detect.page === detected);
  // Where a page went, or what came in its place, is part of the difference; the group of facts that is gone is its place.
  const difference = {
    subject: String(page.id),
    pointer: outcome === 'unreadable' ? what : '',
    before: '',
    after: outcome === 'moved' || outcome === 'replaced' ? what : '',
    pageName: namePage(page),
  };
  return describe(rule, difference, { contract, sightings });
}

const sightings = [{ sensor: 'documents', count: 1 }] as const;

function namePage({ id, about }: SourcePage): string {
  return `Page ${id} (${about})`;
}

/** A key may come from a file: where its kind is none that is known, it is taken for a field. */
function ruleOfFact(kind: string) {
  const tells = (wanted: string) => (rule: Rule) =>
    'facts' in rule.detect && rule.detect.facts.includes(wanted);
  return requireRule(rules.some(tells(kind)) ? tells(kind) : tells('field'));
}

function readName(key: string, expected: ExpectedFacts): string {
  const name = lastName(key);
  // Hosts and paths may be longer than a word.
  if (readKind(key) === 'host') return key.slice('host/'.length).slice(0, 200);
  if (readKind(key) === 'path') return key.slice('path'.length).slice(0, 200);
  const isWords = readKind(key) === 'word' && /^\w{1,40}(?: \w{1,40}){1,2}$/.test(name);
  // A name that the contract has cannot be personal text from the page.
  return isWords || expected.has(key) ? name : shownWord(name);
}

function describeThing(kind: string, name: string, pointer: string): string {
  const { noun, isAlone } = readFactKind(kind);
  if (isAlone) return name === kind ? noun : `${noun} (${name})`;
  if (kind === 'word' && pointer !== '') return `the word ${name} at ${pointer}`;
  return `${noun} ${pointer === '' ? name : pointer}`;
}

function describeVerb({ before, after, fromContract }: FactDifference): string {
  if (before === undefined) return fromContract ? 'states, and the contract does not have,' : 'states now';
  if (after === undefined)
    return fromContract ? 'does not state, and the contract has,' : 'does not state any more';
  return fromContract ? 'states otherwise than the contract' : 'states otherwise than before';
}

function describeValues({ key, before, after }: FactDifference): string {
  const show = (value: string) =>
    readKind(key) === 'rate' && value.includes('/') ? `${value.replace('/', ' within ')} s` : value;
  if (before && after) return `: ${show(after)} instead of ${show(before)}`;
  return after && readFactKind(key).isValued ? `: ${show(after)}` : '';
}

function findPointer(key: string, page: SourcePage, expected: ExpectedFacts): string {
  const known = expected.get(key)?.pointer;
  if (known) return known;
  const { kind, section, names, owner = key } = parseKey(key);
  if (kind === 'sample') return `/${[...(section === 'answer' ? [] : [section]), ...names].join('/')}`;
  if (readKind(owner) !== 'field') return '';
  const beside = expected.get(owner)?.pointer;
  if (owner !== key && beside !== undefined) return beside;
  const field = parseKey(owner).names;
  // What is printed with its parents stands where they do.
  const at = listTables(page).find((table) => table.section === section)?.table.at ?? `/${section}`;
  const base = field.length > 1 ? (/^\/(?:body|webhook|answer)(?=\/|$)/.exec(at)?.[0] ?? '') : at;
  return `${base}/${field.map(shownWord).join('/')}`;
}

function findSite(key: string, page: SourcePage): string {
  const { kind, section, owner = key } = parseKey(key);
  if (readKind(owner) === 'field') {
    return listTables(page).find((table) => table.section === section)?.table.schema ?? '#/info';
  }
  const sites = new Map([
    ['host', '#/servers'],
    ['path', '#/paths'],
    ['version', '#/paths'],
    ['limit', '#/x-limits'],
    ['client', '#/x-first-clients'],
    ['rate', page.rate],
    ['code', `#/errors/${section}`],
    ['command', page.commands?.[0]],
    ['sample', page.samples],
  ]);
  return sites.get(kind) ?? '#/info';
}

function findOperation({ samples, id }: SourcePage, { operations, statements }: Contract) {
  const path = samples?.split('/')[2]?.replaceAll('~1', '/') ?? '';
  const operation = operations.get(path);
  const [introduction, ...own] =
    Object.values(statements.operations).find((operation) => operation.path === path)?.source ?? [];
  // The introduction shows one operation and is about all of them.
  return introduction !== id && own.includes(id) ? operation : undefined;
}

// Makes of something new on a page the change that adds it to the contract. What a page takes away or changes is for a
// person, and so is what callers have to send: none of that can be undone by those who rely on it.
function proposeChange(
  { key, before, after, fromContract }: FactDifference,
  page: SourcePage,
  expected: ExpectedFacts,
  operationId: string | undefined,
): SpecChange | undefined {
  if (!fromContract || before !== undefined || after === undefined) return undefined;
  const { kind, section, names } = parseKey(key);
  const name = lastName(key);
  switch (kind) {
    case 'host':
      return { kind: 'add-host', host: section, page: page.id };
    case 'code':
      return proposeCode(Number(name), page, operationId);
    case 'command':
      return proposeCommand(name, page);
    case 'word':
      return proposeWord(key, page, expected);
    case 'field':
      return names.length === 1 ? proposeField(section, name, after, page) : undefined;
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
  const { section, owner = '' } = parseKey(key);
  const site = section === 'parameter' ? undefined : expected.get(owner)?.site;
  if (words === undefined || site === undefined || !words.endsWith('/enum') || !plainWord.test(word))
    return undefined;
  const isSent = section === 'request';
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
  // Every page of an operation may list the envelope, which is not a place for a field of its own.
  const tables = listTables(page).filter((listed) => listed.section === section && listed.table.at !== '');
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
