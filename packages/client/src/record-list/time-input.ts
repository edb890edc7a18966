import { describeValue, isObject } from '../describe-value.ts';
import { ArgumentError } from '../errors.ts';

/** A moment: a `Date`, Unix seconds, or ISO 8601 text with its offset, such as `2024-05-01T08:00:00+02:00`. */
export type TimeInput = Date | number | string;

const iso = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

// In seconds the year 5138, in milliseconds 1973: nobody means either.
const mostSeconds = 1e11;

/**
 * The Unix seconds of a moment, with their fraction.
 *
 * @throws ArgumentError when it is no moment, or could be two.
 */
export function readTime(caller: string, field: string, value: unknown): number {
  const seconds = secondsOf(value);
  if (Number.isFinite(seconds)) {
    if (typeof value !== 'number' || seconds <= mostSeconds) return seconds;
    throw new ArgumentError(caller, field, 'looks like milliseconds', 'pass Unix seconds, or a Date');
  }
  const problem =
    typeof value === 'string'
      ? 'is no time with a date and an offset'
      : `is ${describeValue(value)}, no time`;
  const remedy = 'pass a Date, Unix seconds, or ISO 8601 text such as 2024-05-01T08:00:00+02:00';
  throw new ArgumentError(caller, field, problem, remedy);
}

function secondsOf(value: unknown): number {
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
