import type { TrtcCallError } from '../errors.ts';
import type { CallOptions } from '../options.ts';
import type { Issue } from '../schema/issue.ts';
import type { ListErrors, ListRequest } from './record-list.ts';

/** From the first to the last second, both included, in Unix seconds. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The bounds that a filter leaves out, by a clock in milliseconds. */
function chooseBounds({ start, end, facts }: ListRequest, now: number): Span {
  return {
    start: start ?? Math.max(0, Math.floor(now / 1000) - facts.dataWindow.seconds),
    end: end ?? Math.ceil(now / 1000),
  };
}

/** What a filter seems to mean by a clock that may be wrong: where that would refuse it, the one bound that was given. */
export function guessSpan(request: ListRequest, now: number): Span {
  const span = chooseBounds(request, now);
  if (span.start <= span.end) return span;
  const given = request.start ?? span.end;
  return { start: given, end: given };
}

/** @throws ArgumentError where the bound that is given leaves nothing. */
export function readSpan(request: ListRequest, now: number): Span {
  const span = chooseBounds(request, now);
  if (span.start <= span.end) return span;
  const { createMisuse } = request.errors;
  const { start, end } = request.facts.names;
  if (request.end === undefined) throw createMisuse(start, 'is in the future', 'pass a time that has passed');
  const oldest = new Date(span.start * 1000).toISOString();
  throw createMisuse(end, 'is older than all records are', `pass a time not before ${oldest}`);
}

/** Cuts a span into this many parts of about the same length, or into fewer when it has fewer seconds. */
export function split({ start, end }: Span, parts: number): Span[] {
  const seconds = end - start + 1;
  const length = Math.min(parts, seconds);
  const cut = (part: number) => start + Math.floor((part * seconds) / length);
  return Array.from({ length }, (_, part) => ({ start: cut(part), end: cut(part + 1) - 1 }));
}

/** The span and a second on either side, within the whole: whether bounds belong to a filter is not documented. */
export function widen({ start, end }: Span, whole: Span): Span {
  return { start: Math.max(start - 1, whole.start), end: Math.min(end + 1, whole.end) };
}

/** What a list needs to know of a record. */
export interface ReadMoments<Entry> {
  /** Tells records apart: a record that comes again has the same. */
  id(record: Entry): string;
  /** When the call began, in Unix seconds. */
  start(record: Entry): number;
  /** The last moment that the record names, in Unix seconds. */
  last(record: Entry): number;
}

/** Records that lack an id are told apart by all that they hold. */
export function identify(id: string, record: unknown): string {
  return id === '' ? JSON.stringify(record) : id;
}

/** The latest of these times. What is not a time, in an odd record, says nothing. */
export function findLatest(...times: readonly unknown[]): number {
  // Number() throws for some objects.
  const numbers = times.map((time) => (typeof time === 'object' ? Number.NaN : Number(time)));
  return Math.max(...numbers.filter(Number.isFinite));
}

/** Whether no moment of the call lies in the span or within a second of it. */
export function isOutside<Entry>(moments: ReadMoments<Entry>, record: Entry, { start, end }: Span): boolean {
  return moments.start(record) > end + 1 || moments.last(record) < start - 1;
}

/** Picks the records that were not given before, from the oldest to the newest, for spans in ascending order. */
export function createDeduplicator<Entry>(
  moments: ReadMoments<Entry>,
  whole: Span,
): (records: readonly Entry[], span: Span) => Entry[] {
  const given = new Map<string, number>();
  let forgotten = Number.NEGATIVE_INFINITY;

  return (records, { start, end }) => {
    // What ended before a span does not match it, so only the latest ids need to be remembered.
    for (const [id, last] of given) {
      if (last >= start - 1) continue;
      given.delete(id);
      forgotten = Math.max(forgotten, last);
    }
    const isNew = (record: Entry) => {
      const last = moments.last(record);
      const id = moments.id(record);
      // The second after the span was asked for in case the bound is left out; it belongs to the next one.
      const belongsToNext = moments.start(record) === end + 1 && end < whole.end;
      if (belongsToNext || last <= forgotten || given.has(id)) return false;
      given.set(id, last);
      return true;
    };
    return records.filter(isNew).sort((one, other) => moments.start(one) - moments.start(other));
  };
}

/** One page of records. */
export interface ListedPage<Entry> {
  readonly records: Entry[];
  /** How many records match, over all pages. */
  readonly totalNum: number;
  /** The vendor's id of the request, where the answer has one. */
  readonly requestId?: string | undefined;
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
  readonly errors: ListErrors;
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
  isPastTheEnd(error: unknown): boolean;
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
      if (page > 1 && isPastTheEnd(error)) return emptyPage;
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
