import * as crypto from 'node:crypto';
import { breaks, compile, describeSchema, type Schema, type Validator } from '@trtc-call/client/schema';
import type { Misfit, Written, WrittenObject } from '../contract.ts';
import { readDigits } from './read-json.ts';

/** The documented members of a body in one spelling, and where it differs from the contract. */
export interface ReadMembers {
  readonly members: Readonly<Record<string, string | number>>;
  readonly misfits: readonly Misfit[];
}

/** A row of the contract's table about a text or a whole number. */
export interface ScalarRow {
  readonly type: 'string' | 'integer';
  /** A page has it in this type too. */
  readonly or?: 'string' | 'integer' | undefined;
  readonly words?: readonly string[] | undefined;
  /** Other spellings of the words. */
  readonly spellings?: Readonly<Record<string, string>> | undefined;
}

/** A documented text or whole number. */
export interface Scalar {
  readonly schema: Schema;
  readonly validator: Validator;
  /** The listed spelling by the same word in lower case. */
  readonly spellings: ReadonlyMap<string, string>;
  readonly or: ScalarRow['or'];
}

/** A documented member that is a text or a whole number. */
export interface Member extends Scalar {
  readonly name: string;
}

/** Prepares a value as the contract has it. Words beside the listed ones are let through. */
export function compileScalar({ type, or, words = [], spellings = {} }: ScalarRow): Scalar {
  const schema: Schema = words.length > 0 ? { type, enum: words, open: true } : { type };
  const all = [...words.map((word) => [word, word] as const), ...Object.entries(spellings)];
  const meanings = new Map(all.map(([spelling, word]) => [spelling.toLowerCase(), word]));
  return { schema, validator: compile(schema), spellings: meanings, or };
}

/** Prepares a member as the contract has it. */
export function compileMember(name: string, row: ScalarRow): Member {
  return { name, ...compileScalar(row) };
}

/**
 * Reads the documented members. `null` is the same as absent. Digits in place of a number, and a whole number in place of
 * a text, are read all the same up to 2^53 - 1 and reported as misfits; nothing else that is of another type is read (V1-U-52).
 */
export function readMembers(
  body: Readonly<Record<string, unknown>>,
  documented: readonly Member[],
  written: WrittenObject,
): ReadMembers {
  const members: Record<string, string | number> = {};
  const misfits: Misfit[] = [];
  for (const member of documented) {
    const { name, schema } = member;
    const sent = body[name];
    if (sent === undefined || sent === null) continue;
    const pointer = `/${name}`;
    if (written.repeated.has(name)) {
      misfits.push({ pointer, expected: describeSchema(schema), got: 'more than one value' });
      continue;
    }
    const read = readScalar(member, sent, written.members.get(name), pointer, misfits);
    if (read !== undefined) members[name] = read;
  }
  return { members, misfits };
}

/** Reads one value in the spelling of the contract; undefined where it cannot be read. */
export function readScalar(
  { schema, validator, spellings, or }: Scalar,
  sent: unknown,
  written: Written | undefined,
  pointer: string,
  misfits: Misfit[],
): string | number | undefined {
  if (or !== undefined) {
    const other = readOther(sent, written, or);
    if (other !== undefined) return other;
  }
  // A number that `JSON.parse` has rounded is not the number that was sent.
  const value = typeof sent === 'number' && !isExact(sent, written) ? Number.NaN : sent;
  const issue = validator.check(value, pointer).find(breaks);
  const read = issue ? readOtherType(value, schema) : value;
  if (issue) {
    const got = typeof read === 'number' ? 'a string of digits' : issue.got;
    misfits.push({ pointer, expected: issue.expected, got });
  }
  if (typeof read === 'number') return read + 0;
  return typeof read === 'string' ? (spellings.get(read.toLowerCase()) ?? read) : undefined;
}

/** A whole number where a text is usual, with all its digits, and a text where a number is usual: digits are the number. */
function readOther(
  sent: unknown,
  written: Written | undefined,
  or: 'string' | 'integer',
): string | number | undefined {
  if (or === 'integer') {
    return typeof sent === 'number' && typeof written === 'string' ? readDigits(written) : undefined;
  }
  if (typeof sent !== 'string') return undefined;
  return /^(?:0|[1-9]\d{0,14})$/.test(sent) ? Number(sent) : sent;
}

/** 1.0000000000000000001 is not 1, though it is parsed as that. */
function isExact(value: number, written: Written | undefined): boolean {
  return !Number.isInteger(value) || (Number.isSafeInteger(value) && written === String(value));
}

function readOtherType(value: unknown, { type }: Schema): string | number | undefined {
  if (type === 'string') return Number.isSafeInteger(value) ? String(value) : undefined;
  if (typeof value !== 'string' || !/^-?\d{1,16}$/.test(value)) return undefined;
  return Number.isSafeInteger(Number(value)) ? Number(value) : undefined;
}

/** Members as one text. Lengths tell where a text ends, so that no two lists of members give the same. */
export function writeMembers(
  names: readonly string[],
  { members }: ReadMembers,
  written: WrittenObject,
): string {
  let text = '';
  for (const name of names) {
    const value = members[name];
    if (value === undefined) continue;
    if (typeof value === 'number') text += `${name}=${value};`;
    else if (!written.undecodable.has(name)) text += `${name}:${value.length}:${value};`;
    else {
      // A byte that is not UTF-8 and the escape that is read as the same are two things.
      const spelt = String(written.members.get(name));
      text += `${name}~${spelt.length}:${spelt};`;
    }
  }
  return text;
}

/** SHA-256 as text. The one-shot function takes half the time; runtimes that imitate Node do not all have it. */
const digest: (data: string | Uint8Array) => string =
  typeof crypto.hash === 'function'
    ? (data) => crypto.hash('sha256', data, 'base64url')
    : (data) => crypto.createHash('sha256').update(data).digest('base64url');

/**
 * SHA-256 of a text. UTF-8 writes every surrogate that stands alone as the same character, so a text that has one is
 * digested by its code units: no two texts have the same bytes.
 */
export function digestText(text: string): string {
  return digest(text.isWellFormed() ? text : Buffer.from(text, 'utf16le'));
}
