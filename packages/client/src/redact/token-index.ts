import { fold, growKnown, type Known, shortestPart } from './find-known.ts';
import type { Span } from './resolve-escapes.ts';

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
