import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { countLines } from './count.ts';
import { countNamed } from './hops.ts';
import { readCommands } from './surface.ts';

test('lines of code are counted apart from those of tests, and generated and installed ones not at all', () => {
  const root = mkdtempSync(join(tmpdir(), 'trtc-call-house-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const write = (file: string, lines: number) => {
    mkdirSync(join(root, 'bench', file, '..'), { recursive: true });
    writeFileSync(join(root, 'bench', file), 'x;\n'.repeat(lines));
  };
  write('src/a.ts', 5);
  write('src/b.ts', 3);
  write('src/a.test.ts', 7);
  write('src/testing/help.ts', 2);
  write('src/generated/big.ts', 100);
  write('dist/a.mjs', 100);
  write('node_modules/a/a.ts', 100);
  const bench = countLines(root).find(({ part }) => part === 'bench');
  expect(bench).toMatchObject({ files: 2, lines: 8, tests: 9 });
});

test('the surface has every command, argument and option that a help text shows, however deep', () => {
  const helps: Record<string, string> = {
    '': 'Usage: trtc-call [options] [command]\n\nOptions:\n  -V, --version    output the version\n\nCommands:\n  mock [options]   a mock that\n                   answers\n  help [command]   help\n\nExamples:\n  $ no option\n',
    mock: 'Usage: trtc-call mock [options] <file>\n\na mock\n\nOptions:\n  --a-rather-long-name <hosts...>\n                  what it is\n  --port <number>  a port\n',
  };
  const run = (...args: string[]) => helps[args.slice(0, -1).join(' ')] ?? '';
  expect(readCommands(run)).toEqual([
    'trtc-call [options] [command]',
    'trtc-call -V, --version',
    'trtc-call mock [options] <file>',
    'trtc-call mock --a-rather-long-name <hosts...>',
    'trtc-call mock --port <number>',
  ]);
});

test('each of the four ways of CONTRIBUTING names at most eight files', () => {
  const ways = countNamed(readFileSync(join(import.meta.dirname, '../../CONTRIBUTING.md'), 'utf8'));
  expect(ways.map(([title]) => title)).toEqual([
    'A call, from method to bytes',
    'A request to the mock, from socket to answer',
    'An exchange, from file to printed finding',
    'A webhook, from socket to acknowledgement',
  ]);
  for (const [title, files] of ways) {
    expect(files, title).toBeGreaterThan(3);
    expect(files, title).toBeLessThanOrEqual(8);
  }
});
