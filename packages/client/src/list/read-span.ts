import type { Issue } from '../schema/schema.ts';

/** One page of records. */
export interface ListedPage<Entry> {
  readonly records: Entry[];
  /** How many records match, over all pages. */
  readonly totalNum: number;
}

/** Asks for one page. Nothing comes back when the service refuses a page after the first. */
export type AskPage<Entry> = (page: number) => Promise<ListedPage<Entry> | undefined>;

/** Where the records and their number stand in an answer, as JSON Pointers. */
export interface PagePlaces {
  readonly records: string;
  readonly total: string;
}

/** How the pages of a list are read. */
export interface ReadPages<Entry> {
  readonly ask: AskPage<Entry>;
  readonly pageSize: number;
  readonly readId: (record: Entry) => string;
  readonly places: PagePlaces;
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
}

const mostPasses = 5;
const mostPages = 10_000;

/**
 * Reads a span by page numbers, for when it cannot be cut any further. Records that come and go between two pages
 * move the others, so it is read again until a whole pass shows nothing new, at most five times.
 */
export async function readSpanByPageNumber<Entry>(pages: ReadPages<Entry>): Promise<Reading<Entry>> {
  const found = new Map<string, Entry>();
  let totals: string | undefined;
  for (let passes = 1; ; passes += 1) {
    const known = found.size;
    const pass = await readOnce(pages, found);
    const isSettled = !pass.issue && found.size === known && totals === pass.totals;
    if (isSettled || passes === mostPasses) return { records: [...found.values()], issue: pass.issue };
    totals = pass.totals;
  }
}

async function readOnce<Entry>(
  { ask, pageSize, readId, places }: ReadPages<Entry>,
  found: Map<string, Entry>,
): Promise<Pass> {
  const seen = new Set<string>();
  const totals: number[] = [];
  let total = 0;
  for (let page = 1; ; page += 1) {
    const answer = await ask(page);
    const { records = [], totalNum = 0 } = answer ?? {};
    const before = seen.size;
    for (const record of records) {
      const id = readId(record);
      seen.add(id);
      found.set(id, record);
    }
    totals.push(totalNum);
    // A page past the end may count itself only.
    if (records.length > 0 || page === 1) total = totalNum;
    if (seen.size > before && page < mostPages) continue;
    // One full page over and over, which counts itself only, says nothing of what may come after it.
    const isEndless = page === mostPages || (records.length >= pageSize && totalNum <= records.length);
    return {
      totals: totals.join(),
      issue: isEndless ? endless(places) : shortfall(seen.size, total, places),
    };
  }
}

function endless({ records }: PagePlaces): Issue {
  return { rule: 'range', pointer: records, expected: 'the end of the list', got: 'a full page again' };
}

function shortfall(seen: number, total: number, places: PagePlaces): Issue | undefined {
  if (seen >= total) return undefined;
  const expected = `${seen}, as many as the pages hold`;
  return { rule: 'range', pointer: places.total, expected, got: String(total) };
}
