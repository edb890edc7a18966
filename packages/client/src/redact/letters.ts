// Apart from the guard of a call, since the rest of redaction is loaded later and needs no more of it than this.

/** Takes out what would let a reader call in the account's name, wherever it stands in a text. */
export type Redact = (text: string) => string;

/** What stands in place of what was taken out. It needs no escape in JSON and in HTML. */
export const takenOut = '[redacted]';

/** Fewer letters than these are not a token. */
export const shortestToken = 24;
/** A part of a token that is taken out by itself has a whole piece of this length at every step of as many letters. */
export const gramLength = 8;

/** Whether a secret is found in part, in the alphabets of base64 and in lines. */
export function isToken(text: string): boolean {
  return /^[\w*+/=\s-]+$/.test(text) && readLetters(text).length >= shortestToken;
}

/** What all spellings of a token have in common: its letters and digits, without case, lines and signs of alphabets. */
export function readLetters(text: string): string {
  return text
    .replaceAll(text.includes('<') ? /<(?:w?br ?\/?>)?|[^a-z\d<]+/gi : /[^a-z\d]+/gi, '')
    .toLowerCase();
}

const longestText = 300;

/** A text for messages, cut where it is long. */
export function clip(text: string): string {
  if (text.length <= longestText) return text;
  // Half a mark would be taken for a word.
  const mark = text.lastIndexOf(takenOut, longestText);
  const end = Math.max(longestText, mark === -1 ? 0 : mark + takenOut.length);
  return end < text.length ? `${text.slice(0, end)}...` : text;
}
