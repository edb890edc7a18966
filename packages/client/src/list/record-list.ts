import { isObject } from '@trtc-call/reporting/values';
import { mostSeconds } from '../answers.ts';
import { anInteger, anObject, checkCallOptions, must, type Rule } from '../check-options.ts';
import type { Contract } from '../contract.ts';
import type { Question } from '../engine.ts';
import { ArgumentError, ContractError, isTrtcCallError, mustBe, type RefusedError } from '../errors.ts';
import type { CallOptions } from '../options.ts';
import { leastTolerance } from '../request/sign.ts';
import { describeValue, type Issue } from '../schema/issue.ts';

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

/** The records of the calls that began in one span of time. */
export interface RecordListPage<Entry> {
  /** Those that were not given before, from the oldest to the newest. */
  readonly records: Entry[];
  /** The first second of the span, in Unix seconds. */
  readonly startTimestamp: number;
  /** The last second of the span, in Unix seconds; the next page begins with the second after it. */
  readonly endTimestamp: number;
  /** Whether these are all. After a page that may lack some, the reading ends with a ContractError. */
  readonly isComplete: boolean;
  /** On a page that is not complete: the second from which on records may be missing, in earlier pages too. */
  readonly incompleteFrom?: number;
}

export interface RecordListOptions extends CallOptions {
  /** How many spans of time are asked for ahead, while the caller works on one; from 0 to 8. Default: 1. */
  prefetch?: number | undefined;
}

/** A moment: a `Date`, Unix seconds, or ISO 8601 text with its offset, such as `2024-05-01T08:00:00+02:00`. */
export type TimeInput = Date | number | string;

/** The clocks by which bounds are chosen that a filter leaves out. */
export interface ListClocks {
  /** The machine's clock, in milliseconds. */
  readonly now: () => number;
  /** By how many milliseconds the service's clock is ahead of it, as answers tell. Default: 0. */
  readonly clockDifference?: () => number;
}

/** What a generation's filter is made of. */
export interface FilterFacts extends Pick<Contract, 'backendTimeoutMilliseconds'> {
  readonly names: { readonly start: string; readonly end: string; readonly pageSize: string };
  /** The words that each member may be; others are sent all the same. */
  readonly words: Readonly<Record<string, readonly unknown[] | undefined>>;
  /** For how long the service keeps records. */
  readonly dataWindow: { readonly seconds: number };
  readonly mostPerPage: number;
}

/** Asks for one page of records, which both generations do by the same names. */
export function toPageRequest(body: object, options: CallOptions | undefined): Question {
  return { caller: 'records.query', operationId: 'getRecordsByFilter', body, field: 'filter', options };
}

/** A filter as it was when the list was made, and the clock of one reading. */
export interface ListRequest {
  readonly facts: FilterFacts;
  /** Whole Unix seconds; undefined where the bound is chosen when a reading begins. */
  readonly start: number | undefined;
  readonly end: number | undefined;
  /** The most records that are asked for at once. */
  readonly pageSize: number;
  readonly words: Readonly<Record<string, string>>;
  readonly options: RecordListOptions;
  /** When the reading began, in milliseconds, by what is known of the clocks until now. */
  readonly readNow: () => number;
  /** Whether the clocks differ so much that by one of them no record is kept any more, and it is not known by which. */
  readonly areClocksFar: () => boolean;
  readonly errors: ListErrors;
}

/** Handed over, so that what is loaded with the first list shares no module with the rest of a bundle. */
export type ListErrors = typeof errors;

const caller = 'records.list';

const errors = {
  /** Whether the service refused a request, for one of these reasons where there are any. */
  isRefusal(error: unknown, reasons?: readonly string[]): error is RefusedError {
    if (!isTrtcCallError(error) || error.kind !== 'refused') return false;
    return !reasons || reasons.includes(error.reason);
  },
  createBreach: (issue: Issue, requestId?: string): Error =>
    new ContractError('getRecordsByFilter', [issue], requestId),
  createMisuse: (name: string, problem: string, remedy: string): Error =>
    new ArgumentError(caller, `filter.${name}`, problem, remedy),
  describeValue,
};

/**
 * @param read reads the list; it is called for each reading.
 * @throws ArgumentError naming what is wrong in the filter or the options.
 */
export function createList<Entry>(
  facts: FilterFacts,
  filter: object,
  options: RecordListOptions,
  { now, clockDifference = () => 0 }: ListClocks,
  read: (request: ListRequest) => Promise<AsyncIterable<RecordListPage<Entry>>>,
): RecordList<Entry> {
  checkCallOptions(facts, caller, options, { prefetch: anInteger(0, 8) });
  const request = readFilter(facts, filter);

  async function* pages() {
    const begun = now();
    const known = clockDifference();
    // The first answer tells whether the clock by which it was asked is right.
    const readNow = () => {
      const learned = clockDifference();
      return begun + (Math.abs(learned - known) > leastTolerance ? learned : known);
    };
    const areClocksFar = () => Math.abs(clockDifference()) > facts.dataWindow.seconds * 1000;
    yield* await read({ ...request, options, readNow, areClocksFar, errors });
  }
  async function* records() {
    for await (const page of pages()) yield* page.records;
  }
  return Object.freeze<RecordList<Entry>>({
    pages,
    [Symbol.asyncIterator]: records,
    async toArray(limits) {
      anObject({ limit: anInteger(1) }, ['limit'])(`${caller}.toArray`, 'options', limits);
      const { limit } = limits;
      const found: Entry[] = [];
      for await (const record of records()) if (found.push(record) >= limit) break;
      return found;
    },
  });
}

/** @throws ArgumentError naming what is wrong and what to pass instead. */
function readFilter(facts: FilterFacts, filter: object) {
  const { names, words, mostPerPage } = facts;
  const rules: Record<string, Rule> = {
    [names.start]: readTime,
    [names.end]: readTime,
    [names.pageSize]: anInteger(1, mostPerPage),
  };
  // Another word is sent: the service may know more.
  for (const [word, known = []] of Object.entries(words)) {
    rules[word] = must(`one of ${known.join(', ')}`, (value) => typeof value === 'string' && value !== '');
  }
  anObject(rules)(caller, 'filter', filter);
  const given: Record<string, unknown> = { ...filter };
  const [start, end] = [names.start, names.end].map((name) => toSeconds(given[name]));
  if (start !== undefined && end !== undefined && Math.ceil(end) < Math.floor(start)) {
    const remedy = `pass a time not before ${new Date(start * 1000).toISOString()}`;
    throw errors.createMisuse(names.end, `is before ${names.start}`, remedy);
  }
  const wanted = Object.keys(words).filter((word) => given[word] !== undefined);
  return {
    facts,
    start: start && Math.floor(start),
    end: end && Math.ceil(end),
    pageSize: Number(given[names.pageSize] ?? mostPerPage),
    words: Object.fromEntries(wanted.map((word) => [word, String(given[word])])),
  };
}

const iso = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/**
 * The Unix seconds of a moment, with their fraction.
 *
 * @throws ArgumentError when it is not a valid time, or could be two.
 */
export function readTime(caller: string, field: string, value: unknown): number {
  const seconds = toSeconds(value) ?? Number.NaN;
  const expected = 'a Date, Unix seconds, or ISO 8601 text such as 2024-05-01T08:00:00+02:00';
  if (!Number.isFinite(seconds)) {
    if (typeof value !== 'string') throw mustBe(caller, field, expected, value);
    throw new ArgumentError(caller, field, 'needs a date and a time zone', `pass ${expected}`);
  }
  if (seconds < 0) throw new ArgumentError(caller, field, 'is before 1970', 'pass a time since then');
  if (typeof value !== 'number' || seconds <= mostSeconds) return seconds;
  throw new ArgumentError(caller, field, 'looks like milliseconds', 'pass Unix seconds, or a Date');
}

/** NaN for what is not a time. */
function toSeconds(value: unknown): number | undefined {
  if (typeof value === 'number' || value === undefined) return value;
  if (typeof value === 'string') return isDay(iso.exec(value)?.[1]) ? Date.parse(value) / 1000 : Number.NaN;
  // By what is used of it, not by its class: a date may come from another realm.
  return isObject(value) && typeof value.getTime === 'function' ? value.getTime() / 1000 : Number.NaN;
}

// Some engines read February 30 as March 1.
function isDay(day = ''): boolean {
  const midnight = new Date(day);
  return Number.isFinite(midnight.getTime()) && midnight.toISOString().startsWith(day);
}
