import { type SourcePage, sources } from '@trtc-call/spec/v1/sources';
import { type Contract, readContract } from '../contract/contract.ts';
import type { DocumentsResult } from '../drift-report.ts';
import { compareFindings, type Finding } from '../findings/finding.ts';
import { compareWithContract, compareWithLast, readGroup, unreadableGroups } from './compare-facts.ts';
import { describeFact, describePage } from './describe-fact.ts';
import { expectedFacts, factWords } from './expected-facts.ts';
import type { LoadPage } from './load-page.ts';
import type { PageAnswer, PageFacts, PageReading, PageRequest } from './page-facts.ts';
import type { LockedPage, SourcesLock } from './sources-lock.ts';

/** Which pages are compared, and with what. */
export interface DocumentsOptions {
  readonly load: LoadPage;
  /** Reads a page within bounds. */
  readonly read: (request: PageRequest) => PageAnswer | Promise<PageAnswer>;
  /** What the pages said the last time. Default: nothing is known of it. */
  readonly lock?: SourcesLock | undefined;
  /** Default: the pages that the contract rests on. */
  readonly pages?: readonly SourcePage[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What came of it, and what the pages say now. */
export interface DocumentsChecked extends DocumentsResult {
  readonly lock: SourcesLock;
}

/** Compares the vendor's pages with the contract and with what they said the last time. */
export async function checkDocuments(options: DocumentsOptions): Promise<DocumentsChecked> {
  const { load, read, lock: last = new Map(), pages = sources.pages, signal } = options;
  const contract = readContract('v1');
  const lock = new Map(last);
  const findings = new Map<string, Finding>();
  const failures: { id: string; reason: string }[] = [];
  for (const page of pages) {
    const id = String(page.id);
    const before = last.get(id);
    const loaded = await load(page, before);
    signal?.throwIfAborted();
    const tell = (finding: Finding) => void findings.set(finding.id, finding);
    if (loaded.outcome === 'failed') failures.push({ id, reason: loaded.reason });
    else if (loaded.outcome === 'missing')
      tell(describePage('missing', page, String(loaded.status), contract));
    else if (loaded.outcome === 'moved') tell(describePage('moved', page, loaded.to, contract));
    else if (loaded.outcome === 'unchanged') {
      if (before) compare(page, before.facts, before, contract, tell);
      else failures.push({ id, reason: 'it says that it has not changed, and nothing is on record of it' });
    } else {
      const answer = await read({
        text: loaded.text,
        format: loaded.format,
        words: factWords(page, contract),
      });
      if (answer.problem !== undefined) {
        failures.push({ id, reason: `${answer.problem}: look at the page in a browser` });
        continue;
      }
      const { reading } = answer;
      const isThere = judgeReading(page, reading, before, contract, tell);
      if (isThere) lock.set(id, { facts: reading.facts, ...loaded.validators });
    }
  }
  const judged = pages.length - failures.length;
  return {
    findings: [...findings.values()].sort(compareFindings),
    generation: contract.generation,
    unreadable: listReasons(failures),
    lock,
    input: {
      name: 'documents',
      read: judged,
      judged,
      unjudged:
        failures.length > 0 ? [{ reason: 'pages that could not be looked at', count: failures.length }] : [],
      sensors: ['documents'],
      damage: undefined,
    },
  };
}

/** One line for each reason: without a network it is the same for every page. */
function listReasons(failures: readonly { readonly id: string; readonly reason: string }[]): string[] {
  return [...Map.groupBy(failures, ({ reason }) => reason)].map(([reason, pages]) => {
    const ids = pages.map(({ id }) => id).join(', ');
    return `${pages.length === 1 ? 'page' : 'pages'} ${ids}: ${reason}`;
  });
}

/** @returns whether it is the page at all */
function judgeReading(
  page: SourcePage,
  { facts, isMissing }: PageReading,
  before: LockedPage | undefined,
  contract: Contract,
  tell: (finding: Finding) => void,
): boolean {
  if (isMissing) {
    tell(describePage('missing', page, '', contract));
    return false;
  }
  if (facts.size === 0) {
    tell(describePage('unreadable', page, 'anything', contract));
    return false;
  }
  compare(page, facts, before, contract, tell);
  return true;
}

function compare(
  page: SourcePage,
  facts: PageFacts,
  before: LockedPage | undefined,
  contract: Contract,
  tell: (finding: Finding) => void,
): void {
  const expected = expectedFacts(page, contract);
  const groups = unreadableGroups(page, facts, expected, before?.facts);
  for (const group of groups) tell(describePage('unreadable', page, group, contract));
  const found = compareWithContract(page, facts, expected);
  for (const difference of found) tell(describeFact(difference, page, expected, contract));
  if (!before) return;
  const keys = new Set(found.map(({ key }) => key));
  for (const difference of compareWithLast(page, facts, before.facts, expected)) {
    const { key } = difference;
    if (keys.has(key) || groups.includes(readGroup(key))) continue;
    tell(describeFact(difference, page, expected, contract));
  }
}
