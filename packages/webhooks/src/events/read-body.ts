import type { Member } from './members.ts';

/** The documented members of a body in one spelling, and where it differs from the contract. */
export interface ReadBody {
  readonly members: Readonly<Record<string, string | number>>;
  readonly misfits: readonly string[];
}

/** Reads the documented members. `null` is the same as absent. */
export function readBody(body: Readonly<Record<string, unknown>>, rows: readonly Member[]): ReadBody {
  const members: Record<string, string | number> = {};
  const misfits: string[] = [];
  for (const row of rows) {
    const value = body[row.name];
    if (value === undefined || value === null) {
      if (row.isRequired) misfits.push(`${row.name} is missing`);
    } else if (row.isInteger) {
      if (Number.isSafeInteger(value) && Number(value) >= row.minimum) members[row.name] = Number(value);
      else misfits.push(`${row.name} is no whole number of ${row.minimum} or more`);
    } else if (typeof value !== 'string') misfits.push(`${row.name} is no text`);
    else if (value.length < row.minLength) misfits.push(`${row.name} is empty`);
    else members[row.name] = row.spellings?.get(value.toLowerCase()) ?? value;
  }
  return { members, misfits };
}
