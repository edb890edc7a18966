import type { SourcePage } from '@trtc-call/spec/v1/sources';
import type { Contract } from '../contract/contract.ts';
import { describe } from '../findings/describe.ts';
import type { Finding } from '../findings/finding.ts';
import { shownWord } from '../judge/deviations.ts';
import type { Rule } from '../rules/rule.ts';
import { requireRule, rules } from '../rules/rules.ts';
import type { FactDifference } from './compare-facts.ts';
import { type ExpectedFacts, listTables } from './expected-facts.ts';
import { toAddress } from './load-page.ts';
import { readKind } from './page-facts.ts';
import { proposeChange } from './propose-change.ts';

const nouns = new Map([
  ['host', 'the host'],
  ['path', 'the path'],
  ['parameter', 'the query parameter'],
  ['identifier', 'the account'],
  ['version', 'the version'],
  ['rate', 'the rate limit'],
  ['default', 'the default'],
  ['bound', 'the bounds'],
  ['limit', 'the limit'],
  ['retry', 'the waits before another attempt'],
  ['client', 'the first version of the client'],
  ['end', 'that its interface ends'],
  ['updated', 'the day of its last change'],
  ['code', 'the error code'],
  ['command', 'the command word'],
  ['field', 'the field'],
  ['sample', 'the field'],
  ['word', 'the word'],
]);

export function describeFact(
  difference: FactDifference,
  page: SourcePage,
  expected: ExpectedFacts,
  contract: Contract,
): Finding {
  const { key, before, after, fromContract, isAgreed } = difference;
  const operation = findOperation(page, contract);
  const kind = readKind(key);
  const name = readName(key);
  const pointer = findPointer(key, page, expected);
  // What consists in being there is shown by its name; a new field by its type.
  const shownBefore = before === undefined ? '' : before || name;
  const shownAfter = after === undefined ? '' : after || name;
  const isField = kind === 'field' || kind === 'sample';
  const fact = {
    key,
    page: namePage(page),
    says: `${describeVerb(difference)} ${describeThing(kind, name, pointer)}${describeValues(difference)}`,
    isRequest: key.startsWith(`${kind}/request/`) || (isOfQuery(key) && !isOfWebhook(page)),
    isOwn: expected.get(key)?.isRequired ?? false,
    isSample: kind === 'sample',
    was: before,
    is: after,
    fromContract,
    isAgreed,
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

function isOfQuery(key: string): boolean {
  return readKind(key) === 'parameter' || key.split('/')[1] === 'parameter';
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

function readName(key: string): string {
  const name = key.slice(key.lastIndexOf('/') + 1);
  // Hosts and paths may be longer than a word.
  if (readKind(key) === 'host') return key.slice('host/'.length).slice(0, 200);
  if (readKind(key) === 'path') return key.slice('path'.length).slice(0, 200);
  return readKind(key) === 'word' && /^\w{1,40}(?: \w{1,40}){1,2}$/.test(name) ? name : shownWord(name);
}

/** What is news by its value, not by being there. */
const valued: ReadonlySet<string> = new Set(['rate', 'default', 'bound', 'limit', 'retry', 'client', 'end']);

/** What has no name of its own. */
const alone: ReadonlySet<string> = new Set(['version', 'rate', 'retry', 'end', 'updated']);

function describeThing(kind: string, name: string, pointer: string): string {
  const noun = nouns.get(kind) ?? 'the fact';
  if (alone.has(kind)) return name === kind ? noun : `${noun} (${name})`;
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
  return after && valued.has(readKind(key)) ? `: ${show(after)}` : '';
}

function findPointer(key: string, page: SourcePage, expected: ExpectedFacts): string {
  const known = expected.get(key)?.pointer;
  if (known) return known;
  const [kind = '', section = '', ...rest] = key.split('/');
  if (kind === 'sample') return section === 'answer' ? `/${rest.join('/')}` : `/${section}/${rest.join('/')}`;
  const field = kind === 'word' ? rest.slice(0, -1) : rest;
  const beside = expected.get(['field', section, ...field].join('/'))?.pointer;
  if (!['field', 'word', 'default', 'bound'].includes(kind) || section === 'parameter') return '';
  if (kind !== 'field' && beside !== undefined) return beside;
  // What is printed with its parents stands where they do.
  const at = listTables(page).find((table) => table.section === section)?.table.at ?? `/${section}`;
  const base = field.length > 1 ? (/^\/(?:body|webhook|answer)(?=\/|$)/.exec(at)?.[0] ?? '') : at;
  return `${base}/${field.map(shownWord).join('/')}`;
}

function findSite(key: string, page: SourcePage): string {
  const [kind = '', section = ''] = key.split('/');
  if (['field', 'word', 'default', 'bound'].includes(kind) && section !== 'parameter') {
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
    Object.values(statements.operations).find((one) => one.path === path)?.source ?? [];
  // The introduction shows one operation and is about all of them.
  return introduction !== id && own.includes(id) ? operation : undefined;
}
