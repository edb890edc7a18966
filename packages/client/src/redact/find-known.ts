import { resolveEscapes, type Span } from './resolve-escapes.ts';

/** How a known text is looked for. */
export type KnownKind = 'secret' | 'identifier';

/** A known text, prepared to be looked for. */
export interface Known {
  readonly kind: KnownKind;
  /** Without escapes, in small letters, letters of alphabets that stand for each other made alike. */
  readonly text: string;
  /** How much of it is a secret by itself: what is missing could be guessed, or stand elsewhere. */
  readonly least: number;
  /** How many line breaks may stand between two of its characters. */
  readonly breaks: number;
  /** How many characters may follow it as padding of base64. */
  readonly padding: number;
  /** Where it is taken for itself: anywhere, as a word, or as a value by itself, as between quotes. */
  readonly standsIn: 'text' | 'words' | 'value or word' | 'value';
  /** A part that every spelling has as it is, and where it stands. */
  readonly anchor: { readonly text: string; readonly at: number };
}

/** Of what length a part of a secret is taken out by itself. */
export const shortestPart = 20;
/** A shorter secret is taken out where it is a value by itself: within words it would be in every text. */
const shortestSecret = 8;
/** The same for identifiers, which are words of people. */
const shortestIdentifier = 4;
/** Base64 in lines of 76 characters has a line break within the secret. */
const lineBreaks = '\r\n\t\u00ad\u200b\u2060\ufeff';
const allLineBreaks = new RegExp(`[${lineBreaks}]`, 'g');
const lineBreakRuns = new RegExp(`[${lineBreaks}]+`, 'g');
const commonLineBreaks = 3;

/**
 * Prepares a text. One that is not ASCII has a second form, in bytes of UTF-8, and one that looks as if it were escaped
 * is looked for as it is, too. Nothing for an empty text.
 */
export function prepareKnown(given: string, kind: KnownKind): Known[] {
  const resolved = toLower(resolveEscapes(given).text);
  const bytes = Array.from(new TextEncoder().encode(resolved), (byte) => String.fromCharCode(byte)).join('');
  return [...new Set([resolved, toLower(bytes), toLower(given)])].flatMap((text) =>
    prepare(text, kind, given.length),
  );
}

/** Small letters, in a text of the same length. */
export function toLower(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function prepare(whole: string, kind: KnownKind, givenLength: number): Known[] {
  const isSecret = kind === 'secret';
  const body = isSecret && whole.length > shortestPart ? whole.replace(/[=_]{1,2}$/, '') : whole;
  const folded = Array.from(body, (character) => fold(character, kind)).join('');
  const text = isSecret ? folded.replaceAll(allLineBreaks, '') : folded;
  if (text.trim() === '') return [];
  const [anchor] = [...folded.matchAll(/[^\s\u00ad\u200b\u2060-]+/g)]
    .map(({ 0: part, index }) => {
      const before = folded.slice(0, index);
      return { text: part, at: (isSecret ? before.replaceAll(allLineBreaks, '') : before).length };
    })
    .sort((one, other) => other.text.length - one.text.length);
  const isLong = isSecret && text.length >= shortestPart + 4;
  const least = isLong ? shortestPart : text.length;
  const padding = whole.length - body.length;
  const longestRun = Math.max(0, ...Array.from(folded.matchAll(lineBreakRuns), ([run]) => run.length));
  const breaks = isSecret ? commonLineBreaks + longestRun : 0;
  return [
    {
      kind,
      text,
      least,
      breaks,
      padding,
      standsIn: choosePlaces(text, kind, givenLength),
      anchor: anchor ?? { text: body.charAt(0), at: 0 },
    },
  ];
}

/** Letters in which the alphabets of base64 differ, and a blank, which a query writes as a plus. */
function fold(character: string, kind: KnownKind): string {
  if (character >= 'A' && character <= 'Z') return character.toLowerCase();
  if (kind === 'identifier') return character === '+' ? ' ' : character;
  return '+/*_ '.includes(character) ? '-' : character;
}

/** Finds a known text by its anchor. */
export function findByAnchor(lower: string, known: Known): Span[] {
  const { text, at } = known.anchor;
  const found: Span[] = [];
  for (let place = lower.indexOf(text); place !== -1; ) {
    const span = growKnown(lower, known, at, place);
    if (span) found.push(span);
    place = lower.indexOf(text, Math.max(place + 1, span?.end ?? 0));
  }
  return found;
}

/**
 * How far the text around a place is the known one. Undefined where that is too little.
 *
 * @param at a place in the known text
 * @param place where that stands in the text
 */
function growKnown(text: string, known: Known, at: number, place: number): Span | undefined {
  const left = follow(text, known, place - 1, at - 1, -1);
  const right = follow(text, known, place, at, 1);
  const span = { start: left.place + 1, end: right.place };
  const isEnd = right.known === known.text.length;
  for (let more = 0; isEnd && more < known.padding && /[=_]/.test(text[span.end] ?? ''); more += 1)
    span.end += 1;
  if (isEnd && left.known < 0) return fitsAround(text, known, span) ? span : undefined;
  const matched = right.known - left.known - 1 + (isEnd ? known.padding : 0);
  return matched >= known.least ? span : undefined;
}

function follow(text: string, known: Known, from: number, fromKnown: number, step: 1 | -1) {
  let inKnown = fromKnown;
  let place = from;
  let breaks = 0;
  for (
    let at = from;
    inKnown >= 0 && inKnown < known.text.length && at >= 0 && at < text.length;
    at += step
  ) {
    const character = text[at] ?? '';
    const wanted = known.text[inKnown] ?? '';
    if (
      character === wanted ||
      fold(character, known.kind) === wanted ||
      character.toLowerCase() === wanted
    ) {
      inKnown += step;
      place = at + step;
      breaks = 0;
    } else if (!lineBreaks.includes(character) || breaks === known.breaks) break;
    else breaks += 1;
  }
  return { known: inKnown, place };
}

const wordCharacter = /[a-z\d]/i;
const opening = /[="'`/>]/;
const closing = /[&"'`/?#;<]/;
const openingOfWord = /[\s(,]/;
const closingOfWord = /[\s),.:!\]}]/;
const mostBlanks = 8;

/** An identifier is a word. What is short has to be a value by itself, and a number of JSON is neither. */
function fitsAround(text: string, known: Known, { start, end }: Span): boolean {
  const before = text[start - 1];
  const after = text[end];
  if (known.standsIn === 'text') return true;
  if (known.standsIn === 'words') {
    const joins = (inner = '', outer = '') => wordCharacter.test(inner) && wordCharacter.test(outer);
    return !joins(text[start], before) && !joins(text[end - 1], after);
  }
  const isWord = known.standsIn === 'value or word';
  const around = text.slice(Math.max(0, start - mostBlanks), start);
  if (/^\d+$/.test(known.text) && /[:,[]\s*$/.test(around)) return false;
  return (
    (before === undefined || opening.test(before) || (isWord && openingOfWord.test(before))) &&
    (after === undefined || closing.test(after) || (isWord && closingOfWord.test(after)))
  );
}

/** Where a known text is taken for itself: what is short, or a number, would be in every text. */
function choosePlaces(text: string, kind: KnownKind, givenLength: number): Known['standsIn'] {
  if (kind === 'secret') return givenLength < shortestSecret ? 'value or word' : 'text';
  if (new TextEncoder().encode(text).length < shortestIdentifier) return 'value';
  return /^\d+$/.test(text) ? 'value or word' : 'words';
}

const gramLength = 8;
/** A secret that repeats itself is found all the same. */
const mostPlaces = 4;

/** Finds long secrets of letters of base64, and parts of them, by pieces of eight letters. */
export interface TokenIndex {
  readonly isEmpty: boolean;
  find(text: string, run: Span): Span[];
}

/** Whether a secret is one that this index finds: some run of its letters has no letter that alphabets differ in. */
export function isToken({ kind, text, least }: Known): boolean {
  const isLong = kind === 'secret' && text.length > least && /^[\w=-]+$/.test(text);
  return isLong && text.split('-').some((part) => part.length >= shortestPart);
}

/** Every answer is searched for every part of every secret: their pieces are looked up, not looked for. */
export function createTokenIndex(tokens: readonly Known[]): TokenIndex {
  const places = new Map<string, { readonly known: Known; readonly at: number }[]>();
  for (const known of tokens) {
    for (let at = 0; at + gramLength <= known.text.length; at += 1) {
      const gram = known.text.slice(at, at + gramLength);
      const list = places.get(gram) ?? [];
      if (list.length < mostPlaces) places.set(gram, [...list, { known, at }]);
    }
  }
  return {
    isEmpty: places.size === 0,
    find(text, { start, end }) {
      const found: Span[] = [];
      const letters = foldAll(text.slice(start, end));
      for (let at = 0; at + gramLength <= letters.length; ) {
        // A part of twenty letters has one whole piece at every step of eight.
        const candidates = places.get(letters.slice(at, at + gramLength)) ?? [];
        const spans = candidates.flatMap((one) => growKnown(text, one.known, one.at, start + at) ?? []);
        found.push(...spans);
        at = Math.max(at + gramLength, ...spans.map((span) => span.end - start));
      }
      return found;
    },
  };
}

function foldAll(letters: string): string {
  const lower = letters.toLowerCase();
  return /[+/*_]/.test(lower) ? lower.replaceAll(/[+/*_]/g, (letter) => fold(letter, 'secret')) : lower;
}
