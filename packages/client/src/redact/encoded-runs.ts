import type { Span } from './resolve-escapes.ts';

/** What letters of base64 or hexadecimal digits may mean. Bytes are characters up to U+00FF. */
export type Decode = (run: string) => Iterable<string>;

/**
 * Makes what decodes a run in each way that gives something readable.
 *
 * @param shortest characters of the shortest text that is looked for
 * @param shortestEncoded letters that it has in base64
 */
export function createDecode(shortest: number, shortestEncoded: number): Decode {
  // Unreadable bytes hold no text.
  const readable = new RegExp(`[^\\x00-\\x08\\x0e-\\x1f\\x7f]{${Math.min(shortest, 16)},}`);
  return function* (run) {
    for (const meaning of decodeEach(run, shortestEncoded)) if (readable.test(meaning)) yield meaning;
  };
}

/** Letters before the run may belong to something else: it is read from each of four, and by each alphabet. */
function* decodeEach(run: string, least: number): Iterable<string> {
  const letters = run.replace(/[\r\n]+/g, '').replace(/=+$/, '');
  for (const [digits] of letters.matchAll(/[\da-f]+/gi)) {
    if (digits.length < least) continue;
    for (const from of [0, 1]) yield decodeHex(digits.slice(from));
  }
  // An equals sign within a run ends what was glued to it.
  for (const part of letters.split(/=+/)) {
    if (part.length < least) continue;
    const standard = part.replaceAll(/[*-]/g, '+').replaceAll('_', '/');
    const alphabets = part.includes('-')
      ? [standard, part.replaceAll('*', '+').replaceAll(/[-_]/g, '/')]
      : [standard];
    for (const alphabet of alphabets) {
      for (const from of [0, 1, 2, 3]) yield decodeBase64(alphabet.slice(from));
    }
  }
}

function decodeBase64(letters: string): string {
  // One letter alone is less than a byte.
  return atob(letters.length % 4 === 1 ? letters.slice(0, -1) : letters);
}

function decodeHex(digits: string): string {
  return digits.replace(/..?/g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
}

const lineFeed = 10;
const carriageReturn = 13;
/** A last line of base64 is no shorter, and one that is followed by another no shorter than the second. */
const shortestLine = 4;
const shortestWholeLine = 60;

const isLetter = new Uint8Array(128);
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*+/_=-') {
  isLetter[letter.charCodeAt(0)] = 1;
}

/** Finds runs of at least `least` letters of any alphabet of base64, in one line or in several of equal length. */
export function findLetterRuns(text: string, least: number): Span[] {
  const runs: Span[] = [];
  let from = 0;
  for (let last = least - 1; last < text.length; last = from + least - 1) {
    // A run that is long enough and begins before this place goes through it: the places between are not looked at.
    if (!isLetterAt(text, last)) {
      from = last + 1;
      continue;
    }
    let start = last;
    while (start > from && isLetterAt(text, start - 1)) start -= 1;
    let end = endOfRun(text, last);
    if (end - start >= least) {
      end = endOfLines(text, start, end);
      runs.push({ start, end });
    }
    from = end;
  }
  return runs;
}

/** Whether a letter of any alphabet of base64 stands at a place. */
export function isLetterAt(text: string, at: number): boolean {
  return isLetter[text.charCodeAt(at)] === 1;
}

function endOfRun(text: string, from: number): number {
  let end = from;
  while (end < text.length && isLetterAt(text, end)) end += 1;
  return end;
}

function endOfLines(text: string, start: number, firstEnd: number): number {
  let end = firstEnd;
  for (let lineStart = start; end - lineStart >= shortestWholeLine; ) {
    const next = text.charCodeAt(end) === carriageReturn ? end + 1 : end;
    if (text.charCodeAt(next) !== lineFeed) break;
    const nextEnd = endOfRun(text, next + 1);
    if (nextEnd - next <= shortestLine) break;
    lineStart = next + 1;
    end = nextEnd;
  }
  return end;
}
