/** A text with every escape resolved, and where its characters stood. */
export interface ResolvedText {
  readonly text: string;
  /** Where each character of `text`, and its end, was in the original; undefined where nothing was escaped. */
  readonly starts: readonly number[] | undefined;
}

/** Part of a text, from the first character up to, but not including, the last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where a match stands. */
export function toSpan({ 0: { length }, index }: RegExpExecArray): Span {
  return { start: index, end: index + length };
}

/** A span of a part, as one of the whole. */
export function shiftSpan({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

// Escapes of escapes are resolved pass by pass. Text nested deeper is made to keep the reader busy.
const mostPasses = 8;

const entities =
  'amp& lt< gt> quot" apos\' ast* midast* plus+ sol/ bsol\\ lowbar_ equals= percnt% commat@ period. colon: quest? num#';
const characters = new Map(entities.split(' ').map((entity) => [entity.slice(0, -1), entity.slice(-1)]));
characters.set('nbsp', ' ').set('newline', '\n').set('tab', '\t');
const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** The character with this code; one that no secret has where there is none. */
const fromCode = (code: number) => (code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd');
const hexadecimal = (digits: string) => fromCode(Number.parseInt(digits, 16));

/** Each escape as the source of a pattern with one group, and what that means. */
const escapeForms: readonly (readonly [source: string, read: (group: string) => string])[] = [
  // Percent-encoding, once or many times over.
  ['%(?:25)*([\\da-f]{2})', hexadecimal],
  ['%(?:25)*u([\\da-f]{4})', hexadecimal],
  // Backslashes of JSON, JavaScript, Python and C, however often a string was put into a string.
  ['\\\\+u\\{0*([\\da-f]{1,6})\\}', hexadecimal],
  ['\\\\+u([\\da-f]{4})', hexadecimal],
  ['\\\\+x([\\da-f]{2})', hexadecimal],
  ['\\\\+([^])', (letter) => controls[letter] ?? letter],
  // Entities of HTML and XML.
  ['&(?:amp;)*#x0*([\\da-f]{1,6});?', hexadecimal],
  ['&(?:amp;)*#0*(\\d{1,7});?', (digits) => fromCode(Number(digits))],
  [`&(?:amp;)*(${[...characters.keys()].join('|')});`, (name) => characters.get(name.toLowerCase()) ?? name],
  // UTF-16 that was read as single bytes has one beside each letter. Another NUL keeps words apart.
  ['(\\0(?:(?<=\\0[^\\0]\\0)|(?=[^\\0]\\0)))', () => ''],
];
const escapes = new RegExp(escapeForms.map(([source]) => source).join('|'), 'gi');

/** Resolves escapes until there are none. A byte of percent-encoding becomes one character, whatever its charset. */
export function resolveEscapes(text: string): ResolvedText {
  let resolved: ResolvedText = { text, starts: undefined };
  for (let pass = 0; pass < mostPasses && resolved.text.search(escapes) >= 0; pass += 1) {
    resolved = resolveOnce(resolved);
  }
  return resolved;
}

/** The span of the original that a span of the resolved text came from. */
export function originalSpan({ starts }: ResolvedText, { start, end }: Span): Span {
  return starts ? { start: starts[start] ?? 0, end: starts[end] ?? 0 } : { start, end };
}

function resolveOnce({ text, starts: before }: ResolvedText): ResolvedText {
  const starts: number[] = [];
  let shown = '';
  let copied = 0;
  const copyUntil = (end: number) => {
    shown += text.slice(copied, end);
    for (let at = copied; at < end; at += 1) starts.push(before?.[at] ?? at);
  };
  for (const match of text.matchAll(escapes)) {
    copyUntil(match.index);
    const character = readCharacter(match);
    shown += character;
    for (let at = 0; at < character.length; at += 1) starts.push(before?.[match.index] ?? match.index);
    copied = match.index + match[0].length;
  }
  copyUntil(text.length);
  starts.push(before?.[text.length] ?? text.length);
  return { text: shown, starts };
}

function readCharacter([, ...groups]: RegExpMatchArray): string {
  const form = groups.findIndex((group) => group !== undefined);
  return escapeForms[form]?.[1](groups[form] ?? '') ?? '';
}

/** Letters of base64 or hexadecimal digits, put together where they were cut into lines. */
export interface LetterRun {
  readonly text: string;
  /** Where a span of the letters stood. */
  readonly place: (span: Span) => Span;
  /** Whether letters from this place on were cut evenly, as a program does: in prose any letters may meet. */
  readonly isCutAt: (start: number) => boolean;
}

const shortestWidth = 4;
const shortestLine = 20;
const piece = /<w?br ?\/?>|([\w*+/-]+)/g;
// Between two pieces: the equals sign by which quoted-printable goes on, a line break of HTML, one with an indentation
// or the mark of a quotation, or a blank.
const groups =
  /(?<![\w*+/-])[\w*+/-]+(?:(?=[= <\r\n])={0,2}[ \t]{0,8}(?:<w?br ?\/?>)?(?:\r?\n[ \t>]{0,32})?[\w*+/-]+)+/g;

/** Finds runs of letters of any alphabet of base64 in one line. */
export function findLetterRuns(text: string): Span[] {
  return Array.from(text.matchAll(/[\w*+/=-]+/g), toSpan);
}

/** Finds runs that were cut into pieces of one length, with what stands before them and the shorter rest after them. */
export function findCutRuns(text: string, least: number): LetterRun[] {
  const found: LetterRun[] = [];
  for (const { 0: group, index } of text.matchAll(groups)) {
    if (group.length < least) continue;
    const pieces = Array.from(group.matchAll(piece), ({ 1: letters = '', index: at }) => ({
      letters,
      at: index + at,
    }));
    found.push(...findEvenRuns(pieces.filter(({ letters }) => letters !== '')));
  }
  return found.filter((run) => run.text.length >= least);
}

/** Letters without a cut, and where they stand. */
interface Piece {
  readonly letters: string;
  readonly at: number;
}

function findEvenRuns(pieces: readonly Piece[]): LetterRun[] {
  const found: LetterRun[] = [];
  const width = (at: number) => pieces[at]?.letters.length ?? 0;
  for (let at = 1, next = 1; at < pieces.length; at = next) {
    while (next < pieces.length && width(next) === width(at)) next += 1;
    const hasRest = width(next) < width(at);
    const run = pieces.slice(at - 1, hasRest ? next + 1 : next);
    if (width(at) >= shortestWidth) found.push(joinPieces(run, width(at), next - at));
  }
  return found;
}

/**
 * @param width of the pieces that are alike.
 * @param repeats how many of these there are.
 */
function joinPieces(run: readonly Piece[], width: number, repeats: number): LetterRun {
  const first = run[0]?.letters.length ?? 0;
  return {
    text: run.map(({ letters }) => letters).join(''),
    place({ start, end }) {
      const places = run.flatMap(({ letters, at }) => Array.from(letters, (_, letter) => at + letter));
      return { start: places[start] ?? 0, end: (places[end - 1] ?? 0) + 1 };
    },
    isCutAt(start) {
      if (start >= first) return repeats > 1;
      // A longer piece is whole by itself, and words follow it; of two lines the first is the longer one.
      return first - start <= width || (run.length === 2 && width >= shortestLine);
    },
  };
}

// As JSON of a buffer, a dump, a program or a mail has them: `[101, 74]`, `65:4a`, `<65 4a>`, `0x65, 0x4a`, `=65=4A`.
const byteRuns = /(?<!\w)(?:0x)?[\da-f]{1,3}(?:[\s,:=-]{1,80}(?:0x)?[\da-f]{1,3}){11,}(?!\w)/gi;

/** Finds bytes that are written one by one, with each text that they may mean. */
export function findByteRuns(text: string): (Span & { readonly meanings: readonly string[] })[] {
  return Array.from(text.matchAll(byteRuns), (run) => {
    const digits = run[0].match(/\b(?!0x)[\da-f]+|(?<=0x)[\da-f]+/gi) ?? [];
    // Other numbers and words may stand beside them.
    const toCharacter = (code: number) => (code < 256 ? fromCode(code) : '\n');
    const meanings = [10, 16].map((base) =>
      digits.map((byte) => toCharacter(Number.parseInt(byte, base))).join(''),
    );
    return { ...toSpan(run), meanings };
  });
}

/** Each text that letters of base64 or hexadecimal digits may mean. Bytes are characters up to U+00FF. */
export function* decodeEach(run: string, least: number): Iterable<string> {
  for (const [digits] of run.matchAll(/[\da-f]+/gi)) if (digits.length >= least) yield* decodeDigits(digits);
  // An equals sign within a run ends what was glued to it.
  for (const letters of run.split(/=+/)) if (letters.length >= least) yield* decodeBase64(letters);
}

function decodeDigits(digits: string): string[] {
  const decode = (from: number) =>
    digits.slice(from).replace(/..?/g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
  return [0, 1].map(decode);
}

function* decodeBase64(run: string): Iterable<string> {
  const alphabets = new Set([
    run.replaceAll(/[*-]/g, '+').replaceAll('_', '/'),
    run.replaceAll('*', '+').replaceAll(/[-_]/g, '/'),
  ]);
  for (const letters of alphabets) {
    // Letters before it may belong to something else. One letter alone is less than a byte.
    for (const from of [0, 1, 2, 3])
      yield atob(letters.slice(from, letters.length % 4 === (from + 1) % 4 ? -1 : undefined));
  }
}
