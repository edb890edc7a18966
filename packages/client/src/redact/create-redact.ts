import { isObject } from '@trtc-call/reporting/values';
import { checkNames } from '../check-options.ts';
import {
  type CredentialPattern,
  credentialPatterns,
  findPattern,
  identifierPattern,
  takenOut,
} from './credential-patterns.ts';
import { createDecode, type Decode, findLetterRuns } from './encoded-runs.ts';
import {
  createTokenIndex,
  findByAnchor,
  isToken,
  type Known,
  prepareKnown,
  shortestPart,
  type TokenIndex,
  toLower,
} from './find-known.ts';
import { findEvenRuns, findFolded, findFoldedUserSig, joinPieces } from './folded-lines.ts';
import { originalSpan, resolveEscapes, type Span } from './resolve-escapes.ts';

/** Takes out what would let a reader call in the account's name, wherever it stands in a text. */
export type Redact = (text: string) => string;

/** What is taken out beside UserSigs, keys and whatever looks like them. */
export interface RedactOptions {
  /** Texts that must not be written, such as the secret key. Default: none. */
  readonly secrets?: readonly string[] | undefined;
  /**
   * Accounts that must not be written, wherever one is a word of its own. One of fewer than four bytes is taken out only
   * where it is a value by itself: in a query, in a path or between quotes. Default: none.
   */
  readonly identifiers?: readonly string[] | undefined;
  /** Whether the account that calls is taken out of the query. Default: `false`. */
  readonly redactIdentifier?: boolean | undefined;
}

export const redactOptionNames: readonly (keyof RedactOptions)[] = [
  'secrets',
  'identifiers',
  'redactIdentifier',
];

/**
 * Makes a function that takes secrets out of text, in every spelling in which a program may have written them: escaped
 * for a URL, JSON, HTML or a program, once or several times over; in another alphabet of base64; and within base64 or
 * hexadecimal digits of a text, which are then taken out as a whole. Of a long secret also a part is taken out. JSON
 * stays JSON, and what was redacted once is left as it is.
 *
 * @throws ArgumentError for an option that does not exist.
 */
export function createRedact(options: RedactOptions = {}): Redact {
  checkNames('createRedact', 'options', options, redactOptionNames);
  const { secrets = [], identifiers = [], redactIdentifier = false } = options;
  const patterns = redactIdentifier ? [...credentialPatterns, identifierPattern] : credentialPatterns;
  return createPatternRedact(secrets, patterns, identifiers);
}

/** The same with other patterns, or with none. */
export function createPatternRedact(
  secrets: readonly string[],
  patterns: readonly CredentialPattern[],
  identifiers: readonly string[] = [],
): Redact {
  const known = [
    ...secrets.flatMap((secret) => prepareKnown(secret, 'secret')),
    ...identifiers.flatMap((identifier) => prepareKnown(identifier, 'identifier')),
  ];
  const lengths = [
    ...known.map(({ text }) => text.length),
    ...(patterns.length > 0 ? [shortestLookalike] : []),
  ];
  if (lengths.length === 0) return (text) => text;
  const shortest = Math.min(shortestLookalike, ...lengths);
  const shortestEncoded = Math.max(12, Math.ceil((shortest * 4) / 3));
  const search: Search = {
    words: known.filter((one) => !isToken(one)),
    tokens: createTokenIndex(known.filter(isToken)),
    patterns,
    decode: createDecode(shortest, shortestEncoded),
    shortestEncoded,
  };
  const redact = (text: string) => {
    let shown = text;
    // What stood around something that was taken out may mean something else now.
    for (let turn = 0; turn < mostTurns; turn += 1) {
      const next = replace(shown, findSecrets(shown, search, { left: mostWork(shown) }, 0));
      if (next === shown) break;
      shown = next;
    }
    return shown;
  };
  return (text) => redactJson(text, redact);
}

interface Search {
  readonly tokens: TokenIndex;
  /** Known texts of every other kind. */
  readonly words: readonly Known[];
  readonly patterns: readonly CredentialPattern[];
  readonly decode: Decode;
  /** So many letters a secret has at least in base64. */
  readonly shortestEncoded: number;
}

/** Characters that may still be decoded. */
interface Budget {
  left: number;
}

const mostTurns = 4;
/** Base64 of base64 of a text is as deep as programs write. */
const deepest = 3;
/** Of what looks like a UserSig, these begin. */
const shortestLookalike = 42;

// An answer made to be decoded without end is given up, and what was not looked into is taken out.
function mostWork(text: string): number {
  return 64 * 1024 + 16 * text.length;
}

function findSecrets(text: string, search: Search, budget: Budget, depth: number): Span[] {
  const resolved = resolveEscapes(text);
  const inside = [
    ...findIn(resolved.text, search, budget, depth),
    // A budget of its own: what is cut is there a second time.
    ...findInFolds(resolved.text, search, depth === 0 ? { left: mostWork(text) } : budget, depth),
  ];
  const found = inside.map((span) => originalSpan(resolved, span));
  // What follows a percent sign or a backslash by chance may be taken for an escape.
  if (!resolved.places) return found;
  const shapes = search.patterns.filter(({ isShape }) => isShape);
  return [...found, ...findWords(text, search), ...shapes.flatMap((shape) => findPattern(text, shape))];
}

function findIn(text: string, search: Search, budget: Budget, depth: number): Span[] {
  const { patterns, tokens, shortestEncoded } = search;
  const found = findWords(text, search);
  for (const pattern of patterns) found.push(...findPattern(text, pattern));
  for (const run of findLetterRuns(text, Math.min(shortestPart, shortestEncoded))) {
    const length = run.end - run.start;
    if (length >= shortestPart && !tokens.isEmpty) found.push(...tokens.find(text, run));
    if (length >= shortestEncoded && depth < deepest && isEncoded(text, run, search, budget, depth))
      found.push(run);
  }
  return found;
}

/** Lines may be cut anywhere: in mails, in files of keys, by programs that print. */
function findInFolds(text: string, search: Search, budget: Budget, depth: number): Span[] {
  const { tokens, patterns, shortestEncoded } = search;
  const found: Span[] = [];
  for (const group of findFolded(text, Math.min(shortestPart, shortestEncoded))) {
    if (!tokens.isEmpty) {
      const hasSigns = text.slice(group[0], group.at(-1)).includes('=');
      // A secret may have such signs itself.
      for (const keepsSigns of hasSigns ? [false, true] : [false]) {
        const { text: letters, place } = joinPieces(text, group, keepsSigns);
        found.push(...tokens.find(letters, { start: 0, end: letters.length }).map(place));
      }
    }
    for (const run of findEvenRuns(text, group, Math.min(shortestLookalike, shortestEncoded))) {
      if (patterns.length > 0) found.push(...findFoldedUserSig(run, shortestLookalike));
      const all = { start: 0, end: run.text.length };
      // A column of numbers is not base64 of anything.
      if (all.end < shortestEncoded || depth >= deepest || !/[a-z]/i.test(run.text)) continue;
      if (isEncoded(run.text, all, search, budget, depth)) found.push(run.place(all));
    }
  }
  return found;
}

function findWords(text: string, { words }: Search): Span[] {
  if (words.length === 0) return [];
  const lower = toLower(text);
  return words.flatMap((known) => findByAnchor(lower, known));
}

function isEncoded(
  text: string,
  { start, end }: Span,
  search: Search,
  budget: Budget,
  depth: number,
): boolean {
  for (const meaning of search.decode(text.slice(start, end))) {
    budget.left -= meaning.length;
    if (budget.left < 0 || findSecrets(meaning, search, budget, depth + 1).length > 0) return true;
  }
  return false;
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
  if (typeof value === 'number')
    return redact(String(value)) === String(value) ? value : redact(String(value));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [redact(name), member]));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // No value is needed, and nesting that is too deep to be read is not read by anybody else either.
    return false;
  }
}
