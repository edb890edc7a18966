import * as crypto from 'node:crypto';

/**
 * SHA-256 as text. The one-shot function takes half the time; runtimes that imitate Node do not all have it.
 */
export const digestOf: (text: string) => string =
  typeof crypto.hash === 'function'
    ? (text) => crypto.hash('sha256', text, 'base64url')
    : (text) => crypto.createHash('sha256').update(text).digest('base64url');
