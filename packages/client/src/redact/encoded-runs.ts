import type { Span } from './resolve-escapes.ts';

/** Letters of base64 or hexadecimal digits, put together where they were cut into lines. */
export interface LetterRun {
  readonly text: string;
  /** Where a span of the letters stood. */
  place(span: Span): Span;
  /** Whether letters from this place on were cut evenly, as a program does: in prose any letters may meet. */
  isCutAt(start: number): boolean;
}

const shortestWidth = 4;
const shortestLine = 20;
const piece = /<w?br ?\/?>|([\w*+/-]+)/g;
// Between two pieces: the equals sign by which quoted-printable goes on, a line break of HTML, one with an indentation
// or the mark of a quotation, or a blank.
const groups =
  /(?<![\w*+/-])[\w*+/-]+(?:(?=[= <\r\n])={0,2}[ \t]{0,8}(?:<w?br ?\/?>)?(?:\r?\n[ \t>]{0,32})?[\w*+/-]+)+/g;

/** Letters of all alphabets of base64, and what may stand between their lines: whatever is encoded or cut is in one. */
export const stretches = /(?<![\w*+/=\s<>\u00ad\u200b\u2060-])[\w*+/=\s<>\u00ad\u200b\u2060-]{12,}/g;

/** Finds runs of letters of any alphabet of base64 in one line. */
export function findLetterRuns(text: string): Span[] {
  return Array.from(text.matchAll(/[\w*+/=-]+/g), ({ 0: { length }, index }) => ({
    start: index,
    end: index + length,
  }));
}

/** Finds runs that were cut into pieces of one length, with what stands before them and the shorter rest after them. */
export function findCutRuns(text: string, least: number): LetterRun[] {
  const found: LetterRun[] = [];
  for (const { 0: group, index } of text.matchAll(groups)) {
    if (group.length < least) continue;
    const pieces = [...group.matchAll(piece)].filter(({ 1: letters }) => letters);
    const width = (at: number) => pieces[at]?.[0].length ?? 0;
    for (let at = 1, next = 1; at < pieces.length; at = next) {
      while (next < pieces.length && width(next) === width(at)) next += 1;
      const repeats = next - at;
      const hasRest = width(next) < width(at);
      const run = pieces.slice(at - 1, hasRest ? next + 1 : next);
      const letters = run.map(([one]) => one).join('');
      if (width(at) < shortestWidth || letters.length < least) continue;
      const [first, ofAll] = [width(at - 1), width(at)];
      found.push({
        text: letters,
        place({ start, end }) {
          const starts = run.flatMap((one) => Array.from(one[0], (_, place) => index + one.index + place));
          return { start: starts[start] ?? 0, end: (starts[end - 1] ?? 0) + 1 };
        },
        // A longer piece is whole by itself, and words follow it; of two lines the first is the longer one.
        isCutAt: (start) =>
          start < first ? first - start <= ofAll || (run.length === 2 && ofAll >= shortestLine) : repeats > 1,
      });
    }
  }
  return found;
}

/** Each text that letters of base64 or hexadecimal digits may mean. Bytes are characters up to U+00FF. */
export function* decodeEach(run: string, least: number): Iterable<string> {
  for (const [digits] of run.matchAll(/[\da-f]+/gi)) {
    if (digits.length < least) continue;
    for (const from of [0, 1]) {
      yield digits.slice(from).replace(/..?/g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
    }
  }
  // An equals sign within a run ends what was glued to it.
  for (const part of run.split(/=+/)) {
    if (part.length < least) continue;
    const alphabets = new Set([
      part.replaceAll(/[*-]/g, '+').replaceAll('_', '/'),
      part.replaceAll('*', '+').replaceAll(/[-_]/g, '/'),
    ]);
    for (const letters of alphabets) {
      // Letters before it may belong to something else. One letter alone is less than a byte.
      for (const from of [0, 1, 2, 3])
        yield atob(letters.slice(from, letters.length % 4 === (from + 1) % 4 ? -1 : undefined));
    }
  }
}
