import type { Level } from '@trtc-call/conformance';
import { InvalidArgumentError } from 'commander';

const levels: readonly Level[] = ['MUST', 'SHOULD', 'MAY'];

/** Reads a whole number within bounds. */
export function wholeNumber(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= low && value <= high) return value;
    throw new InvalidArgumentError(`Give a whole number from ${low} to ${high}.`);
  };
}

/** Reads one of the given words. */
export function oneOf<Word extends string>(words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    throw new InvalidArgumentError(`Choose from ${words.join(', ')}.`);
  };
}

/** Reads levels such as `MUST,SHOULD`. */
export function levelList(text: string): Level[] {
  const words = text.split(',').map((word) => word.trim().toUpperCase());
  return words.map((word) => {
    const level = levels.find((candidate) => candidate === word);
    if (level === undefined) throw new InvalidArgumentError(`Choose from ${levels.join(', ')}.`);
    return level;
  });
}

/** Reads a list such as `a.example,b.example`; an option that is given again adds to it. */
export function commaList(text: string, former: readonly string[] = []): string[] {
  const items = text.split(',').map((item) => item.trim());
  if (items.includes('')) throw new InvalidArgumentError('Give a list such as a.example,b.example.');
  return [...former, ...items];
}

/** Reads `mock`, `live` or the base URL of a target, without what a URL may hold of credentials. */
export function targetName(text: string): string {
  if (text === 'mock' || text === 'live') return text;
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol)) return url.origin + url.pathname.replace(/\/+$/, '');
  throw new InvalidArgumentError('Choose mock, live, or a base URL such as http://127.0.0.1:4010.');
}
