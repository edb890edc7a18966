import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeMarkup, markup } from './markup.ts';

test('no text can open a tag, end an attribute or begin an entity', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escapeMarkup(text)).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
    }),
  );
});

test('values are escaped, markup is not, lists are joined and nothing is nothing', () => {
  const inner = markup`<b>${'</script>'}</b>`;
  expect(markup`<p>${inner}${[inner, '&']}${null}${undefined}${7}</p>`.text).toBe(
    '<p><b>&lt;/script&gt;</b><b>&lt;/script&gt;</b>&amp;7</p>',
  );
});
