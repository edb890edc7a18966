import { clip, sanitizeForTerminal } from '@trtc-call/rendering';

const maxCharacters = 2000;

/** A text of somebody else in one line of a report that is printed; what is cut off stands in `report.json`. */
export function reportLine(text: string): string {
  return clip(sanitizeForTerminal(text), maxCharacters);
}

/** Such as `1 entry` or `2 entries`, with what is said of them. */
export function counted(count: number, one: string, many: string, what = ''): string {
  return `${count} ${count === 1 ? one : many}${what === '' ? '' : ` ${what}`}`;
}

/** Texts as sentences one after the other; empty ones are left out. */
export function sentences(...texts: readonly string[]): string {
  return texts
    .filter((text) => text !== '')
    .map((text) => (/[.!?]$/.test(text) ? text : `${text}.`))
    .join(' ');
}

/** Such as `probes`, `probes and production`, or `documents, probes and production`. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
