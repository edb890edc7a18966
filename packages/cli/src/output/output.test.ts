import { expect, test } from 'vitest';
import { duration } from './local-time.ts';
import { createProgressLine } from './progress-line.ts';
import { printable, table } from './table.ts';

test('wide characters and emoji take the place that a terminal gives them', () => {
  expect(
    table(
      ['name', 'x'],
      [
        ['李', '1'],
        ['👩‍👩‍👧', '2'],
        ['abcd', '3'],
      ],
    ),
  ).toBe('name  x\n李    1\n👩‍👩‍👧    2\nabcd  3\n');
});

test('what could steer a terminal is shown as a mark', () => {
  expect(printable('a\u001b[2J\r\n\u202Eb')).toBe('a\uFFFD[2J\uFFFD\uFFFD\uFFFDb');
  expect(printable('Ünï 李 👍')).toBe('Ünï 李 👍');
});

test.each([
  [0, '0:00'],
  [61, '1:01'],
  [3671, '1:01:11'],
])('%i seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test('progress is one line on a terminal, gone at the end, and nothing in a pipe', () => {
  const shownOn = (isTTY: boolean) => {
    let text = '';
    const write = (more: string) => {
      text += more;
    };
    const terminal = { isTTY, columns: 40, write };
    const line = createProgressLine({ startTimestamp: 0, endTimestamp: 100 }, terminal);
    line.show(50, 7);
    line.done();
    return text;
  };
  expect(shownOn(false)).toBe('');
  expect(shownOn(true)).toBe(`\r\u001b[K${'█'.repeat(12)}${'░'.repeat(12)}  50%  7 record\r\u001b[K`);
});
