import { compare } from './exact-json.ts';

/** Nothing documented is nested at all; so deep is nobody's webhook, and an attempt to exhaust the stack. */
export const deepest = 32;

/** Whether a value is nested deeper than anything that is taken. */
export function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth >= deepest) return true;
  for (const member of Object.values(value)) {
    if (typeof member === 'object' && isTooDeep(member, depth + 1)) return true;
  }
  return false;
}

/** JSON with sorted names: the same for the same value, whatever the order in which it was written. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  // `JSON.parse` makes Infinity of 1e400, which JSON writes as null; some parsers make a bigint of long numbers.
  if (typeof value === 'bigint' || value === Infinity || value === -Infinity) return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).sort(([one], [other]) => compare(one, other));
  return `{${entries.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
}
