import { stripVTControlCharacters } from 'node:util';

/**
 * Characters that a terminal, an XML parser, a JavaScript parser or a reader's eye would take for something
 * else: controls except tab and newline, line and paragraph separators, direction overrides, the marks of
 * byte order, noncharacters and halves of surrogate pairs.
 */
const deceptive =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\p{Surrogate}/gu;

/** Shows what a hostile answer would hide: each deceptive character becomes its escape, such as `\u001b`. */
export function visible(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(deceptive, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** {@link visible} for a terminal: colour and cursor sequences are removed as a whole. */
export function terminalText(text: string): string {
  return visible(stripVTControlCharacters(text));
}

/** The same in one line, for places that have no more. */
export function oneLine(text: string): string {
  return visible(text)
    .replaceAll(/\s*\n\s*|\t/g, ' ')
    .trim();
}

/** Cuts a text that is too long and says how much is missing. */
export function clip(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const end = /[\ud800-\udbff]/.test(text.charAt(maxCharacters - 1)) ? maxCharacters - 1 : maxCharacters;
  return `${text.slice(0, end)}… (${text.length - end} more characters in report.json)`;
}
