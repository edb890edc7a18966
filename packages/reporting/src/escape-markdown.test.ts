import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeMarkdown, fence } from './escape-markdown.ts';
import { findObeyed, hostileTexts } from './testing/hostile-texts.ts';

test('no text can end a table cell, open a tag, mention somebody or begin markup', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escapeMarkdown(text).replaceAll(/\\[\\`*_[\]~#!$]/g, '')).not.toMatch(
        /[|<>\n@`*_[\]~!$]|#(?!\d+;)/,
      );
    }),
  );
});

test('a reader sees what was written', () => {
  expect(escapeMarkdown('a|b @c #1 &#124; <i> `x` \\')).toBe(
    'a&#124;b &#64;c \\#1 &amp;\\#124; &lt;i&gt; \\`x\\` \\\\',
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

test('Markdown that is printed into the log of a CI job gives no command', () => {
  for (const text of hostileTexts) {
    expect(findObeyed(`- ${escapeMarkdown(text)}`), text).toEqual([]);
    expect(findObeyed(fence(text, 10_000)), text).toEqual([]);
  }
});
