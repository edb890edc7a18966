import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startCli } from '../testing/run-cli.ts';
import { mockAccount } from '../testing/set-up.ts';
import { duration, facts, table } from './format.ts';
import { createProgressLine } from './print.ts';

test('wide characters and emoji take the place that a terminal gives them', () => {
  expect(
    table(
      ['name', 'x'],
      [
        ['李', '1'],
        ['👩‍👩‍👧', '2'],
        ['abcd', '3'],
      ],
    ).text,
  ).toBe('name  x\n李    1\n👩‍👩‍👧    2\nabcd  3\n');
});

test('a table may have more rows than a function has arguments', () => {
  const rows = Array.from({ length: 200_000 }, (_, at) => [String(at)]);
  expect(table(['number'], rows).text.split('\n')).toHaveLength(200_002);
});

test('a cell stays in its line and steers no terminal', () => {
  expect(table(['name'], [['a\u001b[2J\r\n\u202Eb']]).text).toBe('name\na\\u001b[2J \\u202eb\n');
  expect(facts([['name', 'Ünï 李 👍\n::error::x']])).toBe('name  Ünï 李 👍 ::error::x\n');
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
    const line = createProgressLine(terminal);
    line.show('7 records '.repeat(9));
    line.done();
    return text;
  };
  expect(shownOn(false)).toBe('');
  expect(shownOn(true)).toBe(`\r\u001b[K${'7 records '.repeat(3)}7 records\r\u001b[K`);
});

test('nothing but io/print.ts writes to the streams', async () => {
  const sources = join(import.meta.dirname, '..');
  const names = await readdir(sources, { recursive: true });
  const files = names.filter((name) => name.endsWith('.ts') && !/\.test\.ts$|^testing\b/.test(name));
  const watchers = new Set(['main.ts', join('io', 'stop-signal.ts')]);
  const offenders: string[] = [];
  for (const name of files) {
    if (name === join('io', 'print.ts')) continue;
    const lines = (await readFile(join(sources, name), 'utf8')).split('\n');
    // Listening to a stream prints nothing, and some files watch how the streams fare.
    const use = watchers.has(name)
      ? /\bprocess\.std(out|err)\.(write|end)\(|\bconsole\./
      : /\bprocess\.std(out|err)\b(?!\.(on|once)\()|\bconsole\./;
    const found = lines.filter((line) => use.test(line));
    offenders.push(...found.map((line) => `${name}: ${line.trim()}`));
  }
  expect(offenders, 'print it by way of io/print.ts').toEqual([]);
});

test('a warning of these packages is one line, once, and not a word of Node', async () => {
  const hourAhead = await mockAccount({ now: () => Date.now() - 3_600_000 });
  const { stderr } = await startCli(['records', 'list', '--limit', '100'], hourAhead.environment).ended;
  expect(stderr).toMatch(/^trtc-call: the clock of this machine is 60 minutes ahead[^\n]+\n(?!trtc-call|\()/);
  const ofDoctor = await startCli(['doctor'], hourAhead.environment).ended;
  expect(ofDoctor.stderr, 'a finding says it').toBe('');
  const year = await mockAccount({ now: () => Date.now() - 400 * 86_400_000 });
  const farAhead = await startCli(['doctor'], year.environment).ended;
  expect(farAhead.stderr).toBe('');
  expect(farAhead.stdout).toMatch(/^PROBLEM +v4 +clock +that of this machine is 400 days ahead of /m);
});
