import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeMarkdown, fence } from './escape-markdown.ts';

test('no text can end a table cell, open a tag, mention somebody or begin markup', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escapeMarkdown(text).replaceAll(/\\[\\`*_[\]~#!$]/g, '')).not.toMatch(
        /[|<>\n@`*_[\]~!$]|#(?!\d+;)/,
      );
    }),
  );
});

test('no text can end the block of code that it stands in', () => {
  const ticks = fc.string({ unit: fc.constantFrom('`', '\n', 'a', '~', ' ') });
  fc.assert(
    fc.property(ticks, (text) => {
      const lines = fence(text, 1000).split('\n');
      const marks = /^`+/.exec(lines[0] ?? '')?.[0] ?? '';
      const inside = lines.slice(1, -1);
      expect(marks.length).toBeGreaterThanOrEqual(3);
      expect(lines.at(-1)).toBe(marks);
      for (const line of inside) expect(line.includes(marks)).toBe(false);
    }),
  );
});
