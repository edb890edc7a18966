import { decodeBody } from '../events/decode-body.ts';
import type { ReadBody } from '../receiver/incoming.ts';

/** A body that somebody in front has read: bytes, text, or what a parser has made of it. */
export function takeGiven(given: unknown): ReadBody {
  if (typeof given === 'string') return { text: given };
  if (given instanceof Uint8Array) return { text: decodeBody(Buffer.from(given)) };
  return { parsed: given };
}
