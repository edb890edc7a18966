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
  const failures: Failure[] = [];
  const results: PageResult[] = [];
  const idsByText = new Map<string, string>();
  for (const page of pages) {
    const id = String(page.id);
    const before = last.get(id);
    const loaded = await load(page, before);
    signal?.throwIfAborted();
    const checked = await checkPage(loaded, { page, before, contract, read, idsByText });
    const { outcome, failure, facts = new Map(), isNoted = false } = checked;
    for (const finding of checked.findings ?? []) findings.set(finding.id, finding);
    if (failure !== undefined) failures.push({ id, reason: failure });
    const basis = readBasis(outcome, loaded, before);
    results.push({ generation, id, about: page.about, outcome, ...basis, facts: countKinds(facts) });
    if (loaded.outcome === 'read' && isNoted) lock.set(id, notePage(facts, loaded, before, now()));
  }
  const judged = pages.length - failures.length;
  const reason = 'pages that could not be looked at';
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
        unjudged: failures.length > 0 ? [{ reason, count: failures.length }] : [],
        sensors: ['documents'],
        damage: undefined,
      },
    ],
  };
}

interface Failure {
  readonly id: string;
  readonly reason: string;
}

/** A page that is checked, with what must be known for it. */
interface PageCase {
  readonly page: SourcePage;
  /** What it said the last time. */
  readonly before: LockedPage | undefined;
  readonly contract: Contract;
  readonly read: DocumentsOptions['read'];
  /** The texts that were read so far: two pages are not the same one. */
  readonly idsByText: Map<string, string>;
}

interface PageChecked {
  readonly outcome: PageResult['outcome'];
  readonly facts?: PageFacts;
  readonly findings?: readonly Finding[];
  /** Why it could not be looked at, or not as a whole. */
  readonly failure?: string;
  /** Whether what it said is on record from now on. */
  readonly isNoted?: boolean;
}

async function checkPage(loaded: FetchedPage, asked: PageCase): Promise<PageChecked> {
  const { page, before, contract } = asked;
  switch (loaded.outcome) {
    case 'failed':
    case 'absent':
      return { outcome: loaded.outcome, failure: loaded.reason };
    case 'missing':
      return { outcome: 'missing', findings: [describePage('missing', page, `${loaded.status}`, contract)] };
    case 'moved':
      return isDocument(loaded.to)
        ? { outcome: 'moved', findings: [describePage('moved', page, loaded.to, contract)] }
        : replacedBy(describeTarget(loaded.to), asked);
    case 'unchanged':
      return before
        ? { outcome: 'unchanged', facts: before.facts, findings: compare(before.facts, asked).findings }
        : { outcome: 'failed', failure: 'it says that it has not changed, and nothing is on record of it' };
    case 'read':
      return checkText(loaded, asked);
  }
}

async function checkText({ text, format }: ReadPage, asked: PageCase): Promise<PageChecked> {
  const { page, before, contract, read, idsByText } = asked;
  const answer = await read({ text, format, words: factWords(page, contract) });
  if (answer.problem !== undefined) {
    return { outcome: 'unreadable', failure: `${answer.problem}: look at the page in a browser` };
  }
  const { reading } = answer;
  const twin = idsByText.get(text);
  idsByText.set(text, String(page.id));
  const instead = recognizePage({
    page,
    arrived: { text, format },
    reading,
    expected: expectedFacts(page, contract),
    contract,
    before: before?.facts,
    twin,
  });
  if (instead !== undefined) return replacedBy(instead, asked);
  const { facts } = reading;
  const { findings, unread } = compare(facts, asked);
  // A part that is noted is silent until it changes; what is gone as a whole is not noted.
  const isNoted = unread.every((part) => readKind(part) === 'unreadable');
  if (unread.length === 0) return { outcome: 'read', facts, findings, isNoted };
  const failure = 'a part of it cannot be read: see page-unreadable';
  return { outcome: 'unreadable', facts, findings, isNoted, failure };
}

function replacedBy(instead: string, { page, contract }: PageCase): PageChecked {
  return {
    outcome: 'unreadable',
    findings: [describePage('replaced', page, instead, contract)],
    failure: `${instead} came in its place: open it in a browser`,
  };
}

type ReadPage = Extract<FetchedPage, { outcome: 'read' }>;

/** What the facts of a page rest on. */
function readBasis(
  outcome: PageResult['outcome'],
  loaded: FetchedPage,
  before: LockedPage | undefined,
): Pick<PageResult, 'form' | 'origin'> {
  if (loaded.outcome === 'read') return { form: loaded.format, origin: loaded.origin ?? 'vendor' };
  return outcome === 'unchanged' ? { form: before?.form, origin: before?.origin } : {};
}

/** A page that has not changed keeps the day on which it was noted. */
function notePage(
  facts: PageFacts,
  { format, origin = 'vendor', validators }: ReadPage,
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
function listReasons(failures: readonly Failure[]): string[] {
  return [...Map.groupBy(failures, ({ reason }) => reason)].map(([reason, pages]) => {
    const ids = pages.map(({ id }) => id).join(', ');
    return `${pages.length === 1 ? 'page' : 'pages'} ${ids}: ${reason}`;
  });
}

interface Comparison {
  readonly findings: readonly Finding[];
  /** What cannot be read that the page must have, or had the last time. */
  readonly unread: readonly string[];
}

function compare(facts: PageFacts, { page, before, contract }: PageCase): Comparison {
  const expected = expectedFacts(page, contract);
  // What another reader took out of the page differs by the reader, too.
  const last = before?.reader === readerVersion ? before.facts : undefined;
  const unread = unreadableGroups(page, facts, expected, last);
  const found = compareWithContract(page, facts, expected);
  const keys = new Set(found.map(({ key }) => key));
  const changed = last
    ? compareWithLast(page, facts, last, expected).filter(({ key }) => !keys.has(key))
    : [];
  // What a page lacks of which a part cannot be read may stand in that part.
  const known = [...found, ...changed].filter(({ after }) => unread.length === 0 || after !== undefined);
  const findings = [
    ...unread.map((group) => describePage('unreadable', page, group, contract)),
    ...known.map((difference) => describeFact(difference, page, expected, contract)),
  ];
  return { findings, unread };
}
