import { limits } from '@trtc-call/spec/v1';
import { checkCallOptions, checkInteger, checkNames } from '../../check-options.ts';
import { describeValue, isObject } from '../../describe-value.ts';
import { ArgumentError } from '../../errors.ts';
import type { CallOptions } from '../../options.ts';
import { requestSchemas } from '../generated/v1-requests.gen.ts';
import { backendTimeoutMilliseconds } from '../generated/v1-tables.gen.ts';
import type { RecordFilter } from '../types.ts';
import type { Span } from './dedupe-records.ts';

/** Which records are wanted. Without a time: all that the service still has. */
export interface RecordListFilter {
  /**
   * The earliest start of a call. Default: the service's data window before now, by the service's clock where that of the
   * machine is wrong. A fraction of a second is cut.
   */
  startTimestamp?: TimeInput | undefined;
  /**
   * The latest start of a call. Default: the moment at which a reading begins, by the same clock. A fraction counts as a
   * second.
   */
  endTimestamp?: TimeInput | undefined;
  /** Only calls with this result. */
  callResult?: RecordFilter['callResult'] | undefined;
  /** Only calls of this type. */
  callType?: RecordFilter['callType'] | undefined;
  /**
   * How many records one request asks for, from 1 to 100. Default: 100, the service's own default. Whether it gives
   * more at once is not documented, so more is refused: a page that was cut would look like the last one.
   */
  numberPerPage?: number | undefined;
}

export interface RecordListOptions extends CallOptions {
  /** How many spans of time are asked for ahead, while the caller works on one; from 0 to 8. Default: 1. */
  prefetch?: number | undefined;
}

/** A filter with its times in Unix seconds; those that were not given are known when a reading begins. */
export interface CheckedFilter {
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly numberPerPage: number;
  /** As they are sent. */
  readonly words: Pick<RecordFilter, 'callResult' | 'callType'>;
}

const caller = 'records.list';
const { properties } = requestSchemas.getRecordsByFilter;
const pageSize = limits.defaultPageSize.value;
const secondsPer: Record<typeof limits.dataWindow.unit, number> = { days: 86_400 };
const windowSeconds = limits.dataWindow.value * secondsPer[limits.dataWindow.unit];
const words = ['callResult', 'callType'] as const;

/** @throws ArgumentError naming what is wrong and what to pass instead. */
export function checkFilter(filter: RecordListFilter): CheckedFilter {
  checkNames(caller, 'filter', filter, [...words, 'startTimestamp', 'endTimestamp', 'numberPerPage']);
  const { startTimestamp, endTimestamp, callResult, callType, numberPerPage = pageSize } = filter;
  for (const word of words) checkWord(word, filter[word]);
  checkInteger(caller, 'filter.numberPerPage', numberPerPage, 1, pageSize);
  return {
    start: readSeconds('startTimestamp', startTimestamp, Math.floor),
    end: readSeconds('endTimestamp', endTimestamp, Math.ceil),
    numberPerPage,
    words: { ...(callResult && { callResult }), ...(callType && { callType }) },
  };
}

/** @throws ArgumentError */
export function checkOptions(options: RecordListOptions): void {
  checkCallOptions({ backendTimeoutMilliseconds }, caller, options, ['prefetch']);
  if (options.prefetch !== undefined) checkInteger(caller, 'options.prefetch', options.prefetch, 0, 8);
}

/** @throws ArgumentError */
export function checkLimit(options: { limit: number }): number {
  checkNames(`${caller}.toArray`, 'options', options, ['limit']);
  checkInteger(`${caller}.toArray`, 'options.limit', options.limit, 1);
  return options.limit;
}

/** Whether a bound of a filter is chosen here, and so depends on a clock. */
export function dependsOnClock({ start, end }: CheckedFilter): boolean {
  return start === undefined || end === undefined;
}

/** What a filter seems to mean by a clock that may be wrong: where that would refuse it, the one bound that was given. */
export function guessSpan(filter: CheckedFilter, now: number): Span {
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
export function readSpan(filter: CheckedFilter, now: number): Span {
  const span = boundsAt(filter, now);
  if (span.start <= span.end) return span;
  const { end } = filter;
  const [field, problem, other] =
    end === undefined
      ? ['startTimestamp', 'is in the future', 'that has passed']
      : [
          'endTimestamp',
          'is before startTimestamp',
          `not before ${new Date(span.start * 1000).toISOString()}`,
        ];
  throw new ArgumentError(caller, `filter.${field}`, problem, `pass a time ${other}`);
}

function boundsAt({ start, end }: CheckedFilter, now: number): Span {
  return {
    start: start ?? Math.floor(now / 1000) - windowSeconds,
    end: end ?? Math.ceil(now / 1000),
  };
}

function readSeconds(
  name: string,
  time: TimeInput | undefined,
  round: (seconds: number) => number,
): number | undefined {
  if (time === undefined) return undefined;
  const seconds = round(readTime(caller, `filter.${name}`, time));
  if (seconds >= 0) return seconds;
  throw new ArgumentError(caller, `filter.${name}`, 'is before 1970', 'pass a time since then');
}

function checkWord(name: (typeof words)[number], word: unknown): void {
  // Another word is sent: the service may know more than the documents list.
  if (word === undefined || (typeof word === 'string' && word !== '')) return;
  const known = properties?.[name]?.enum ?? [];
  throw new ArgumentError(
    caller,
    `filter.${name}`,
    `is ${describeValue(word)}`,
    `pass one of ${known.join(', ')}`,
  );
}

/** A moment: a `Date`, Unix seconds, or ISO 8601 text with its offset, such as `2024-05-01T08:00:00+02:00`. */
export type TimeInput = Date | number | string;

const iso = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

// In seconds the year 5138, in milliseconds 1973: nobody means either.
const mostSeconds = 1e11;

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
  const problem = typeof value === 'string' ? 'needs a date and a time zone' : `is ${describeValue(value)}`;
  const remedy = 'pass a Date, Unix seconds, or ISO 8601 text such as 2024-05-01T08:00:00+02:00';
  throw new ArgumentError(caller, field, problem, remedy);
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
