import type { Span } from './resolve-escapes.ts';

const lineFeed = 10;
const carriageReturn = 13;
/** A last line of base64 is no shorter, and one that is followed by another no shorter than the second. */
const shortestLine = 4;
const shortestWholeLine = 60;

const isLetter = new Uint8Array(128);
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*+/_=-') {
  isLetter[letter.charCodeAt(0)] = 1;
}

/** Finds runs of at least so many letters of any alphabet of base64, in one line or in several of equal length. */
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
