import type { SourcePage } from '@trtc-call/spec/v1/sources';
import { type Contract, readContract } from '../contract/contract.ts';
import { type Generation, generationSources } from '../contract/generations.ts';
import type { DocumentsResult, PageResult } from '../drift-report.ts';
import { compareFindings, type Finding } from '../findings/finding.ts';
import { compareWithContract, compareWithLast, unreadableGroups } from './compare-facts.ts';
import { describeFact, describePage } from './describe-fact.ts';
import { expectedFacts, factWords } from './expected-facts.ts';
import { readKind } from './fact-keys.ts';
import type { FetchedPage, LoadPage } from './load-page.ts';
import { type PageAnswer, type PageFacts, type PageRequest, readerVersion } from './page-facts.ts';
import { recognizePage } from './recognize-page.ts';
import { countKinds, type LockedPage, type SourcesLock } from './sources-lock.ts';

export interface DocumentsOptions {
  readonly load: LoadPage;
  /** Reads a page within bounds. */
  readonly read: (request: PageRequest) => PageAnswer | Promise<PageAnswer>;
  /** What the pages said the last time. Default: nothing is known of it. */
  readonly lock?: SourcesLock | undefined;
  readonly generation?: Generation | undefined;
  /** For many checks in a row. Default: it is read. */
  readonly contract?: Contract | undefined;
  /** Default: the pages that the contract rests on. */
  readonly pages?: readonly SourcePage[] | undefined;
  /** The clock, in milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface DocumentsChecked extends DocumentsResult {
  readonly lock: SourcesLock;
}

export async function checkDocuments(options: DocumentsOptions): Promise<DocumentsChecked> {
  const { load, read, lock: last = new Map(), generation = 'v1', now = Date.now, signal } = options;
  const { pages = generationSources[generation].sources.pages } = options;
  const contract = options.contract ?? readContract(generation);
  const lock = new Map(last);
  const findings = new Map<string, Finding>();
  const failures: { id: string; reason: string }[] = [];
  const results: PageResult[] = [];
  const idsByText = new Map<string, string>();
  for (const page of pages) {
    const id = String(page.id);
    const before = last.get(id);
    const loaded = await load(page, before);
    signal?.throwIfAborted();
    const tell = (finding: Finding) => void findings.set(finding.id, finding);
    const finish = (outcome: PageResult['outcome'], facts: PageFacts = new Map()) => {
      const basis =
        loaded.outcome === 'read'
          ? { form: loaded.format, origin: loaded.origin ?? 'vendor' }
          : outcome === 'unchanged' && { form: before?.form, origin: before?.origin };
      results.push({ generation, id, about: page.about, outcome, ...basis, facts: countKinds(facts) });
    };
    const fail = (reason: string, outcome: PageResult['outcome'] = 'failed') => {
      failures.push({ id, reason });
      finish(outcome);
    };
    const replace = (instead: string) => {
      tell(describePage('replaced', page, instead, contract));
      fail(`${instead} came in its place: open it in a browser`, 'unreadable');
    };
    if ('reason' in loaded) fail(loaded.reason, loaded.outcome);
    else if (loaded.outcome === 'missing') {
      tell(describePage('missing', page, String(loaded.status), contract));
      finish('missing');
    } else if (loaded.outcome === 'moved') {
      if (!isDocument(loaded.to)) replace(describeTarget(loaded.to));
      else {
        tell(describePage('moved', page, loaded.to, contract));
        finish('moved');
      }
    } else if (loaded.outcome === 'unchanged') {
      if (before) {
        compare(page, before.facts, before, contract, tell);
        finish('unchanged', before.facts);
      } else fail('it says that it has not changed, and nothing is on record of it');
    } else {
      const answer = await read({
        text: loaded.text,
        format: loaded.format,
        words: factWords(page, contract),
      });
      if (answer.problem !== undefined) {
        fail(`${answer.problem}: look at the page in a browser`, 'unreadable');
        continue;
      }
      const { reading } = answer;
      const expected = expectedFacts(page, contract);
      const twin = idsByText.get(loaded.text);
      idsByText.set(loaded.text, id);
      const arrived = { text: loaded.text, format: loaded.format };
      const instead = recognizePage({
        page,
        arrived,
        reading,
        expected,
        contract,
        before: before?.facts,
        twin,
      });
      if (instead !== undefined) {
        replace(instead);
        continue;
      }
      const unread = compare(page, reading.facts, before, contract, tell);
      finish(unread.length === 0 ? 'read' : 'unreadable', reading.facts);
      if (unread.length > 0)
        failures.push({ id, reason: 'a part of it cannot be read: see page-unreadable' });
      // A part that is noted is silent until it changes; what is gone as a whole is not noted.
      if (unread.every((part) => readKind(part) === 'unreadable'))
        lock.set(id, notePage(reading.facts, loaded, before, now()));
    }
  }
  const judged = pages.length - failures.length;
  return {
    findings: [...findings.values()].sort(compareFindings),
    pages: results,
    unreadable: listReasons(failures),
    lock,
    inputs: [
      {
        name: `documents of ${generation}`,
        read: judged,
        judged,
        unjudged:
          failures.length > 0
            ? [{ reason: 'pages that could not be looked at', count: failures.length }]
            : [],
        sensors: ['documents'],
        damage: undefined,
      },
    ],
  };
}

/** A page that has not changed keeps the day on which it was noted. */
function notePage(
  facts: PageFacts,
  { format, origin = 'vendor', validators }: Extract<FetchedPage, { outcome: 'read' }>,
  before: LockedPage | undefined,
  now: number,
): LockedPage {
  const isSame =
    before?.facts.size === facts.size && [...facts].every(([key, value]) => before.facts.get(key) === value);
  const today = new Date(now).toISOString().slice(0, 10);
  const noted = isSame && before.origin === origin ? (before.noted ?? today) : today;
  return { facts, form: format, origin, noted, reader: readerVersion, ...validators };
}

/** Whether a page went to another address of the documents, rather than a log-in or the start page answered. */
function isDocument(address: string): boolean {
  return /\/document\/[\w/]*\d/.test(URL.parse(address)?.pathname ?? '');
}

function describeTarget(address: string): string {
  const isLogIn = /\b(log-?in|sign-?in|passport|sso|oauth)\b/i.test(address);
  return isLogIn ? 'log-in page' : 'page that is not a document';
}

/** One line for each reason: without a network it is the same for every page. */
function listReasons(failures: readonly { readonly id: string; readonly reason: string }[]): string[] {
  return [...Map.groupBy(failures, ({ reason }) => reason)].map(([reason, pages]) => {
    const ids = pages.map(({ id }) => id).join(', ');
    return `${pages.length === 1 ? 'page' : 'pages'} ${ids}: ${reason}`;
  });
}

/** @returns what cannot be read that the page must have, or had the last time */
function compare(
  page: SourcePage,
  facts: PageFacts,
  before: LockedPage | undefined,
  contract: Contract,
  tell: (finding: Finding) => void,
): readonly string[] {
  const expected = expectedFacts(page, contract);
  // What another reader took out of the page differs by the reader, too.
  const last = before?.reader === readerVersion ? before.facts : undefined;
  const groups = unreadableGroups(page, facts, expected, last);
  for (const group of groups) tell(describePage('unreadable', page, group, contract));
  const isWhole = groups.length === 0;
  const found = compareWithContract(page, facts, expected);
  const keys = new Set(found.map(({ key }) => key));
  const changed = last
    ? compareWithLast(page, facts, last, expected).filter(({ key }) => !keys.has(key))
    : [];
  for (const difference of [...found, ...changed]) {
    // What a page lacks of which a part cannot be read may stand in that part.
    const isUnknown = !isWhole && difference.after === undefined;
    if (!isUnknown) tell(describeFact(difference, page, expected, contract));
  }
  return groups;
}
