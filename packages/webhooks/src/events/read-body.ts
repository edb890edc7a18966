import { webhooks } from '@trtc-call/spec/v1';
import type { WebhookFamily } from './commands.ts';
import type { ExactObject } from './exact-json.ts';

/** A documented member of a body that is not of the type in the contract. It never holds the value. */
export interface Misfit {
  /** JSON Pointer (RFC 6901) of the member. */
  readonly pointer: string;
  readonly expected: string;
  readonly got: string;
}

/** The documented members of a body in one spelling, and where it differs from the contract. */
export interface ReadBody {
  readonly members: Readonly<Record<string, string | number>>;
  readonly misfits: readonly Misfit[];
}

/**
 * Reads the documented members. `null` is the same as absent. Digits in place of a number, and a whole number in place of
 * a text, are read all the same up to 2^53 - 1 and reported as misfits; nothing else that is of another type is read (V1-U-52).
 *
 * @param exact the body as it was written, where `JSON.parse` may have lost something
 */
export function readBody(
  body: Readonly<Record<string, unknown>>,
  rows: readonly Member[],
  exact?: ExactObject,
): ReadBody {
  const members: Record<string, string | number> = {};
  const misfits: Misfit[] = [];
  for (const { name, isInteger, spellings } of rows) {
    const value = body[name];
    if (value === undefined || value === null) continue;
    const pointer = `/${name}`;
    const expected = isInteger ? 'an integer' : 'a string';
    if (exact?.repeated.has(name)) {
      misfits.push({ pointer, expected, got: 'more than one value' });
      continue;
    }
    const integer = readInteger(value, exact?.members.get(name));
    const text = typeof value === 'string' ? value : undefined;
    if (isInteger) {
      const digits = text === undefined ? undefined : readDigits(text);
      const read = integer ?? digits;
      if (read !== undefined) members[name] = read;
      if (integer === undefined) misfits.push({ pointer, expected, got: describeValue(value, digits) });
    } else {
      const read = text ?? (integer === undefined ? undefined : String(integer));
      if (read !== undefined) members[name] = spellings?.get(read.toLowerCase()) ?? read;
      if (text === undefined) misfits.push({ pointer, expected, got: describeValue(value, integer) });
    }
  }
  return { members, misfits };
}

/** @param written the canonical text of the number: 1.0000000000000000001 is not 1, though it is parsed as that */
function readInteger(value: unknown, written: string | undefined): number | undefined {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return undefined;
  if (written !== undefined && written !== String(value)) return undefined;
  return value === 0 ? 0 : value;
}

function readDigits(text: string): number | undefined {
  const number = /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? number + 0 : undefined;
}

/** @param integer what it was read as, if it was */
function describeValue(value: unknown, integer: number | undefined): string {
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return integer === undefined ? 'a string' : 'a string of digits';
  if (typeof value === 'number') return integer === undefined ? 'a number' : 'an integer';
  return `a ${typeof value}`;
}

/** One documented member of a body. */
export interface Member {
  readonly name: string;
  readonly isInteger: boolean;
  /** The listed spelling by the same word in lower case. */
  readonly spellings: ReadonlyMap<string, string> | undefined;
}

interface Row {
  readonly type: 'string' | 'integer';
  readonly words?: readonly string[];
}

function listMembers(rows: Readonly<Record<string, Row>>): readonly Member[] {
  return Object.entries(rows).map(([name, { type, words }]) => ({
    name,
    isInteger: type === 'integer',
    spellings: words && new Map(words.map((word) => [word.toLowerCase(), word])),
  }));
}

/** The documented members of each family's bodies, in the order of the contract. */
export const members: Readonly<Record<WebhookFamily, readonly Member[]>> = {
  status: listMembers(webhooks.status.members),
  event: listMembers(webhooks.event.members),
};
