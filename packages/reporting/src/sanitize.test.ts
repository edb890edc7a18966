import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clip,
  escapeHidden,
  oneLine,
  sanitizeBlockForTerminal,
  sanitizeForTerminal,
  sanitizeJson,
} from './sanitize.ts';
import { findObeyed, hostileTexts } from './testing/hostile-texts.ts';

/** Any text, rich in what a command is made of. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(...hostileTexts),
  fc
    .array(
      fc.constantFrom(...':: ## [ vso[ # --- +++ \u001b[1m \u200d é a \u3000'.split(' '), ' ', '\n', '\r'),
      {
        maxLength: 12,
      },
    )
    .map((parts) => parts.join('')),
);

const sanitizers = {
  sanitizeForTerminal,
  sanitizeBlockForTerminal,
  sanitizeJson: (text: string) => sanitizeJson(text),
};

for (const [name, sanitize] of Object.entries(sanitizers)) {
  describe(name, () => {
    test('leaves nothing that a terminal, an eye or a CI system would obey', () => {
      fc.assert(
        fc.property(hostile, (text) => {
          expect(findObeyed(sanitize(text))).toEqual([]);
          expect(sanitize(text).isWellFormed()).toBe(true);
        }),
        { numRuns: 2000 },
      );
    });

    test('takes a time that grows with the text and not faster, on input made to be slow', () => {
      const shown = ['#', '##a', ':', ' :', '-', '\u200d', 'é\ufe0f', '\u001b[', '\u001b[1;'];
      for (const row of [' ', '\t', '\n ', ...shown]) {
        const started = performance.now();
        sanitize(`${row.repeat(200_000)}x`);
        // A quadratic pattern takes minutes.
        expect(performance.now() - started, JSON.stringify(row)).toBeLessThan(20_000);
      }
    });
  });
}

test('the hostile texts are hostile: each is obeyed where it is printed as it is', () => {
  for (const text of hostileTexts) expect(findObeyed(text), JSON.stringify(text)).not.toEqual([]);
});

test('ordinary text, tabs, line breaks, emoji and joined scripts stay as they are', () => {
  const text =
    'één\tline\nand "another" <b> 通话 😀 👩‍👩‍👧 ❤️‍🔥 1️⃣ می‌خواهم #1 a::b :: -- ---- [x] http://[::1]:80 C# [a]';
  expect(sanitizeBlockForTerminal(text)).toBe(text);
  expect(escapeHidden(text)).toBe(text);
});

const cases = [
  { title: 'an escape sequence', from: '\u001b[31mred\u001b[0m', to: '\\u001b[31mred\\u001b[0m' },
  { title: 'a control sequence of one character', from: '\u009b31mred', to: '\\u009b31mred' },
  { title: 'a carriage return', from: 'safe\rfake', to: 'safe\\u000dfake' },
  { title: 'a direction override', from: 'a\u202eb', to: 'a\\u202eb' },
  { title: 'a blank of no width', from: 'pass\u200bword', to: 'pass\\u200bword' },
  { title: 'a joiner that joins nothing', from: 'a\u200db', to: 'a\\u200db' },
  { title: 'letters that are never seen', from: 'a\u{e0041}', to: 'a\\udb40\\udc41' },
  { title: 'half a surrogate pair', from: 'a\ud800b', to: 'a\\ud800b' },
  { title: 'a workflow command', from: ' \t::error::x', to: ' \t\\u003a:error::x' },
  { title: 'a workflow command in the second line', from: 'x\n::error::x', to: 'x\n\\u003a:error::x' },
  { title: 'a logging command', from: 'x ##vso[a]##[b]', to: 'x #\\u0023vso[a]#\\u0023[b]' },
  { title: 'a heading of a group', from: '--- x', to: '\\u002d-- x' },
];
for (const { title, from, to } of cases) {
  test(`${title} is shown and nothing of it is dropped`, () => {
    expect(sanitizeBlockForTerminal(from)).toBe(to);
  });
}

test('a line break of the web is a line break', () => {
  expect(sanitizeBlockForTerminal('a\r\nb')).toBe('a\nb');
});

test('colours stay where they are asked for, and hide no command', () => {
  const keep = (text: string) => sanitizeBlockForTerminal(text, { keepColors: true });
  expect(keep('\u001b[1;31mred\u001b[39m')).toBe('\u001b[1;31mred\u001b[39m');
  expect(keep('\u001b[2J\u001b]0;x\u0007')).toBe('\\u001b[2J\\u001b]0;x\\u0007');
  expect(keep('\u001b[1m::error::x')).toBe('\u001b[1m\\u003a:error::x');
  expect(keep('\u001b[1m--- x')).toBe('\u001b[1m\\u002d-- x');
});

test('JSON that is safe to print is read back as the very value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), hostile, (value, text) => {
      const given = { [text]: value, text, list: [text] };
      expect(JSON.parse(sanitizeJson(given))).toEqual(JSON.parse(JSON.stringify(given)));
      expect(JSON.parse(sanitizeJson(given, 2))).toEqual(JSON.parse(JSON.stringify(given)));
      expect(findObeyed(sanitizeJson(given, 2))).toEqual([]);
    }),
  );
});

test('one line never breaks, and ends without blanks', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(oneLine(text)).not.toMatch(/[\n\t]|^ | $/);
      expect(sanitizeForTerminal(text)).not.toMatch(/[\n\t]|^ | $/);
    }),
  );
  expect(oneLine(' a \n\n b\tc ')).toBe('a b c');
});

test('a clipped text says how much is missing and is never cut within a character', () => {
  expect(clip('abc', 3)).toBe('abc');
  expect(clip('abcd', 3)).toBe('abc… (1 more characters in report.json)');
  expect(clip('ab😀d', 3)).toBe('ab… (3 more characters in report.json)');
  expect(clip('abcd', 3, '')).toBe('abc… (1 more characters)');
});
