import * as crypto from 'node:crypto';

/**
 * SHA-256 as text. The one-shot function takes half the time; runtimes that imitate Node do not all have it.
 */
const digest: (data: string | Uint8Array) => string =
  typeof crypto.hash === 'function'
    ? (data) => crypto.hash('sha256', data, 'base64url')
    : (data) => crypto.createHash('sha256').update(data).digest('base64url');

/**
 * SHA-256 of a text. UTF-8 writes every surrogate that stands alone as the same character, so a text that has one is
 * digested by its code units: no two texts have the same bytes.
 */
export function digestText(text: string): string {
  return digest(text.isWellFormed() ? text : Buffer.from(text, 'utf16le'));
}
