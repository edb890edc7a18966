import { isLetterAt } from './encoded-runs.ts';
import type { Span } from './resolve-escapes.ts';

/** Letters that stand in several lines or words, put together again. */
export interface Folded {
  readonly text: string;
  /** Where a span of the letters stood in the original. */
  place(span: Span): Span;
}

/** Pieces of one length, as a program cuts a text, with what stands before them and the shorter rest after them. */
export interface EvenRun extends Folded {
  readonly width: number;
  /** How many pieces have this length. */
  readonly repeats: number;
  readonly pieces: number;
  /** How long the first piece is; something else may stand in it, too. */
  readonly firstLength: number;
}

// Between two pieces: the equals sign by which quoted-printable goes on, a line break of HTML, one with an indentation
// or the mark of a quotation, or blanks. Headers and forms leave the line break itself out.
const fold = /^={0,2}[ \t]*(?:<w?br ?\/?>)?[ \t]*(?:\r?\n[ \t>]*)?$/;
const longestFold = 64;
const shortestWidth = 4;
/** Beginnings and ends of what stands between `<` and `>`, such as `br`, which are not letters of a token. */
const tag = /^w?br$/;

/** Where pieces begin and end, by turns: an object for each word of a text would take longer than all the rest. */
export type Pieces = readonly number[];

/** Every run of letters that is broken by line breaks or blanks and has at least `least` letters. */
export function findFolded(text: string, least: number): Pieces[] {
  const groups: Pieces[] = [];
  let group: number[] = [];
  let size = 0;
  const finish = () => {
    if (group.length > 2 && size >= least) groups.push(group);
    group = [];
    size = 0;
  };
  let end = 0;
  for (let start = 0; start < text.length; ) {
    if (!isLetterAt(text, start) || text[start] === '=') {
      start += 1;
      continue;
    }
    const next = endOfPiece(text, start);
    if (text[start - 1] !== '<' || !tag.test(text.slice(start, next))) {
      if (group.length > 0 && !isFold(text, end, start)) finish();
      group.push(start, next);
      size += next - start;
      end = next;
    }
    start = next;
  }
  finish();
  return groups;
}

function endOfPiece(text: string, start: number): number {
  let end = start;
  while (text[end] !== '=' && isLetterAt(text, end)) end += 1;
  return end;
}

function isFold(text: string, start: number, end: number): boolean {
  if (end - start === 1 && text[start] === ' ') return true;
  return end - start <= longestFold && fold.test(text.slice(start, end));
}

/** The runs of a group that a program may have cut, with at least `least` letters. */
export function findEvenRuns(text: string, group: Pieces, least: number): EvenRun[] {
  const runs: EvenRun[] = [];
  const count = group.length / 2;
  const lengthAt = (at: number) => (group[2 * at + 1] ?? 0) - (group[2 * at] ?? 0);
  for (let at = 1; at < count; ) {
    const width = lengthAt(at);
    let next = at + 1;
    while (next < count && lengthAt(next) === width) next += 1;
    const repeats = next - at;
    const rest = next < count && lengthAt(next) < width ? lengthAt(next) : 0;
    const firstLength = lengthAt(at - 1);
    if (width >= shortestWidth && firstLength + repeats * width + rest >= least) {
      const part = group.slice(2 * at - 2, 2 * (rest > 0 ? next + 1 : next));
      runs.push({ ...joinPieces(text, part), width, repeats, pieces: part.length / 2, firstLength });
    }
    at = next;
  }
  return runs;
}

/** The zlib header with which every UserSig begins, in base64. */
const beginning = /e(?:J[w-z]|A[E-H]|F[4-7]|N[o-r])/;
/** A UserSig has some hundred letters; what goes on is a table. */
const mostLetters = 1024;
const shortestLine = 20;

/** What looks like a UserSig that was cut evenly. In prose any letters may meet. */
export function findFoldedUserSig(run: EvenRun, least: number): Span[] {
  const { text, width, pieces, repeats, firstLength } = run;
  const start = text.search(beginning);
  if (start === -1) return [];
  const token = text.slice(start, start + mostLetters);
  const isMixed = /\d/.test(token) && /[A-Z]/.test(token) && /[a-z]/.test(token);
  // A longer piece is whole by itself, and words follow it; of two lines the first is the longer one.
  const isCut =
    start < firstLength
      ? firstLength - start <= width || (pieces === 2 && width >= shortestLine)
      : repeats > 1;
  if (token.length < least || !isMixed || !isCut) return [];
  return [run.place({ start, end: start + token.length })];
}

/** Puts pieces together, without the equals signs after them, unless those are to be kept. */
export function joinPieces(text: string, pieces: Pieces, keepsSigns = false): Folded {
  const starts: number[] = [];
  let joined = '';
  for (let at = 0; at < pieces.length; at += 2) {
    const end = pieces[at + 1] ?? 0;
    starts.push(joined.length);
    joined += text.slice(pieces[at], keepsSigns && text[end] === '=' ? end + 1 : end);
  }
  const original = (place: number) => {
    let low = 0;
    for (let high = starts.length; high - low > 1; ) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= place) low = middle;
      else high = middle;
    }
    return (pieces[2 * low] ?? 0) + place - (starts[low] ?? 0);
  };
  return {
    text: joined,
    place: ({ start, end }) => ({ start: original(start), end: original(end - 1) + 1 }),
  };
}
