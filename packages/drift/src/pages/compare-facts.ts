import type { SourcePage } from '@trtc-call/spec/v1/sources';
import type { ExpectedFacts } from './expected-facts.ts';
import { type PageFacts, readKind } from './page-facts.ts';

/** One fact that a page states otherwise than the contract, or than it did the last time. */
export interface FactDifference {
  readonly key: string;
  /** What was expected; undefined where nothing was. */
  readonly before: string | undefined;
  /** What the page says; undefined where it says nothing. */
  readonly after: string | undefined;
  /** Whether the contract is what it differs from; otherwise it is the page of the last time. */
  readonly fromContract: boolean;
}

/** What differs between a page and the contract, but for what is known to. */
export function compareWithContract(
  page: SourcePage,
  facts: PageFacts,
  expected: ExpectedFacts,
): FactDifference[] {
  const found: FactDifference[] = [];
  const differs = (key: string, before: string | undefined, after: string | undefined) => {
    if (!isKnown(page, key, after)) found.push({ key, before, after, fromContract: true });
  };
  for (const [key, value] of facts) {
    if (key === 'updated' || (readKind(key) === 'rate' && page.rate === undefined)) continue;
    if (readKind(key) === 'word' && !hasList(key, expected)) continue;
    if (readKind(key) === 'sample' && page.samples === undefined) continue;
    const fact = expected.get(key);
    if (!fact) differs(key, undefined, value);
    else if (!fact.values.includes(value)) differs(key, pickBest(fact.values, value), value);
  }
  const readable = readableGroups(facts);
  for (const [key, { isRequired, values }] of expected) {
    if (!isRequired || facts.has(key) || !isReadable(key, readable)) continue;
    differs(key, values[0] ?? '', undefined);
  }
  return found;
}

/** Groups of facts that a page must have, or had the last time, and of which nothing can be found on it. */
export function unreadableGroups(
  facts: PageFacts,
  expected: ExpectedFacts,
  last: PageFacts = new Map(),
): string[] {
  const required = [...expected].filter(([, { isRequired }]) => isRequired).map(([key]) => key);
  const readable = readableGroups(facts);
  const gone = [...required, ...last.keys()].filter((key) => isGrouped(key) && !readable.has(readGroup(key)));
  return [...new Set(gone.map(readGroup))];
}

/** A description may name the words of a field in a sentence, where they are not looked for; and of some there is one. */
function isGrouped(key: string): boolean {
  return !['word', 'host', 'path', 'rate', 'identifier', 'updated'].includes(readKind(key));
}

/** What differs between a page and what it said the last time. The day of the change alone says nothing. */
export function compareWithLast(facts: PageFacts, last: PageFacts): FactDifference[] {
  const keys = [...new Set([...facts.keys(), ...last.keys()])].filter((key) => key !== 'updated');
  return keys.flatMap((key) => {
    const [before, after] = [last.get(key), facts.get(key)];
    return before === after ? [] : [{ key, before, after, fromContract: false }];
  });
}

function isKnown({ known = [] }: SourcePage, key: string, after: string | undefined): boolean {
  return known.some(
    ({ fact, says }) => fact === key && (says === undefined || after?.split(' ')[0] === says),
  );
}

/** Only where the contract has a list of words is another word news; elsewhere it may be any word of a description. */
function hasList(key: string, expected: ExpectedFacts): boolean {
  const list = key.slice(0, key.lastIndexOf('/') + 1);
  return [...expected.keys()].some((other) => other.startsWith(list));
}

/**
 * Whether the page has anything of that kind in that place. Where nothing is found, the page cannot be read there, which
 * is one finding; that each of the facts is gone would be said without knowing it.
 */
function isReadable(key: string, readable: ReadonlySet<string>): boolean {
  // There is one of each: that it is gone can be seen on any page that has facts at all.
  if (['host', 'path', 'rate'].includes(readKind(key))) return readable.size > 0;
  return readable.has(readGroup(key));
}

function readableGroups(facts: PageFacts): ReadonlySet<string> {
  return new Set([...facts.keys()].map(readGroup));
}

/** How many parts of a key tell its group; of other kinds it is one. */
const depths: ReadonlyMap<string, number> = new Map([
  ['field', 2],
  ['word', 3],
  ['sample', 2],
]);

/** What facts are found together: those of one table, one list, one kind. */
export function readGroup(key: string): string {
  const parts = key.split('/');
  const depth = depths.get(parts[0] ?? '') ?? 1;
  return parts.slice(0, depth).join('/');
}

/** The expected value that says most: type and need, where the page says both. */
function pickBest(values: readonly string[], value: string): string {
  const parts = value.split(' ').length;
  return values.find((one) => one !== '' && one.split(' ').length === parts) ?? values[0] ?? '';
}
