import { resolveEscapes, type Span } from './resolve-escapes.ts';

/** Finds known texts in a text without escapes. */
export interface KnownFinder {
  /** How long the shortest of them is; infinite where there are none. */
  readonly shortest: number;
  /** Finds those that are not tokens. */
  findWords(text: string): Span[];
  /** Finds tokens, such as UserSigs and keys, and parts of them, in a stretch of letters and lines. */
  findTokens(stretch: string): Span[];
}

/** Fewer letters than these are not a token. */
const shortestToken = 24;
/** Of what length, in letters and digits, a part of a token is taken out by itself. */
const shortestPart = 16;
/** A shorter secret is taken out where it is a value by itself: within words it would be in every text. */
const shortestSecret = 8;
/** The same for identifiers, which are words of people, in bytes. */
const shortestIdentifier = 4;

export function createKnownFinder(secrets: readonly string[], identifiers: readonly string[]): KnownFinder {
  const tokens: string[] = [];
  const words: RegExp[] = [];
  let shortest = Number.POSITIVE_INFINITY;
  const add = (given: string, isSecret: boolean) => {
    for (const form of listForms(given)) {
      const text = isSecret && form.length > shortestToken ? form.replace(/[=_]{1,2}$/, '') : form;
      if (text.trim() === '') continue;
      shortest = Math.min(shortest, text.length);
      if (isSecret && isToken(text)) tokens.push(text);
      else words.push(isSecret ? secretPattern(text) : identifierPattern(text));
    }
  };
  for (const secret of secrets) add(secret, true);
  for (const identifier of identifiers) add(identifier, false);
  return {
    shortest,
    findWords: (text) =>
      words.flatMap((word) =>
        Array.from(text.matchAll(word), ({ 0: { length }, index }) => ({
          start: index,
          end: index + length,
        })),
      ),
    findTokens: createTokenIndex(tokens),
  };
}

/** One that is not ASCII has a second form, in bytes of UTF-8; one that looks escaped is looked for as it is, too. */
function listForms(given: string): Set<string> {
  const { text } = resolveEscapes(given);
  const bytes = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
  return new Set([text, bytes, given]);
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

function identifierPattern(text: string): RegExp {
  const pattern = Array.from(text, (letter) => (/[+ ]/.test(letter) ? '[+ ]' : escapeLetter(letter))).join(
    '',
  );
  const isNumber = /^\d+$/.test(text);
  const isShort = new TextEncoder().encode(text).length < shortestIdentifier;
  if (isShort || isNumber) return new RegExp(asValue(pattern, text, !isShort), 'gi');
  const before = /^[a-z\d]/i.test(text) ? '(?<![a-z\\d])' : '';
  const after = /[a-z\d]$/i.test(text) ? '(?![a-z\\d])' : '';
  return new RegExp(before + pattern + after, 'gi');
}

/** What is short, or a number, would be in every text: it has to be a value by itself. A number of JSON is none. */
function asValue(pattern: string, text: string, mayBeWord: boolean): string {
  const notInJson = /^\d+$/.test(text) ? '(?<![:,[]\\s{0,8})' : '';
  const [before, after] = mayBeWord ? ['\\s(,', '\\s),.:!\\]}'] : ['', ''];
  return `${notInJson}(?<=^|[="'\`/>${before}])${pattern}(?=$|[&"'\`/?#;<${after}])`;
}

function escapeLetter(letter: string): string {
  return letter.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
}

function isToken(text: string): boolean {
  return /^[\w*+/=\s-]+$/.test(text) && readLetters(text).length >= shortestToken;
}

const gramLength = 8;
/** A secret that repeats itself is found all the same. */
const mostPlaces = 4;
const lettersAndTags = /<w?br ?\/?>|([a-z\d])/gi;
const sign = /[*+/_=-]/;

/** What all spellings of a token have in common: its letters and digits, without case, lines and signs of alphabets. */
function readLetters(text: string): string {
  return text.replaceAll(text.includes('<') ? /<w?br ?\/?>|[^a-z\d]+/gi : /[^a-z\d]+/gi, '').toLowerCase();
}

/** Every answer is searched for every part of every token: pieces of eight letters are looked up, not looked for. */
function createTokenIndex(tokens: readonly string[]): KnownFinder['findTokens'] {
  const places = new Map<
    string,
    { readonly token: string; readonly letters: string; readonly at: number }[]
  >();
  for (const token of tokens) {
    const letters = readLetters(token);
    for (let at = 0; at + gramLength <= letters.length; at += 1) {
      const gram = letters.slice(at, at + gramLength);
      const list = places.get(gram) ?? [];
      if (list.length < mostPlaces) places.set(gram, [...list, { token, letters, at }]);
    }
  }
  if (places.size === 0) return () => [];
  return (stretch) => {
    const found: Span[] = [];
    const letters = readLetters(stretch);
    let original: number[] | undefined;
    // A part of sixteen letters has one whole piece at every step of eight.
    for (let at = 0; at + gramLength <= letters.length; ) {
      let next = at + gramLength;
      for (const known of places.get(letters.slice(at, next)) ?? []) {
        let [start, end] = [0, gramLength];
        while (start < at && letters[at - start - 1] === known.letters[known.at - start - 1]) start += 1;
        while (at + end < letters.length && letters[at + end] === known.letters[known.at + end]) end += 1;
        if (start + end < shortestPart) continue;
        original ??= findPlaces(stretch);
        const ofToken = findPlaces(known.token);
        const toSpan = (all: number[], place: number) => ({
          start: all[place - start] ?? 0,
          end: (all[place + end - 1] ?? 0) + 1,
        });
        found.push(withSigns(stretch, toSpan(original, at), known.token, toSpan(ofToken, known.at)));
        next = Math.max(next, at + end);
      }
      at = next;
    }
    return found;
  };
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
