import type { Span } from './resolve-escapes.ts';

/** What stands in place of what was taken out. It needs no escape in JSON and in HTML. */
export const takenOut = '[redacted]';

/** Finds what looks like a credential in a text without escapes. Each pattern ends with what is to be taken out. */
export interface CredentialPattern {
  readonly pattern: RegExp;
  readonly mayMatch?: RegExp;
  /** Whether it goes by letters alone, so that it is looked for also where escapes were not resolved. */
  readonly isShape?: boolean;
}

const value = `((?:\\[redacted\\])*[^&\\s"'\\\\<>#,;}\\])]*)`;
const quoted = `["']([^"'<>\\r\\n,{}]+)`;
// Base64 may be in lines.
const letters = (least: number) => `[\\w*+/-]{${least},}(?:\\r?\\n[\\w*+/-]{20,})*={0,2}`;

/** A credential by its name, in a query, a form or JSON, and by what it looks like. */
export const credentialPatterns: readonly CredentialPattern[] = [
  {
    // A sentence that names it, such as "usersig: 70002", is none.
    pattern: new RegExp(
      `(?:user[_-]?sig|secret[_-]?key|access[_-]?token|password|tls\\.sig)(?:["']?\\s*=\\s*(?:${quoted}|${value})|["']\\s*:\\s*${quoted})`,
      'gi',
    ),
    mayMatch: /sig|key|token|password/i,
  },
  { pattern: /\b(?:Bearer|Basic)\s+([\w.~+/=-]{8,})/g },
  // Every UserSig is the base64 of deflated JSON, and the two bytes with which that begins are one of four.
  // A shorter run might be a user's own id.
  {
    pattern: new RegExp(`(e(?:J[w-z]|A[E-H]|F[4-7]|N[o-r])${letters(40)}|eJ[\\w*-]{40,}={0,2})`, 'g'),
    isShape: true,
  },
  // A secret key is 64 hexadecimal digits; ids of requests and calls are shorter.
  { pattern: /([0-9A-Fa-f]{64,})/g, isShape: true },
];

/** The account that calls, in a query. */
export const identifierPattern: CredentialPattern = { pattern: /[?&]identifier=([^&#\s"'<>]+)/gi };

// No word of a message is this long; a UserSig has 150 characters and more, a secret key 64.
const longestWord = 59;

/** What does not belong into words: queries of URLs, and what is too long to be a word. */
export const wordPatterns: readonly CredentialPattern[] = [
  { pattern: /\?((?=[^\s"'<>?]*=)[^\s"'<>]*)/g },
  { pattern: /\b(?:usersig|secretkey|secret_key)["']?\s*[=:]\s*["']?([^\s&"'<>]+)/gi },
  { pattern: new RegExp(`([A-Za-z0-9*_+/=-]{${longestWord + 1},})`, 'g') },
];

/** Finds everything that a pattern matches. */
export function findPattern(text: string, { pattern, mayMatch }: CredentialPattern): Span[] {
  if (mayMatch && !mayMatch.test(text)) return [];
  const found: Span[] = [];
  for (const match of text.matchAll(pattern)) {
    const part = match.slice(1).find((group) => group !== undefined) ?? '';
    const end = match.index + match[0].length;
    if (part !== '' && part.replaceAll(takenOut, '') !== '') found.push({ start: end - part.length, end });
  }
  return found;
}
