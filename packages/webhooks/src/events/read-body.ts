import type { ExactObject } from './exact-json.ts';
import type { Member } from './members.ts';

/** The documented members of a body in one spelling, and where it differs from the contract. */
export interface ReadBody {
  readonly members: Readonly<Record<string, string | number>>;
  readonly misfits: readonly string[];
}

/**
 * Reads the documented members. `null` is the same as absent.
 *
 * @param exact the body as it was written, where `JSON.parse` may have lost something
 */
export function readBody(
  body: Readonly<Record<string, unknown>>,
  rows: readonly Member[],
  exact?: ExactObject,
): ReadBody {
  const members: Record<string, string | number> = {};
  const misfits: string[] = [];
  for (const row of rows) {
    const value = body[row.name];
    if (exact?.repeated.has(row.name)) misfits.push(`${row.name} is there more than once`);
    else if (value === undefined || value === null) {
      if (row.isRequired) misfits.push(`${row.name} is missing`);
    } else if (row.isInteger) {
      const integer = readInteger(value, exact?.members.get(row.name));
      if (integer !== undefined && integer >= row.minimum) members[row.name] = integer;
      else misfits.push(`${row.name} is no whole number of ${row.minimum} or more`);
    } else if (typeof value !== 'string') misfits.push(`${row.name} is no text`);
    else if (value.length < row.minLength) misfits.push(`${row.name} is empty`);
    else members[row.name] = row.spellings?.get(value.toLowerCase()) ?? value;
  }
  return { members, misfits };
}

/** @param written the canonical text of the number: 1.0000000000000000001 is not 1, though it is parsed as that */
function readInteger(value: unknown, written: string | undefined): number | undefined {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return undefined;
  if (written !== undefined && written !== String(value)) return undefined;
  return value === 0 ? 0 : value;
}
