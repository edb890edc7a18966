import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findObeyed } from '@trtc-call/reporting/testing';
import { describe, expect, test } from 'vitest';
import {
  account,
  expectNothingObeyed,
  hostile,
  hostileArgument,
  hostileService,
  type Manner,
} from './testing/hostile.ts';
import { hasTerminal, runCli, runOnTerminal } from './testing/run-cli.ts';
import { temporaryFolder } from './testing/set-up.ts';

/** Without what the command line writes itself: colours, the line of progress, the cursor, line ends of a terminal. */
function withoutOwnSequences(shown: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the sequences
  return shown.replaceAll(/\u001b\[[\d;]*m|\r\u001b\[2?K|\u001b\[\?25[hl]/g, '').replaceAll('\r\n', '\n');
}

const ofService = [
  ['records', 'get', 'one'],
  ['records', 'get', 'one', '--json'],
  ['records', 'get', hostileArgument],
  ['records', 'list'],
  ['records', 'list', '--json'],
  ['records', 'export', '--out', '-'],
  ['callbacks', 'get'],
  ['callbacks', 'get', '--json'],
  ['callbacks', 'set', '--address', 'https://b.example', '--action', 'cancel'],
  ['callbacks', 'update', '--action', 'cancel'],
  ['callbacks', 'delete'],
  ['callbacks', 'delete', '--yes'],
  ['doctor'],
  ['doctor', '--json'],
  ['calls', 'get', 'mock-success', '--generation', 'v4'],
  ['calls', 'get', 'mock-success', '--generation', 'v4', '--json'],
  ['calls', 'end', 'mock-success', '--generation', 'v4'],
  ['records', 'list', '--generation', 'v4'],
  ['records', 'export', '--generation', 'both', '--out', '-'],
  ['callbacks', 'get', '--generation', 'v4'],
];
const some = ofService.filter(([, command]) => command === 'get');
const manners: [Manner, string[][]][] = [
  ['data', ofService],
  ['refusal', ofService],
  ['breach', some],
  // These are asked for again and again.
  ['noise', some.slice(0, 1)],
];
for (const [manner, commands] of manners) {
  test(`a service that answers with hostile ${manner} has nothing obeyed in any command`, async () => {
    const { environment } = await hostileService(manner, hostile);
    for (const args of commands) expectNothingObeyed(await runCli(args, environment), args.join(' '));
  });
}

test('JSON for programs has the very values of the service', async () => {
  const { environment } = await hostileService('data', hostile);
  const { stdout } = await runCli(['records', 'list', '--json'], environment);
  expect(JSON.parse(stdout)).toMatchObject([{ caller: hostile, [hostile]: hostile }]);
  const lines = await runCli(['records', 'export', '--out', '-'], environment);
  expect(JSON.parse(lines.stdout)).toMatchObject({ caller: hostile });
});

test('an export to a file is data: CSV as it is, JSON lines with escapes, and what is said of it is safe', async () => {
  const { environment } = await hostileService('data', hostile);
  const folder = await temporaryFolder();
  for (const format of ['csv', 'jsonl']) {
    const out = join(folder, `${hostileArgument.replaceAll('/', '')}.${format}`);
    const args = ['records', 'export', '--format', format, '--out', out];
    const { stderr, stdout } = await runCli(args, environment);
    expect(findObeyed(stderr + stdout)).toEqual([]);
    // A second run says that the file exists.
    expectNothingObeyed(await runCli(args, environment));
    const text = await readFile(out, 'utf8');
    if (format === 'jsonl') expect(findObeyed(text)).toEqual([]);
    else expect(text).toContain('\u001b[31mred');
  }
});

describe.skipIf(!hasTerminal)('on a terminal', () => {
  test.each<[Manner, string[]]>([
    ['data', ['records', 'list']],
    ['data', ['records', 'export', '--format', 'csv', '--out', '-']],
    ['refusal', ['records', 'get', 'one']],
    ['refusal', ['records', 'get', '--no\u001b[31msuch']],
  ])('a service that answers with hostile %s steers nothing: %j', async (manner, args) => {
    const { environment } = await hostileService(manner, hostile);
    const shown = await runOnTerminal(args, environment);
    expectNothingObeyed({ stdout: withoutOwnSequences(shown), stderr: '' });
  });

  test('a report has its colours and nothing else', async () => {
    const { url } = await hostileService('data', hostile);
    const shown = await runOnTerminal(
      ['conformance', '--target', url, '--only', 'V1-ENV-001,V1-REC-001'],
      account,
    );
    expect(shown).toContain('\u001b[');
    expectNothingObeyed({ stdout: withoutOwnSequences(shown), stderr: '' });
  });
});
