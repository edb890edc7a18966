import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeMarkup, markup } from './markup.ts';
import { findObeyed, hostileTexts } from './testing/hostile-texts.ts';

test('no text can open a tag, end an attribute or begin an entity', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escapeMarkup(text)).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#\d+);)/);
    }),
  );
});

test('a page that is printed into the log of a CI job gives no command and reads the same', () => {
  for (const text of hostileTexts) expect(findObeyed(escapeMarkup(text)), text).toEqual([]);
  expect(escapeMarkup('::error::a ##[b]')).toBe('&#58;:error::a #&#35;[b]');
});

test('values are escaped, markup is not, lists are joined and nothing is nothing', () => {
  const inner = markup`<b>${'</script>'}</b>`;
  expect(markup`<p>${inner}${[inner, '&']}${null}${undefined}${7}</p>`.text).toBe(
    '<p><b>&lt;/script&gt;</b><b>&lt;/script&gt;</b>&amp;7</p>',
  );
});
