import type { CallRedact } from './call-redact.ts';
import {
  decodeEach,
  findByteRuns,
  findCutRuns,
  findLetterRuns,
  type LetterRun,
  originalSpan,
  resolveEscapes,
  type Span,
  shiftSpan,
} from './decode-text.ts';
import { createTokenFinder, findWords, type Known, prepareSecret } from './find-known.ts';
import { clip, type Redact, takenOut } from './letters.ts';

/** Finds what looks like a credential in a text without escapes. Each pattern ends with what is to be taken out. */
export interface CredentialPattern {
  readonly pattern: RegExp;
  readonly mayMatch?: RegExp;
  /** Whether it goes by letters alone, so that it is looked for also where escapes were not resolved. */
  readonly isShape?: boolean;
}

const value = `((?:\\[redacted\\])*[^&\\s"'\\\\<>#,;}\\])]*)`;
const quoted = `["']([^"'<>\\r\\n,{}]+)`;
// Base64 may be in lines.
const letters = (least: number) => `[\\w*+/-]{${least},}(?:\\r?\\n[\\w*+/-]{20,})*={0,2}`;

/** A credential by its name, in a query, a form or JSON, and by what it looks like. */
export const credentialPatterns: readonly CredentialPattern[] = [
  {
    // A sentence that names it, such as "usersig: 70002", does not show one.
    pattern: new RegExp(
      `(?:user[_-]?sig|secret[_-]?key|access[_-]?token|password|tls\\.sig)(?:["']?\\s*=\\s*(?:${quoted}|${value})|["']\\s*:\\s*${quoted})`,
      'gi',
    ),
    mayMatch: /sig|key|token|password/i,
  },
  { pattern: /\b(?:Bearer|Basic)\s+([\w.~+/=-]{8,})/g },
  // Every UserSig is the base64 of deflated JSON, and the two bytes with which that begins are one of four.
  // A shorter run might be a user's own id.
  {
    pattern: new RegExp(`(e(?:J[w-z]|A[E-H]|F[4-7]|N[o-r])${letters(40)}|eJ[\\w*-]{40,}={0,2})`, 'g'),
    isShape: true,
  },
  // A secret key is 64 hexadecimal digits; ids of requests and calls are shorter.
  { pattern: /([0-9A-Fa-f]{64,})/g, isShape: true },
];

// No word of a message is this long; a UserSig has 150 characters and more, a secret key 64.
const longestWord = 59;

/** What does not belong into words: queries of URLs, and what is too long to be a word. */
const wordPatterns: readonly CredentialPattern[] = [
  { pattern: /\?((?=[^\s"'<>?]*=)[^\s"'<>]*)/g },
  { pattern: /\b(?:usersig|secretkey|secret_key)["']?\s*[=:]\s*["']?([^\s&"'<>]+)/gi },
  { pattern: new RegExp(`([A-Za-z0-9*_+/=-]{${longestWord + 1},})`, 'g') },
];

/** Each of the three is made when it is needed first: most calls need one. */
export function createCallRedact(secrets: readonly string[]): CallRedact {
  return {
    answer: once(() => createPatternRedact(secrets.flatMap(prepareSecret), [])),
    words: once(() => createWordRedact(secrets)),
    exchange: once(() => createPatternRedact(secrets.flatMap(prepareSecret), credentialPatterns)),
  };
}

function once(make: () => Redact): Redact {
  let made: Redact | undefined;
  return (text) => {
    made ??= make();
    return made(text);
  };
}

/**
 * Makes a function for words that may be shown, such as the vendor's message: without the given secrets, query strings
 * or anything like a credential, and short.
 */
export function createWordRedact(secrets: readonly string[]): Redact {
  const patterns = [...credentialPatterns, ...wordPatterns];
  const redact = createPatternRedact(secrets.flatMap(prepareSecret), patterns);
  return (text) => clip(redact(text));
}

/** Letters of all alphabets of base64, and what may stand between their lines: whatever is encoded or cut is in one. */
const stretches = /(?<![\w*+/=\s<>\u00ad\u200b\u2060-])[\w*+/=\s<>\u00ad\u200b\u2060-]{12,}/g;

const mostTurns = 4;
/** Base64 of base64 of a text is as deep as programs write. */
const deepest = 3;
/** Of what looks like a UserSig, these begin. */
const shortestLookalike = 42;
/** The zlib header with which every UserSig begins, in base64. */
const beginning = /e(?:J[w-z]|A[E-H]|F[4-7]|N[o-r])/;
/** A UserSig has some hundred letters; what goes on is a table. */
const mostLetters = 1024;

/**
 * Makes a function that takes secrets out of text, in every spelling in which a program may have written them: escaped
 * for a URL, JSON, HTML or a program, once or several times over; in another alphabet of base64; and within base64 or
 * hexadecimal digits of a text, which are then taken out as a whole. Of a long secret also a part is taken out. JSON
 * stays JSON, and what was redacted once is left as it is.
 */
export function createPatternRedact(known: readonly Known[], patterns: readonly CredentialPattern[]): Redact {
  const hasPatterns = patterns.length > 0;
  if (!hasPatterns && known.length === 0) return (text) => text;
  const findTokens = createTokenFinder(known);
  const shapes = patterns.filter(({ isShape }) => isShape);
  const shortest = Math.min(shortestLookalike, ...known.map(({ length }) => length));
  const shortestEncoded = Math.max(12, Math.ceil((shortest * 4) / 3));
  // Without patterns only what is encoded is looked for, and the id in every answer is too short for that.
  const shortestCut = hasPatterns ? Math.min(shortestLookalike, shortestEncoded) : shortestEncoded;
  // Unreadable bytes hold no text.
  const readable = new RegExp(`[^\\x00-\\x08\\x0e-\\x1f\\x7f]{${Math.min(shortest, 16)},}`);

  /** How many characters may still be looked into, and in how many codings the text at hand was. */
  let left = 0;
  let depth = 0;

  const find = (text: string): Span[] =>
    cutIntoWindows(text).flatMap(({ at, part }) => findInWindow(part).map((span) => shiftSpan(span, at)));

  const findInWindow = (text: string): Span[] => {
    const resolved = resolveEscapes(text);
    const found = findPlain(resolved.text).map((span) => originalSpan(resolved, span));
    // What follows a percent sign or a backslash by chance may be taken for an escape.
    if (!resolved.starts) return found;
    return [...found, ...findWords(text, known), ...shapes.flatMap((shape) => findPattern(text, shape))];
  };

  const findPlain = (text: string): Span[] => {
    const found = findWords(text, known);
    for (const pattern of patterns) found.push(...findPattern(text, pattern));
    for (const { 0: stretch, index } of text.matchAll(stretches))
      for (const span of findInStretch(stretch)) found.push(shiftSpan(span, index));
    const runs = depth === deepest ? [] : findByteRuns(text);
    for (const { meanings, ...span } of runs) if (holdsSecret(meanings)) found.push(span);
    return found;
  };

  const holdsSecret = (meanings: Iterable<string>): boolean => {
    for (const bytes of meanings) {
      // UTF-16 has one beside each letter.
      const meaning = bytes.replaceAll('\0', '');
      if (!readable.test(meaning)) continue;
      left -= meaning.length;
      if (left < 0) return true;
      depth += 1;
      const isFound = find(meaning).length > 0;
      depth -= 1;
      if (isFound) return true;
    }
    return false;
  };

  const isEncoded = (letters: string): boolean =>
    depth < deepest && letters.length >= shortestEncoded && holdsSecret(decodeEach(letters, shortestEncoded));

  const findInStretch = (text: string): Span[] => {
    const found = findTokens(text);
    if (text.length < shortestCut) return found;
    for (const run of findLetterRuns(text)) if (isEncoded(text.slice(run.start, run.end))) found.push(run);
    for (const run of findCutRuns(text, shortestCut)) found.push(...findInCutRun(run));
    return found;
  };

  const findInCutRun = (run: LetterRun): Span[] => {
    // A column of numbers is not base64 of anything.
    if (/[a-z]/i.test(run.text) && isEncoded(run.text))
      return [run.place({ start: 0, end: run.text.length })];
    return hasPatterns ? findLookalike(run) : [];
  };

  const redact = (text: string) => {
    let shown = text;
    // What stood around something that was taken out may mean something else now.
    for (let turn = 0; turn < mostTurns; turn += 1) {
      left = mostWork(shown);
      depth = 0;
      const next = replace(shown, find(shown));
      if (next === shown) break;
      shown = next;
    }
    return shown;
  };
  return (text) => redactJson(text, redact);
}

/** What looks like a UserSig in letters that were cut: some of each kind, from its zlib header on. */
function findLookalike({ text, place, isCutAt }: LetterRun): Span[] {
  const start = text.search(beginning);
  const token = text.slice(start, start + mostLetters);
  if (start < 0 || token.length < shortestLookalike || !isCutAt(start)) return [];
  const isMixed = [/\d/, /[A-Z]/, /[a-z]/].every((kind) => kind.test(token));
  return isMixed ? [place({ start, end: start + token.length })] : [];
}

// A regular expression remembers where it may go back to, and V8 throws when that is some million letters.
const windowLength = 1024 * 1024;
/** Longer than a secret is in any spelling, so that each is whole in one window. */
const windowOverlap = 64 * 1024;

function cutIntoWindows(text: string): { readonly at: number; readonly part: string }[] {
  if (text.length <= windowLength) return [{ at: 0, part: text }];
  const windows = [];
  for (let at = 0; at + windowOverlap < text.length; at += windowLength - windowOverlap) {
    windows.push({ at, part: text.slice(at, at + windowLength) });
  }
  return windows;
}

// An answer made to be decoded without end is given up, and what was not looked into is taken out.
function mostWork(text: string): number {
  return 64 * 1024 + 16 * text.length;
}

function replace(text: string, found: readonly Span[]): string {
  const spans = found.filter((span) => !isTakenOut(text, span)).sort((one, other) => one.start - other.start);
  if (spans.length === 0) return text;
  const parts: string[] = [];
  let written = 0;
  for (const { start, end } of spans) {
    if (end <= written) continue;
    // One mark stands for spans that overlap or touch.
    if (start > written || parts.length === 0) parts.push(text.slice(written, start), takenOut);
    written = end;
  }
  return parts.join('') + text.slice(written);
}

/** Whether the span is part of a mark that is there already. */
function isTakenOut(text: string, { start, end }: Span): boolean {
  for (let at = Math.max(0, end - takenOut.length); at <= start; at += 1) {
    if (text.startsWith(takenOut, at)) return true;
  }
  return false;
}

/** Redacts a text. If it was JSON, it still is: where a span broke it, each of its values is redacted by itself. */
function redactJson(text: string, redact: (text: string) => string): string {
  const shown = redact(text);
  if (shown === text || !/^\s*["[{\d-]/.test(text) || !isJson(text) || isJson(shown)) return shown;
  return JSON.stringify(JSON.parse(text, (_, value: unknown) => redactValue(value, redact)));
}

function redactValue(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value === 'number') {
    const shown = redact(String(value));
    return shown === String(value) ? value : shown;
  }
  if (Array.isArray(value)) return redactBytes(value, redact);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [redact(name), member]));
}

/** An array of bytes is one value: that of a buffer. */
function redactBytes(values: readonly unknown[], redact: (text: string) => string): unknown {
  const text = values.every(Number.isInteger) ? values.join(' ') : '';
  return redact(text) === text ? values : takenOut;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // No value is needed, and nesting that is too deep to be read is not read elsewhere either.
    return false;
  }
}

/** Finds everything that a pattern matches. */
function findPattern(text: string, { pattern, mayMatch }: CredentialPattern): Span[] {
  if (mayMatch && !mayMatch.test(text)) return [];
  const found: Span[] = [];
  for (const match of text.matchAll(pattern)) {
    const part = match.slice(1).find((group) => group !== undefined) ?? '';
    const end = match.index + match[0].length;
    if (part !== '' && part.replaceAll(takenOut, '') !== '') found.push({ start: end - part.length, end });
  }
  return found;
}
