import { inspect } from 'node:util';
import { findUnknownName, nearestName } from '@trtc-call/reporting/names';
import { isObject } from '@trtc-call/reporting/values';
import { MockOptionError } from './errors.ts';

/**
 * Refuses options that are not an object, or hold an unknown name.
 *
 * @throws MockOptionError with the nearest known name, if there is one
 */
export function requireOptions(caller: string, options: unknown, names: readonly string[]): void {
  if (!isObject(options)) {
    throw new MockOptionError('options', `of ${caller} must be an object`, 'pass {}, or leave them out');
  }
  const unknown = findUnknownName(options, names);
  if (unknown) throw new MockOptionError(unknown.name, `is not an option of ${caller}`, unknown.remedy);
}

/**
 * Refuses everything but one of these words.
 *
 * @throws MockOptionError with the nearest word, if there is one
 */
export function requireWord<Word extends string>(
  field: string,
  value: unknown,
  words: readonly Word[],
): asserts value is Word {
  if (words.some((word) => word === value)) return;
  const nearest = typeof value === 'string' ? nearestName(value, words) : undefined;
  const remedy = nearest === undefined ? `pass one of ${words.join(', ')}` : `did you mean ${nearest}?`;
  throw new MockOptionError(field, `has an unknown value (got ${shown(value)})`, remedy);
}

/**
 * Refuses everything but an integer within the bounds.
 *
 * @throws MockOptionError
 */
export function requireInteger(field: string, value: unknown, low: number, high: number): void {
  if (Number.isInteger(value) && Number(value) >= low && Number(value) <= high) return;
  const problem = `must be an integer from ${low} to ${high} (got ${shown(value)})`;
  throw new MockOptionError(field, problem, 'leave it out for the default');
}

/**
 * Refuses everything but a string that is not empty. The value is not shown: it may be a secret.
 *
 * @throws MockOptionError
 */
export function requireText(field: string, value: unknown): void {
  if (typeof value === 'string' && value !== '') return;
  throw new MockOptionError(field, 'must be a string of at least one character', 'pass one');
}

/** A value as a message shows it. */
export function shown(value: unknown): string {
  return inspect(value, { depth: 0, maxArrayLength: 5, maxStringLength: 100, breakLength: Infinity });
}
