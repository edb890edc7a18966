import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clip, oneLine, terminalText, visible } from './visible.ts';

const hostile = fc.string({ unit: 'binary', maxLength: 60 });

test('no text keeps a character that deceives a terminal, a parser or an eye', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(visible(text)).not.toMatch(/[^\P{Cc}\t\n]|[\u2028-\u202e\u2066-\u2069]/u);
      expect(visible(text).isWellFormed()).toBe(true);
    }),
  );
});

test('ordinary text, tabs, line breaks and characters outside the basic plane stay as they are', () => {
  const text = 'één\tline\nand "another" <b> 通话 😀';
  expect(visible(text)).toBe(text);
});

const cases = [
  { title: 'a colour sequence is removed', from: '\u001b[31mred\u001b[0m', to: 'red' },
  {
    title: 'a link sequence is removed',
    from: '\u001b]8;;http://evil\u0007text\u001b]8;;\u0007',
    to: 'text',
  },
  { title: 'a lone escape is shown', from: 'a\u001b', to: 'a\\u001b' },
  { title: 'a carriage return is shown', from: 'safe\rfake', to: 'safe\\u000dfake' },
  { title: 'a line break of the web is a line break', from: 'a\r\nb', to: 'a\nb' },
  { title: 'a direction override is shown', from: 'a\u202eb', to: 'a\\u202eb' },
  { title: 'half a surrogate pair is shown', from: 'a\ud800b', to: 'a\\ud800b' },
];

for (const { title, from, to } of cases) {
  test(`for a terminal ${title}`, () => {
    expect(terminalText(from)).toBe(to);
  });
}

test('one line never breaks', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(oneLine(text)).not.toMatch(/[\n\t]/);
    }),
  );
});

test('a clipped text says how much is missing and is never cut within a character', () => {
  expect(clip('abc', 3)).toBe('abc');
  expect(clip('abcd', 3)).toBe('abc… (1 more characters in report.json)');
  expect(clip('ab😀d', 3)).toBe('ab… (3 more characters in report.json)');
});
