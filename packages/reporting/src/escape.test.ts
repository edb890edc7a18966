import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeMarkdown, fence, fitBlocks } from './markdown.ts';
import { escapeMarkup, markup } from './sanitize.ts';
import { findObeyed, hostileTexts } from './testing/hostile-texts.ts';

test('nothing that is printed into the log of a CI job gives a command, and a page reads the same', () => {
  for (const text of hostileTexts) {
    for (const shown of [`- ${escapeMarkdown(text)}`, fence(text, 10_000), escapeMarkup(text)]) {
      expect(findObeyed(shown), text).toEqual([]);
    }
  }
  expect(escapeMarkup('::error::a ##[b]')).toBe('&#58;:error::a #&#35;[b]');
});

test('no text can end a table cell, open a tag, mention a user or begin markup', () => {
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
    'a&#124;b &#64;&#8203;c \\#&#8203;1 &amp;\\#&#8203;124; &lt;i&gt; \\`x\\` \\\\',
  );
});

test('GitHub, which looks once Markdown is HTML, finds no user and no issue', () => {
  const text = '@octocat a@b.example #1 o/r#2 gh-3 &#35;4 \\#5 https://github.com/o/r/issues/6 @-x # 7';
  // The references of HTML and the escapes of Markdown, read as a renderer does.
  const read = escapeMarkdown(text)
    .replaceAll(/\\([\\`*_[\]~#!$])/g, '$1')
    .replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll('&amp;', '&');
  expect(read).not.toMatch(/@\w|#\d|gh-\d|github\.com/i);
  expect(read.replaceAll('\u200b', '')).toBe(text);
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

test('no text can open a tag, end an attribute or begin an entity', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escapeMarkup(text)).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#\d+);)/);
    }),
  );
});

test('values are escaped, markup is not, lists are joined and nothing is nothing', () => {
  const inner = markup`<b>${'</script>'}</b>`;
  expect(markup`<p>${inner}${[inner, '&']}${null}${undefined}${7}</p>`.text).toBe(
    '<p><b>&lt;/script&gt;</b><b>&lt;/script&gt;</b>&amp;7</p>',
  );
});

test('blocks that fit are shown, smaller ones behind one that does not fit too, and the rest is counted', () => {
  expect(fitBlocks(['é', 'x'.repeat(10), 'y'], 5)).toBe(
    'é\ny\n\n1 more entries are in report.json: they did not fit here.\n',
  );
  expect(fitBlocks(['é', 'y'], 5)).toBe('é\ny\n');
  expect(fitBlocks(['é', 'y'], 4)).toContain('1 more entries');
});
