import { isObject } from '@trtc-call/reporting/values';
import { mostSeconds } from '../answers.ts';
import { checkCallOptions, checkInteger, checkNames } from '../check-options.ts';
import type { Contract } from '../contract.ts';
import { ArgumentError, mustBe } from '../errors.ts';
import type { CallOptions } from '../options.ts';
import { leastTolerance } from '../request/sign.ts';
import type { RecordListPage } from './iterate-spans.ts';
import type { ListSource, Span } from './read-span.ts';

/** All records of a filter. Each iteration reads them anew; nothing is sent before the first one. */
export interface RecordList<Entry> extends AsyncIterable<Entry> {
  /**
   * The records by spans of time, which follow one another without a gap. A page of a quiet span is empty. A call that
   * is recorded while the list is read may come or not; any other comes once.
   *
   * @throws TrtcCallError of the request that failed, after the pages before it; the signal's reason when aborted.
   */
  pages(): AsyncIterableIterator<RecordListPage<Entry>>;
  /**
   * The first records, at most `limit` of them.
   *
   * @throws TrtcCallError
   */
  toArray(options: { limit: number }): Promise<Entry[]>;
}

/** The clocks by which bounds are chosen that a filter leaves out. */
export interface ListClocks {
  /** The machine's clock, in milliseconds. */
  readonly now: () => number;
  /** By how many milliseconds the service's clock is ahead of it, as answers tell. Default: 0. */
  readonly clockDifference?: () => number;
}

/** What a filter says of the records that a list is to have. */
export interface ListQuery {
  /** The most records that are asked for at once. */
  readonly pageSize: number;
  readonly isWanted: (record: object) => boolean;
}

/**
 * @param makeSource is called for each reading.
 * @throws ArgumentError naming what is wrong in the filter or the options.
 */
export function createList<Entry>(
  facts: FilterFacts,
  filter: object,
  options: RecordListOptions,
  { now, clockDifference = () => 0 }: ListClocks,
  makeSource: (query: ListQuery) => ListSource<Entry>,
): RecordList<Entry> {
  const { bounds, ...query } = readFilter(filter, facts);
  checkCallOptions(facts, caller, options, ['prefetch']);
  if (options.prefetch !== undefined) checkInteger(caller, 'options.prefetch', options.prefetch, 0, 8);
  if (!dependsOnClock(bounds)) readSpan(bounds, now());

  async function* pages() {
    const begun = now();
    const known = clockDifference();
    const guess = guessSpan(bounds, begun + known);
    // The first answer tells whether the clock by which it was asked is right.
    const settle = () => {
      const learned = clockDifference();
      return readSpan(bounds, begun + (Math.abs(learned - known) > leastTolerance ? learned : known));
    };
    // Most programs never read a list, and this is a large part of the client.
    const { iterateSpans } = await import('./iterate-spans.ts');
    yield* iterateSpans(makeSource(query), { guess, settle }, options);
  }
  async function* records() {
    for await (const page of pages()) yield* page.records;
  }
  return Object.freeze<RecordList<Entry>>({
    pages,
    [Symbol.asyncIterator]: records,
    async toArray(limits) {
      const limit = checkLimit(limits);
      const found: Entry[] = [];
      for await (const record of records()) if (found.push(record) >= limit) break;
      return found;
    },
  });
}

/** Records that lack an id are told apart by all that they hold. */
export function identify(id: string, record: unknown): string {
  return id === '' ? JSON.stringify(record) : id;
}

/** The latest of these times. What is not a time, in an odd record, says nothing. */
export function findLatest(...times: readonly unknown[]): number {
  return Math.max(...times.map(Number).filter(Number.isFinite));
}

export interface RecordListOptions extends CallOptions {
  /** How many spans of time are asked for ahead, while the caller works on one; from 0 to 8. Default: 1. */
  prefetch?: number | undefined;
}

/** The bounds of a filter in Unix seconds; those that were not given are known when a reading begins. */
interface ListBounds {
  readonly start: number | undefined;
  readonly end: number | undefined;
  /** What the bounds are called in the filter. */
  readonly names: { readonly start: string; readonly end: string };
  /** How far back the service goes. */
  readonly windowSeconds: number;
}

const caller = 'records.list';

/** What a generation's filter is made of. */
export interface FilterFacts extends Pick<Contract, 'backendTimeoutMilliseconds'> {
  readonly names: ListBounds['names'] & { readonly pageSize: string };
  /** The words that each member may be; others are sent all the same. */
  readonly words: Readonly<Record<string, readonly unknown[] | undefined>>;
  /** For how long the service keeps records. */
  readonly dataWindow: { readonly seconds: number };
  readonly mostPerPage: number;
}

/** Reads a filter. @throws ArgumentError naming what is wrong and what to pass instead. */
function readFilter(
  given: unknown,
  { names, words, dataWindow, mostPerPage }: FilterFacts,
): ListQuery & { readonly bounds: ListBounds } {
  checkNames(caller, 'filter', given, [...Object.keys(words), names.start, names.end, names.pageSize]);
  const filter: Record<string, unknown> = { ...Object(given) };
  for (const [word, known = []] of Object.entries(words)) checkWord(word, filter[word], known);
  const pageSize = filter[names.pageSize] ?? mostPerPage;
  checkInteger(caller, `filter.${names.pageSize}`, pageSize, 1, mostPerPage);
  // A service may not heed the words. What a record says in another form is left in.
  const unwanted = Object.entries(words).flatMap(([word, known = []]) => {
    if (filter[word] === undefined) return [];
    const others = known.map(spell).filter((other) => other !== spell(filter[word]));
    return [{ word, others: new Set(others) }];
  });
  const isWanted = (record: object) =>
    !unwanted.some(({ word, others }) => others.has(spell(Reflect.get(record, word))));
  return { bounds: readBounds(filter, names, dataWindow.seconds), pageSize: Number(pageSize), isWanted };
}

/** A word in one spelling: `NormalEnd` is `normal_end`. */
function spell(word: unknown): string {
  return typeof word === 'string' ? word.replaceAll('_', '').toLowerCase() : '';
}

/** Reads the bounds of a filter. @throws ArgumentError */
function readBounds(
  filter: Readonly<Record<string, unknown>>,
  names: ListBounds['names'],
  windowSeconds: number,
): ListBounds {
  return {
    start: readSeconds(names.start, filter[names.start], Math.floor),
    end: readSeconds(names.end, filter[names.end], Math.ceil),
    names,
    windowSeconds,
  };
}

/** @throws ArgumentError for a word of a filter that is not text. Another word is sent: the service may know more. */
function checkWord(name: string, word: unknown, known: readonly unknown[]): void {
  if (word === undefined || (typeof word === 'string' && word !== '')) return;
  throw mustBe(caller, `filter.${name}`, `one of ${known.join(', ')}`, word);
}

/** @throws ArgumentError */
function checkLimit(options: { limit: number }): number {
  checkNames(`${caller}.toArray`, 'options', options, ['limit']);
  checkInteger(`${caller}.toArray`, 'options.limit', options.limit, 1);
  return options.limit;
}

/** Whether a bound of a filter is chosen here, and so depends on a clock. */
function dependsOnClock({ start, end }: ListBounds): boolean {
  return start === undefined || end === undefined;
}

/** What a filter seems to mean by a clock that may be wrong: where that would refuse it, the one bound that was given. */
function guessSpan(filter: ListBounds, now: number): Span {
  const { start, end } = boundsAt(filter, now);
  if (start <= end) return { start, end };
  const given = filter.start ?? end;
  return { start: given, end: given };
}

/**
 * What a filter means at this moment.
 *
 * @param now milliseconds.
 * @throws ArgumentError when it ends before it begins.
 */
function readSpan(filter: ListBounds, now: number): Span {
  const span = boundsAt(filter, now);
  if (span.start <= span.end) return span;
  const { start, end, names } = filter;
  const problemOfEnd = start === undefined ? 'is older than all records are' : `is before ${names.start}`;
  const [field, problem, other] =
    end === undefined
      ? [names.start, 'is in the future', 'that has passed']
      : [names.end, problemOfEnd, `not before ${new Date(span.start * 1000).toISOString()}`];
  throw new ArgumentError(caller, `filter.${field}`, problem, `pass a time ${other}`);
}

function boundsAt({ start, end, windowSeconds }: ListBounds, now: number): Span {
  return {
    start: start ?? Math.floor(now / 1000) - windowSeconds,
    end: end ?? Math.ceil(now / 1000),
  };
}

/** A bound in whole seconds. @throws ArgumentError */
function readSeconds(name: string, time: unknown, round: (seconds: number) => number): number | undefined {
  if (time === undefined) return undefined;
  const seconds = round(readTime(caller, `filter.${name}`, time));
  if (seconds >= 0) return seconds;
  throw new ArgumentError(caller, `filter.${name}`, 'is before 1970', 'pass a time since then');
}

/** A moment: a `Date`, Unix seconds, or ISO 8601 text with its offset, such as `2024-05-01T08:00:00+02:00`. */
export type TimeInput = Date | number | string;

const iso = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/**
 * The Unix seconds of a moment, with their fraction.
 *
 * @throws ArgumentError when it is not a valid time, or could be two.
 */
export function readTime(caller: string, field: string, value: unknown): number {
  const seconds = toSeconds(value);
  if (Number.isFinite(seconds)) {
    if (typeof value !== 'number' || seconds <= mostSeconds) return seconds;
    throw new ArgumentError(caller, field, 'looks like milliseconds', 'pass Unix seconds, or a Date');
  }
  const expected = 'a Date, Unix seconds, or ISO 8601 text such as 2024-05-01T08:00:00+02:00';
  if (typeof value !== 'string') throw mustBe(caller, field, expected, value);
  throw new ArgumentError(caller, field, 'needs a date and a time zone', `pass ${expected}`);
}

function toSeconds(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return isDay(iso.exec(value)?.[1]) ? Date.parse(value) / 1000 : Number.NaN;
  // By what is used of it, not by its class: a date may come from another realm.
  return isObject(value) && typeof value.getTime === 'function' ? value.getTime() / 1000 : Number.NaN;
}

// Some engines read February 30 as March 1.
function isDay(day = ''): boolean {
  const midnight = new Date(day);
  return Number.isFinite(midnight.getTime()) && midnight.toISOString().startsWith(day);
}
