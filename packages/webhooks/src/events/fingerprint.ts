import * as crypto from 'node:crypto';
import { findFamily } from './commands.ts';
import { compare, type ExactObject } from './exact-json.ts';
import { members, type ReadBody } from './read-body.ts';

const sortedNames = [...new Set([...members.status, ...members.event].map(({ name }) => name))].sort();

const listedWords = {
  CallResult: new Set(members.status.find(({ name }) => name === 'CallResult')?.spellings?.values()),
  Event: new Set(members.event.find(({ name }) => name === 'Event')?.spellings?.values()),
};

/**
 * Members that tell calls and their steps apart. Without one of them a body counts as a whole: should the vendor rename a
 * member, two calls that agree in all others must not become one (V1-U-44).
 */
const identifyingNames = {
  status: ['UserId', 'RoomId', 'TotalNum', 'MediaType', 'CallId', 'Role', 'CallResult', 'EventTime'],
  event: ['UserId', 'RoomId', 'TotalNum', 'CallType', 'CallId', 'Role', 'Event'],
} as const;

/**
 * What tells an event from every other one: a digest of the app and of the documented members of the body (V1-U-44). The
 * query and members that nobody has documented are not part of it, so that none of them makes a repetition look new. A body
 * that lacks a member or has one of another type counts as a whole. The command is part of it only where the body does not
 * say what has happened.
 *
 * @param read the body's documented members, of the family that the body itself tells
 * @param exact the body as it was written, where `JSON.parse` may have lost something
 * @param command the command word, if it is one of the 25
 */
export function fingerprintOf(
  sdkappid: number,
  body: Readonly<Record<string, unknown>>,
  read: ReadBody,
  exact?: ExactObject,
  command?: string,
): string {
  if (isKnown(read)) return digestText(`${sdkappid} ${documentedText(read, exact)}`);
  const whole = exact ? exact.canonical : canonicalJson(body);
  return digestText(`${sdkappid} other ${saysWhat(read, command) ? '' : `${command} `}${whole}`);
}

/** Whether the body itself says what has happened; where no command is known, it has to. */
function saysWhat({ members: { Event, CallResult } }: ReadBody, command: string | undefined): boolean {
  if (command === undefined || Event !== undefined) return true;
  return findFamily(command) === 'status' && CallResult !== undefined;
}

/** Whether the body says in a listed word what has happened, and in which call. */
function isKnown({ members, misfits }: ReadBody): boolean {
  const { Event, CallResult, CallId } = members;
  if (misfits.length > 0 || CallId === '') return false;
  const isComplete = (names: readonly string[]) => names.every((name) => members[name] !== undefined);
  if (Event !== undefined) return listedWords.Event.has(String(Event)) && isComplete(identifyingNames.event);
  return listedWords.CallResult.has(String(CallResult)) && isComplete(identifyingNames.status);
}

/** Lengths tell where a text ends, so that no two lists of members give the same. */
function documentedText({ members: values }: ReadBody, exact: ExactObject | undefined): string {
  let text = '';
  for (const name of sortedNames) {
    const value = values[name];
    // An empty result says what an absent one says: the call has not ended (60129).
    if (value === undefined || (name === 'CallResult' && value === '')) continue;
    if (typeof value === 'number') text += `${name}=${value};`;
    else if (!exact?.undecodable.has(name)) text += `${name}:${value.length}:${value};`;
    else {
      // A byte that is not UTF-8 and the escape that is read as the same are two things.
      const written = exact.members.get(name) ?? '';
      text += `${name}~${written.length}:${written};`;
    }
  }
  return text;
}

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
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  // `JSON.parse` makes Infinity of 1e400, which JSON writes as null; some parsers make a bigint of long numbers.
  if (typeof value === 'bigint' || value === Infinity || value === -Infinity) return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).sort(([one], [other]) => compare(one, other));
  return `{${entries.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
}

/**
 * SHA-256 as text. The one-shot function takes half the time; runtimes that imitate Node do not all have it.
 */
const digest: (data: string | Uint8Array) => string =
  typeof crypto.hash === 'function'
    ? (data) => crypto.hash('sha256', data, 'base64url')
    : (data) => crypto.createHash('sha256').update(data).digest('base64url');

/**
 * SHA-256 of a text. UTF-8 writes every surrogate that stands alone as the same character, so a text that has one is
 * digested by its code units: no two texts have the same bytes.
 */
function digestText(text: string): string {
  return digest(text.isWellFormed() ? text : Buffer.from(text, 'utf16le'));
}
