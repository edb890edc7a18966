/**
 * What differs; a `mismatch` is the answer to something else than was asked. The last two do not break the contract: the
 * vendor may list more tomorrow, and nothing that the types promise is missing.
 */
export type IssueRule = 'type' | 'required' | 'range' | 'mismatch' | 'unlisted-word' | 'undocumented-field';

/** One place where a value is not what the contract says. It never holds the value, but for an unlisted word. */
export interface Issue {
  readonly rule: IssueRule;
  /** JSON Pointer (RFC 6901) of the place, empty for the whole. */
  readonly pointer: string;
  readonly expected: string;
  readonly got: string;
}

/** Says what kind of value this is, without showing it. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (value === '') return 'an empty string';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : 'an array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'an integer' : 'a number';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
