import { isObject } from '@trtc-call/reporting/values';
import { escapeSegment, getJsonType } from '../contract/json.ts';

/** The JSON objects in a sample, whatever stands around them, and as far as they can be read. */
export function objectsIn(sample: string): { readonly objects: unknown[]; readonly unreadable: number } {
  const objects: unknown[] = [];
  let unreadable = 0;
  const text = withFirstBrace(withoutComments(sample));
  for (let start = text.indexOf('{'); start >= 0; ) {
    const end = endOfObject(text, start);
    const part = text.slice(start, end);
    // A template such as {callId} is not a sample.
    if (/["}]/.test(part.slice(1).trimStart().charAt(0))) {
      const object = parseLeniently(part);
      if (object === undefined) unreadable += 1;
      else objects.push(object);
    }
    start = text.indexOf('{', end);
  }
  return { objects, unreadable };
}

/** A sample may lack its first line; what is left of it then closes more objects than it opens. */
function withFirstBrace(text: string): string {
  let depth = 0;
  for (const [token] of text.matchAll(tokens)) {
    if (token === '{') depth += 1;
    if (token === '}') depth -= 1;
  }
  const start = text.search(/"\w+"\s*:/);
  return depth === -1 && start >= 0 ? `{${text.slice(start)}` : text;
}

/** Strings and braces; a string that does not end is taken as far as it goes. */
const tokens = /"(?:[^"\\\n]|\\.)*"?|[{}]/g;

/** Every member of an object with its types: pointers, with `*` for every index. */
export function listMembers(value: unknown): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (one: unknown, at: string): void => {
    const types = new Set(found.get(at)?.split('|')).add(getJsonType(one));
    if (at !== '') found.set(at, [...types].sort().join('|'));
    if (Array.isArray(one)) for (const item of one) visit(item, `${at}/*`);
    else if (isObject(one))
      for (const [name, member] of Object.entries(one)) visit(member, `${at}/${escapeSegment(name)}`);
  };
  visit(value, '');
  return found;
}

function parseLeniently(text: string): unknown {
  for (const candidate of [text, withCommas(text)]) {
    try {
      return JSON.parse(candidate);
    } catch {
      // Tried next with what samples are known to lack.
    }
  }
  return undefined;
}

/** Commas that samples lack between members, and those that they have too many of. */
function withCommas(text: string): string {
  return text
    .replaceAll(/(["}\]\d]|\b(?:true|false|null))(\s+)(?=["{[])/g, '$1,$2')
    .replaceAll(/(["}\]\d])(?="[A-Za-z_]\w*"\s*:)/g, '$1,')
    .replaceAll(/,(\s*[}\]])/g, '$1')
    .replaceAll(/([[{:,]\s*),/g, '$1')
    .replaceAll('\u00a0', ' ');
}

// Without `//` and block comments, but for those within strings. A sample may have lost its ends of lines: then a
// comment goes as far as the next member or bracket. A string or a comment that does not end is taken as far as it
// goes: nothing is gone through twice.
function withoutComments(text: string): string {
  return text.replaceAll(/\n/.test(text.trim()) ? comments : commentsInOneLine, (whole, string, at) =>
    string !== undefined || isWithinUrl(text, at) ? whole : '',
  );
}

const comments = /("(?:[^"\\\n]|\\.)*"?)|\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/g;
const commentsInOneLine =
  /("(?:[^"\\]|\\.)*"?)|\/\/(?:(?!"[^"]{0,100}"\s{0,9}[:,\]}])[^{}[\]])*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/g;

function isWithinUrl(text: string, at: number): boolean {
  return /[a-z]:$/.test(text.slice(Math.max(0, at - 2), at));
}

/** Behind the brace that closes the one at `start`, or the end where none does. */
function endOfObject(text: string, start: number): number {
  const token = new RegExp(tokens);
  token.lastIndex = start;
  let depth = 0;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    if (found[0] === '{') depth += 1;
    if (found[0] === '}') depth -= 1;
    if (depth === 0) return token.lastIndex;
  }
  return text.length;
}
