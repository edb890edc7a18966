import type { SourcePage } from '@trtc-call/spec/v1/sources';
import { lastName } from '../contract/schema-node.ts';
import type { FactDifference } from '../findings/difference.ts';
import type { ExpectedFact, ExpectedFacts } from './expected-facts.ts';
import { parseKey, readFactKind, readGroup, readKind } from './fact-keys.ts';
import type { PageFacts } from './page-facts.ts';

/** What differs between a page and the contract, but for what is known to. */
export function compareWithContract(
  page: SourcePage,
  facts: PageFacts,
  expected: ExpectedFacts,
): FactDifference[] {
  const found: FactDifference[] = [];
  const differs = (key: string, before: string | undefined, after: string | undefined) => {
    if (!isKnown(page, key, before, after))
      found.push({ key, before, after, fromContract: true, isAgreed: false });
  };
  const stated = new Set<string>();
  for (const [key, value] of facts) {
    const match = findExpected(key, page, expected);
    if (match) stated.add(match.key);
    if (!isJudged(key, value, page, expected)) continue;
    if (!match || match.fact.values.length === 0) differs(key, undefined, value);
    else if (!agrees(match.fact, key, value)) differs(key, pickBest(match.fact.values, value), value);
  }
  const readable = readableGroups(facts);
  for (const [key, { isRequired, values }] of expected) {
    if (!isRequired || stated.has(key) || !isReadable(key, readable)) continue;
    differs(key, values[0] ?? '', undefined);
  }
  return withoutParts(found);
}

function isJudged(key: string, value: string, page: SourcePage, expected: ExpectedFacts): boolean {
  const kind = readKind(key);
  if (kind === 'updated' || kind === 'unreadable') return false;
  if (kind === 'rate') return page.rate !== undefined;
  if (kind === 'sample') return page.samples !== undefined;
  // Of a field without a list any word may be one of its description.
  if (kind === 'word') return hasList(key, expected);
  // The contract has defaults that are numbers; a span of time or "all" stands in its descriptions.
  if (kind === 'default') return /^\d+$/.test(value);
  return true;
}

/** What the contract has of a fact, which a page may print with a capital or behind the names of its parents. */
function findExpected(
  key: string,
  { capitals }: SourcePage,
  expected: ExpectedFacts,
): { readonly key: string; readonly fact: ExpectedFact } | undefined {
  const { kind, section, names } = parseKey(key);
  const candidates = [key];
  if (kind === 'word' && capitals !== undefined) {
    const at = key.lastIndexOf('/') + 1;
    candidates.push(key.slice(0, at) + key.slice(at).toLowerCase());
  }
  for (const candidate of candidates) {
    const fact = expected.get(candidate);
    if (fact) return { key: candidate, fact };
  }
  if (kind !== 'field' || names.length < 2) return undefined;
  const plain = `field/${section}/${names.at(-1)}`;
  const fact = expected.get(plain);
  return fact?.pointer.replaceAll('/*', '').endsWith(`/${names.join('/')}`)
    ? { key: plain, fact }
    : undefined;
}

/** Of a member or field with several types each is one that the contract has. */
function agrees({ values }: ExpectedFact, key: string, value: string): boolean {
  const parts = ['sample', 'field'].includes(readKind(key)) ? value.split('|') : [value];
  return parts.every((part) => values.includes(part));
}

/** Groups of facts that a page must have, or had the last time, and of which nothing can be found on it. */
export function unreadableGroups(
  page: SourcePage,
  facts: PageFacts,
  expected: ExpectedFacts,
  last: PageFacts = new Map(),
): string[] {
  const required = [...expected].filter(([, { isRequired }]) => isRequired).map(([key]) => key);
  const readable = readableGroups(facts);
  // Elsewhere a command word is only shown.
  const wanted = [...required, ...last.keys()].filter((key) => readKind(key) !== 'command' || page.commands);
  const gone = wanted.filter((key) => readFactKind(key).group && !readable.has(readGroup(key)));
  const broken = [...facts.keys()].filter((key) => readKind(key) === 'unreadable');
  const news = broken.filter((key) => !last.has(key) && !isKnown(page, key, undefined, ''));
  return [...new Set([...gone.map(readGroup), ...news])];
}

/** What differs between a page and what it said the last time. Its day counts where both have one and nothing else differs. */
export function compareWithLast(
  page: SourcePage,
  facts: PageFacts,
  last: PageFacts,
  expected: ExpectedFacts,
): FactDifference[] {
  const keys = [...new Set([...facts.keys(), ...last.keys()])].filter(
    (key) =>
      facts.get(key) !== last.get(key) &&
      readKind(key) !== 'unreadable' &&
      !isHalfRead(key, facts) &&
      !isHalfRead(key, last),
  );
  const changed = keys.filter((key) => key !== 'updated');
  const isNewDay = changed.length === 0 && facts.has('updated') && last.has('updated');
  const found = (isNewDay ? keys : changed).map((key) => {
    const [before, after] = [last.get(key), facts.get(key)];
    const match = findExpected(key, page, expected);
    const isAgreed =
      after === undefined
        ? !match && isJudged(key, before ?? '', page, expected)
        : match !== undefined && agrees(match.fact, key, after);
    return { key, before, after, fromContract: false, isAgreed };
  });
  return withoutParts(found);
}

/** Without the words, the default, the bounds and the value of fields and parameters that are new, or gone, as a whole. */
function withoutParts(differences: readonly FactDifference[]): FactDifference[] {
  const whole = differences.flatMap(({ key, before, after }) =>
    before === undefined || after === undefined ? [key] : [],
  );
  const hasCommand = whole.some((key) => /^parameter\/\w*command$/i.test(key));
  return differences.filter(({ key }) => {
    const { kind, owner } = parseKey(key);
    return owner === undefined ? kind !== 'command' || !hasCommand : !whole.includes(owner);
  });
}

function isHalfRead(key: string, facts: PageFacts): boolean {
  if (readKind(key) !== 'field') return false;
  const starts = ['type', 'need'].map((part) => `unreadable/${part}/${lastName(key)}:`);
  return [...facts.keys()].some((other) => starts.some((start) => other.startsWith(start)));
}

/** Where it is not said what the page has, that it has the fact, or lacks it, is known. */
function isKnown(
  { known = [] }: SourcePage,
  key: string,
  before: string | undefined,
  after: string | undefined,
): boolean {
  const isWhole = before === undefined || after === undefined;
  return known.some(
    ({ fact, says }) => fact === key && (says === undefined ? isWhole : after?.split(' ')[0] === says),
  );
}

/** Only where the contract has a list of words is another word news; elsewhere it may be any word of a description. */
function hasList(key: string, expected: ExpectedFacts): boolean {
  const list = key.slice(0, key.lastIndexOf('/') + 1);
  return [...expected.keys()].some((other) => other.startsWith(list));
}

// Whether the page has anything of that kind in that place. Where nothing is found, the page cannot be read there,
// which is one finding; that each of the facts is gone would be said without knowing it.
function isReadable(key: string, readable: ReadonlySet<string>): boolean {
  // A description may name the words of a field in a sentence, where they are not looked for.
  if (readFactKind(key).group || readKind(key) === 'word') return readable.has(readGroup(key));
  // A default stands in the row of its field.
  if (readKind(key) === 'default') return readable.has(readGroup(parseKey(key).owner ?? key));
  return readable.size > 0;
}

function readableGroups(facts: PageFacts): ReadonlySet<string> {
  return new Set([...facts.keys()].map(readGroup));
}

/** The expected value that says most: type and need, where the page says both. */
function pickBest(values: readonly string[], value: string): string {
  const parts = value.split(' ').length;
  return values.find((value) => value !== '' && value.split(' ').length === parts) ?? values[0] ?? '';
}
