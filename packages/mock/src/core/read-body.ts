import { isUtf8 } from 'node:buffer';
import type { MistakeId } from '@trtc-call/spec/v1';

const json = /^\s*application\/json\s*(?:;|$)/i;

/** Whether a content type is JSON. */
export function isJsonType(contentType: string): boolean {
  return json.test(contentType);
}

/** Reads a body as a JSON object, or says what it is instead. */
export function readBody(
  body: Uint8Array | 'too-large',
  contentType: string | undefined,
): { readonly object: object; readonly text: string } | { readonly mistake: MistakeId } {
  // A request without the header is taken: the vendor's own sample request has none (60138).
  if (contentType !== undefined && !isJsonType(contentType)) return { mistake: 'content-type-wrong' };
  if (body === 'too-large') return { mistake: 'body-too-large' };
  if (body.length === 0) return { mistake: 'body-empty' };
  if (!isUtf8(body)) return { mistake: 'body-malformed' };
  const text = textOf(body);
  const value = parse(text);
  if (value === undefined) return { mistake: text.trim() === '' ? 'body-empty' : 'body-malformed' };
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { mistake: 'body-not-object' };
  return { object: value, text };
}

/** A body as text, without a copy of its bytes; nothing of one that was too large has been kept. */
export function textOf(body: Uint8Array | 'too-large'): string {
  if (body === 'too-large') return '';
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
