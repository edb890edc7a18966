import { digestText } from '../digest.ts';
import { canonicalJson } from './canonical-json.ts';
import type { ExactObject } from './exact-json.ts';
import { members } from './members.ts';
import type { ReadBody } from './read-body.ts';

const sortedNames = [...new Set([...members.status, ...members.event].map(({ name }) => name))].sort();

const listedWords = {
  CallResult: new Set(members.status.find(({ name }) => name === 'CallResult')?.spellings?.values()),
  Event: new Set(members.event.find(({ name }) => name === 'Event')?.spellings?.values()),
};

/**
 * What tells an event from every other one: a digest of the app and of the documented members of the body (V1-U-44). The
 * query and members that nobody has documented are no part of it, so that none of them makes a repetition look new. A body
 * that the contract does not know counts as a whole.
 *
 * @param read the body's documented members, of the family that the body itself tells
 * @param exact the body as it was written, where `JSON.parse` may have lost something
 */
export function fingerprintOf(
  sdkappid: number,
  body: Readonly<Record<string, unknown>>,
  read: ReadBody,
  exact?: ExactObject,
): string {
  const text = isKnown(read)
    ? documentedText(read, exact)
    : `other ${exact ? exact.canonical : canonicalJson(body)}`;
  return digestText(`${sdkappid} ${text}`);
}

/** Whether the body says in a listed word what has happened. */
function isKnown({ members: { Event, CallResult }, misfits }: ReadBody): boolean {
  if (misfits.length > 0) return false;
  if (Event !== undefined) return listedWords.Event.has(String(Event));
  return listedWords.CallResult.has(String(CallResult));
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
