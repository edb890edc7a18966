import { createRequire } from 'node:module';
import { stripVTControlCharacters } from 'node:util';
import type stringWidth from 'string-width';

/** Columns that a text takes in a terminal; escape sequences take none, and a character may take two. */
export function measureWidth(text: string): number {
  const visible = stripVTControlCharacters(text);
  return /^[\x20-\x7e]*$/.test(visible) ? visible.length : loadStringWidth()(visible);
}

const load = createRequire(import.meta.url);

// It takes as long to load as Node itself, and most texts are ASCII.
function loadStringWidth(): typeof stringWidth {
  return load('string-width').default;
}
