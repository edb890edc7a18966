import { resolveEscapes, type Span, toSpan } from './decode-text.ts';
import { gramLength, isToken, readLetters, shortestToken } from './letters.ts';

/** A known text, prepared to be looked for: a token, which is found in part too, or the pattern of a word. */
export interface Known {
  readonly length: number;
  readonly token?: Token;
  readonly word?: RegExp;
}

/** A token with the places of its pieces of eight letters. */
interface Token {
  readonly text: string;
  readonly letters: string;
  /** Where each of the letters stands in the text. */
  readonly original: readonly number[];
  readonly places: ReadonlyMap<string, readonly number[]>;
}

/** Of what length, in letters and digits, a part of a token is taken out by itself. */
const shortestPart = 16;
/** A shorter secret is taken out where it is a value by itself: within words it would be in every text. */
const shortestSecret = 8;

export function prepareSecret(secret: string): Known[] {
  return listForms(secret).map((form) => {
    const text = form.length > shortestToken ? form.replace(/[=_]{1,2}$/, '') : form;
    const { length } = text;
    return isToken(text) ? { length, token: prepareToken(text) } : { length, word: secretPattern(text) };
  });
}

/** Finds what is not a token in a text without escapes. */
export function findWords(text: string, known: readonly Known[]): Span[] {
  return known.flatMap(({ word }) => (word ? Array.from(text.matchAll(word), toSpan) : []));
}

/** One that is not ASCII has a second form, in bytes of UTF-8; one that looks escaped is looked for as it is, too. */
export function listForms(given: string): string[] {
  const { text } = resolveEscapes(given);
  const bytes = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
  return [...new Set([text, bytes, given])].filter((form) => form.trim() !== '');
}

// Base64 in lines of 76 characters has a line break within the secret.
const lineBreaks = '[\\r\\n\\t\\u00ad\\u200b\\u2060\\ufeff]';
const allLineBreaks = new RegExp(lineBreaks, 'g');

function secretPattern(text: string): RegExp {
  const breaks = Math.max(
    0,
    ...Array.from(text.matchAll(new RegExp(`${lineBreaks}+`, 'g')), ([run]) => run.length),
  );
  const letters = text.replaceAll(allLineBreaks, '') || text;
  // The letters in which alphabets of base64 differ, and a blank, which a query writes as a plus.
  const body = Array.from(letters, (letter) => (/[+/*_ -]/.test(letter) ? '[+/*_ -]' : escapeLetter(letter)));
  const pattern = body.join(`${lineBreaks}{0,${breaks + 3}}`);
  return new RegExp(text.length < shortestSecret ? asValue(pattern, text, true) : pattern, 'gi');
}

/** What is short, or a number, would be in every text: it has to be a value by itself. A number of JSON is not one. */
export function asValue(pattern: string, text: string, mayBeWord: boolean): string {
  const notInJson = /^\d+$/.test(text) ? '(?<![:,[]\\s{0,8})' : '';
  const [before, after] = mayBeWord ? ['\\s(,', '\\s),.:!\\]}'] : ['', ''];
  return `${notInJson}(?<=^|[="'\`/>${before}])${pattern}(?=$|[&"'\`/?#;<${after}])`;
}

export function escapeLetter(letter: string): string {
  return letter.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
}

/** A secret that repeats itself is found all the same. */
const mostPlaces = 4;
const lettersAndTags = /<w?br ?\/?>|([a-z\d])/gi;
const sign = /[*+/_=-]/;

/** A known token is kept for many texts: its pieces are listed once. */
function prepareToken(text: string): Token {
  const letters = readLetters(text);
  const places = new Map<string, number[]>();
  for (let at = 0; at + gramLength <= letters.length; at += 1) {
    const gram = letters.slice(at, at + gramLength);
    const list = places.get(gram);
    if (!list) places.set(gram, [at]);
    else if (list.length < mostPlaces) list.push(at);
  }
  return { text, letters, original: findPlaces(text), places };
}

/**
 * Makes what finds tokens, and parts of them, in a stretch of letters and lines. Every answer is searched for every part
 * of every token: pieces of eight letters are looked up, not looked for.
 */
export function createTokenFinder(known: readonly Known[]): (stretch: string) => Span[] {
  const tokens = known.flatMap(({ token }) => token ?? []);
  if (tokens.length === 0) return () => [];
  return (stretch) => {
    const found: Span[] = [];
    const letters = readLetters(stretch);
    let original: number[] | undefined;
    // A part of sixteen letters has one whole piece at every step of eight.
    for (let at = 0, next = 0; at + gramLength <= letters.length; at = next) {
      next = at + gramLength;
      const gram = letters.slice(at, next);
      for (const token of tokens) {
        for (const place of token.places.get(gram) ?? []) {
          const { before, after } = measureMatch(letters, at, token.letters, place);
          if (before + after < shortestPart) continue;
          original ??= findPlaces(stretch);
          const span = findSpan(original, at - before, at + after);
          const ofToken = findSpan(token.original, place - before, place + after);
          found.push(withSigns(stretch, span, token.text, ofToken));
          next = Math.max(next, at + after);
        }
      }
    }
    return found;
  };
}

/** How many letters around a place in one text are those around a place in the other. A piece of both begins there. */
function measureMatch(one: string, at: number, other: string, place: number) {
  let before = 0;
  while (before < at && one[at - before - 1] === other[place - before - 1]) before += 1;
  let after = gramLength;
  while (at + after < one.length && one[at + after] === other[place + after]) after += 1;
  return { before, after };
}

/** The span of these letters in the text, by where each of them stands there. */
function findSpan(places: readonly number[], first: number, end: number): Span {
  return { start: places[first] ?? 0, end: (places[end - 1] ?? 0) + 1 };
}

/** Where each letter of a token stands. */
function findPlaces(text: string): number[] {
  return [...text.matchAll(lettersAndTags)].flatMap(({ 1: letter, index }) => (letter ? index : []));
}

/** A span with the signs of base64 around it that are of the token, too; at its end they may be padding. */
function withSigns(text: string, span: Span, token: string, ofToken: Span): Span {
  let { start, end } = span;
  const isSign = (one = '') => sign.test(one);
  for (let at = ofToken.start - 1; isSign(token[at]) && isSign(text[start - 1]); at -= 1) start -= 1;
  let at = ofToken.end;
  for (; isSign(token[at]) && isSign(text[end]); at += 1) end += 1;
  for (let more = 0; more < 2 && at === token.length && /[=_]/.test(text[end] ?? ''); more += 1) end += 1;
  return { start, end };
}
