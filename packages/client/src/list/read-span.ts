import { isTrtcCallError, type TrtcCallError } from '../errors.ts';
import type { CallOptions } from '../options.ts';
import type { Issue } from '../schema/schema.ts';
import type { ReadMoments, Span } from './dedupe-records.ts';

/** One page of records. */
export interface ListedPage<Entry> {
  readonly records: Entry[];
  /** How many records match, over all pages. */
  readonly totalNum: number;
  /** A refusal that may say that nothing matches; there are no records then. */
  readonly refusal?: TrtcCallError | undefined;
}

/** Asks for one page of a span. */
export type AskSpan<Entry> = (span: Span, page: number) => Promise<ListedPage<Entry>>;

/** Where the records and their number stand in an answer, as JSON Pointers. */
export interface PagePlaces {
  readonly records: string;
  readonly total: string;
}

/** What is asked for by one request: a page of a span. */
export interface AskedPage extends Span {
  readonly page: number;
}

/** Where a list reads from, and how it reads what comes. */
export interface ListSource<Entry> {
  readonly moments: ReadMoments<Entry>;
  readonly places: PagePlaces;
  /** The most records that are asked for at once. */
  readonly pageSize: number;
  /** Whether a page may be cut although it has fewer records and announces no more. */
  readonly maySayLess?: boolean;
  isWanted(record: Entry): boolean;
  query(asked: AskedPage, options: CallOptions): Promise<ListedPage<Entry>>;
  /**
   * Holds a refusal that may say that nothing matches against what else the service has.
   *
   * @throws the refusal, where it says something else.
   */
  confirmNothing?(asked: Span, refusal: TrtcCallError, options: CallOptions): Promise<ListedPage<Entry>>;
  /** Whether this may be the answer to a page past the end: the documents leave that open. */
  isPastTheEnd(error: TrtcCallError): boolean;
}

/** What was read, and why that may not be all. */
export interface Reading<Entry> {
  readonly records: Entry[];
  readonly issue: Issue | undefined;
}

interface Pass {
  readonly issue: Issue | undefined;
  /** What every page said of the number of records. */
  readonly totals: string;
  /** Whether it showed something new on every page. */
  readonly isEndless?: boolean;
}

const mostPasses = 5;
const mostPages = 10_000;

/**
 * Reads a span by page numbers, for when it cannot be cut any further. Records that come and go between two pages
 * move the others, so it is read again until a whole pass shows nothing new, at most five times.
 */
export async function readByPages<Entry>(
  source: ListSource<Entry>,
  ask: AskSpan<Entry>,
  span: Span,
): Promise<Reading<Entry>> {
  const found = new Map<string, Entry>();
  let totals: string | undefined;
  for (let passes = 1; ; passes += 1) {
    const known = found.size;
    const pass = await readOnce(source, ask, span, found);
    const isSettled = !pass.issue && found.size === known && totals === pass.totals;
    if (isSettled || pass.isEndless || passes === mostPasses)
      return { records: [...found.values()], issue: pass.issue };
    totals = pass.totals;
  }
}

async function readOnce<Entry>(
  { moments, pageSize, places, isPastTheEnd }: ListSource<Entry>,
  ask: AskSpan<Entry>,
  span: Span,
  found: Map<string, Entry>,
): Promise<Pass> {
  const seen = new Set<string>();
  const totals: number[] = [];
  let total = 0;
  for (let page = 1; ; page += 1) {
    const { records, totalNum, refusal } = await ask(span, page).catch((error: unknown) => {
      if (page > 1 && isTrtcCallError(error) && isPastTheEnd(error)) return emptyPage;
      throw error;
    });
    if (refusal) return { totals: '', issue: refused(refusal, places) };
    const before = seen.size;
    for (const record of records) {
      const id = moments.id(record);
      seen.add(id);
      found.set(id, record);
    }
    totals.push(totalNum);
    // A page past the end may count itself only.
    if (records.length > 0 || page === 1) total = totalNum;
    if (seen.size > before && page < mostPages) continue;
    // One full page over and over, which counts itself only, says nothing of what may come after it.
    const isEndless = page === mostPages;
    const isCut = isEndless || (records.length >= pageSize && totalNum <= records.length);
    const issue = isCut ? endless(places) : shortfall(seen.size, total, places);
    return { totals: totals.join(), issue, isEndless };
  }
}

const emptyPage: ListedPage<never> = { records: [], totalNum: 0 };

function refused({ message }: TrtcCallError, { records }: PagePlaces): Issue {
  return { rule: 'mismatch', pointer: records, expected: 'the records that came before', got: message };
}

function endless({ records }: PagePlaces): Issue {
  return { rule: 'range', pointer: records, expected: 'the end of the list', got: 'a full page again' };
}

function shortfall(seen: number, total: number, places: PagePlaces): Issue | undefined {
  if (seen >= total) return undefined;
  const expected = `${seen}, as many as the pages hold`;
  return { rule: 'range', pointer: places.total, expected, got: String(total) };
}
