import { isOperationId, operations } from '@trtc-call/spec/v1';
import type { SourcePage } from '@trtc-call/spec/v1/sources';
import { locationOf } from '../contract/locations.ts';
import type { Finding, FindingClass, RuleId } from '../findings/finding.ts';
import { makeFinding } from '../findings/make-finding.ts';
import { shownWord } from '../judge/deviation.ts';
import type { FactDifference } from './compare-facts.ts';
import { type ExpectedFacts, tablesOf } from './expected-facts.ts';
import { addressOf } from './page-address.ts';
import { kindOf } from './page-facts.ts';

const rules: Readonly<Record<string, RuleId>> = {
  host: 'document-host',
  path: 'document-path',
  parameter: 'document-parameter',
  identifier: 'document-identifier',
  rate: 'document-rate-limit',
  code: 'document-code',
  command: 'document-command',
  field: 'document-field',
  sample: 'document-field',
  word: 'document-word',
};

const nouns: Readonly<Record<string, string>> = {
  host: 'the host',
  path: 'the path',
  parameter: 'the query parameter',
  identifier: 'the account',
  rate: 'the rate limit',
  code: 'the error code',
  command: 'the command word',
  field: 'the field',
  sample: 'the field',
  word: 'the word',
};

// A key may come from a file: one that begins with a name that every object has is none of these.
const ruleOf = (kind: string) => (Object.hasOwn(rules, kind) ? rules[kind] : undefined) ?? 'document-field';
const nounOf = (kind: string) => (Object.hasOwn(nouns, kind) ? nouns[kind] : undefined) ?? 'the fact';

/** Says of a fact that differs what it is, how bad it is, and where the contract speaks of it. */
export function findingOfFact(
  difference: FactDifference,
  page: SourcePage,
  expected: ExpectedFacts,
): Finding {
  const { key, before, after, fromContract } = difference;
  const kind = kindOf(key);
  const name = nameOf(key);
  const pointer = pointerOf(key, page, expected);
  // What is told by its being there is told by its name; a field that is new by its type.
  const shownBefore = before === undefined ? '' : before || name;
  const shownAfter = after === undefined ? '' : after || name;
  const isField = kind === 'field' || kind === 'sample';
  const typeOnly = (text: string) => (isField && before === undefined ? (text.split(' ')[0] ?? '') : text);
  const site = expected.get(key)?.site ?? siteOf(key, page);
  return makeFinding({
    fingerprint: {
      rule: ruleOf(kind),
      subject: String(page.id),
      pointer,
      before: shownBefore,
      after: typeOnly(shownAfter),
    },
    class: fromContract ? classOf(difference) : 'informational',
    operationId: operationIdOf(page),
    location: locationOf(site),
    title: `Page ${page.id} (${page.about}) ${verbOf(difference)} ${titleOf(kind, name, pointer)}${valuesOf(difference)}`,
    meaning: meaningOf(difference),
    proposal: { text: adviceOf(difference, page), safe: false },
    sightings: [{ sensor: 'documents', count: 1 }],
  });
}

function nameOf(key: string): string {
  const name = key.slice(key.lastIndexOf('/') + 1);
  // Hosts and paths may be longer than a word.
  if (kindOf(key) === 'host' || kindOf(key) === 'path') return key.slice(key.indexOf('/') + 1).slice(0, 200);
  return shownWord(name);
}

function titleOf(kind: string, name: string, pointer: string): string {
  if (kind === 'rate') return 'the rate limit';
  if (kind === 'word') return `the word ${name} at ${pointer}`;
  return `${nounOf(kind)} ${pointer === '' ? name : pointer}`;
}

function verbOf({ before, after, fromContract }: FactDifference): string {
  if (before === undefined) return fromContract ? 'states, and the contract does not have,' : 'states now';
  if (after === undefined)
    return fromContract ? 'does not state, and the contract has,' : 'does not state any more';
  return fromContract ? 'states otherwise than the contract' : 'states otherwise than before';
}

function valuesOf({ before, after }: FactDifference): string {
  return before && after ? `: ${after} instead of ${before}` : '';
}

function classOf({ key, before, after }: FactDifference): FindingClass {
  const kind = kindOf(key);
  const [isNew, isGone] = [before === undefined, after === undefined];
  const isRequest = key.startsWith(`${kind}/request/`);
  switch (kind) {
    case 'host':
    case 'path':
    case 'command':
      return isNew ? 'additive' : 'breaking';
    case 'parameter':
      return isNew ? 'breaking' : 'informational';
    case 'code':
      return isNew ? 'additive' : 'informational';
    case 'rate':
      if (isGone) return 'informational';
      return Number(after) < Number(before) ? 'breaking' : 'additive';
    case 'word':
      return isNew ? 'additive' : isRequest ? 'breaking' : 'informational';
    case 'sample':
      return isNew ? 'additive' : 'informational';
    case 'field':
      if (isNew) return isRequest && after?.endsWith('required') ? 'breaking' : 'additive';
      return isGone ? 'breaking' : classOfChange(before ?? '', after ?? '', isRequest);
    default:
      return 'informational';
  }
}

function classOfChange(before: string, after: string, isRequest: boolean): FindingClass {
  if (before.split(' ')[0] !== after.split(' ')[0]) return 'breaking';
  if (!isRequest) return 'informational';
  return after.endsWith('required') ? 'breaking' : 'additive';
}

function meaningOf(difference: FactDifference): string {
  if (!difference.fromContract) {
    return 'The page changed; the contract agrees with it, or knows of the difference. Nothing breaks.';
  }
  return {
    breaking: 'If the service does as its page says, calls or receivers that follow the contract fail.',
    additive: 'If the service does as its page says, there is something that types do not know yet.',
    informational: 'Nothing breaks. The page and the contract say different things.',
  }[classOf(difference)];
}

function adviceOf({ fromContract }: FactDifference, { id }: SourcePage): string {
  if (!fromContract) return 'Note what the pages say now: `trtc-call drift docs --update`.';
  return `Read ${addressOf(id)}, change the contract and name the page in x-source, or state in sources.yaml why the page is not followed.`;
}

function pointerOf(key: string, page: SourcePage, expected: ExpectedFacts): string {
  const known = expected.get(key)?.pointer;
  if (known) return known;
  const [kind = '', section = '', ...rest] = key.split('/');
  if (kind === 'sample') return section === 'answer' ? `/${rest.join('/')}` : `/${section}/${rest.join('/')}`;
  const beside = expected.get(key.slice(0, key.lastIndexOf('/')).replace(/^word/, 'field'))?.pointer;
  if (kind === 'word') return beside ?? '';
  if (kind !== 'field') return '';
  const at = tablesOf(page).find((table) => table.section === section)?.table.at ?? `/${section}`;
  return `${at}/${shownWord(rest.join('/'))}`;
}

function siteOf(key: string, page: SourcePage): string {
  const [kind = '', section = ''] = key.split('/');
  if (kind === 'field' || kind === 'word') {
    return tablesOf(page).find((table) => table.section === section)?.table.schema ?? '#/info';
  }
  const sites = new Map([
    ['host', '#/servers'],
    ['path', '#/paths'],
    ['rate', page.rate],
    ['sample', page.samples],
  ]);
  return sites.get(kind) ?? '#/info';
}

function operationIdOf({ samples, id }: SourcePage): string | undefined {
  // The introduction shows one operation and is about all of them.
  const path = samples?.split('/')[2]?.replaceAll('~1', '/');
  const operation = Object.values(operations).find((one) => one.path === path);
  const isOwn = operation?.source.some((source) => source === id && source !== operation.source[0]);
  return operation && isOwn && isOperationId(operation.operationId) ? operation.operationId : undefined;
}
