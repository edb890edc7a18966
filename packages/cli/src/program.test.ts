import type { Command } from 'commander';
import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { takesList } from './options.ts';
import { createProgram } from './program.ts';
import { runCli, startCli } from './testing/run-cli.ts';

const commands = [
  [],
  ['conformance'],
  ['drift'],
  ['drift', 'record'],
  ['drift', 'check'],
  ['drift', 'docs'],
  ['mock'],
  ['records'],
  ['records', 'get'],
  ['records', 'list'],
  ['records', 'export'],
  ['callbacks'],
  ['callbacks', 'get'],
  ['callbacks', 'set'],
  ['callbacks', 'update'],
  ['callbacks', 'delete'],
  ['calls'],
  ['calls', 'get'],
  ['calls', 'end'],
  ['calls', 'watch'],
  ['reconcile'],
  ['doctor'],
  ['usersig'],
  ['usersig', 'sign'],
  ['usersig', 'inspect'],
  ['usersig', 'verify'],
  ['webhooks'],
  ['webhooks', 'trigger'],
  ['webhooks', 'replay'],
  ['webhooks', 'listen'],
  ['webhooks', 'kept'],
  ['completion'],
];
test.each(commands)(
  'trtc-call %s %s --help fits 80 columns, with a blank line before its examples',
  async (...words) => {
    const { exitCode, stdout, stderr } = await runCli([...words, '--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    await expect(stdout).toMatchFileSnapshot(`./fixtures/${['help', ...words].join('-')}.txt`);
    expect(
      stdout.split('\n').filter((line) => line.length > 80),
      'wrap these lines',
    ).toEqual([]);
    expect(stdout, 'put a blank line before it').not.toMatch(/[^\n]\nExamples/);
  },
);

test('no option takes more than one argument, so that none swallows what is meant for the command', async () => {
  const all = async (command: Command): Promise<Command[]> => [
    command,
    ...(await Promise.all(command.commands.map(all))).flat(),
  ];
  const found = (await all(await createProgram())).flatMap(({ options }) => options);
  expect(found.filter(({ variadic }) => variadic).map(({ flags }) => flags)).toEqual([]);
  const lists = new Set(found.filter(takesList).map(({ long }) => long));
  expect(lists).toEqual(
    new Set([
      '--action',
      '--callee',
      '--drop',
      '--retry',
      '--level',
      '--only',
      '--allow-host',
      '--allow-webhooks-to',
    ]),
  );
});

test('--version says the version of the package', async () => {
  expect(await startCli(['--version']).ended).toEqual({
    exitCode: 0,
    stdout: `${manifest.version}\n`,
    stderr: '',
  });
});

const refused = [
  { args: [], says: 'Usage: trtc-call' },
  { args: ['conformence'], says: 'Did you mean conformance?' },
  { args: ['--verson'], says: 'Did you mean --version?' },
  { args: ['records', 'lst'], says: 'Did you mean list?' },
  { args: ['records', 'get'], says: "missing required argument 'id'" },
  { args: ['records', 'export'], says: '--out' },
  { args: ['records', 'export', '--out', 'x', '--format', 'xml'], says: 'Choose from jsonl, csv.' },
  { args: ['callbacks', 'set', '--address', 'https://a.example'], says: '--action' },
  { args: ['mock', 'extra'], says: 'too many arguments' },
  { args: ['conformance', '--tarket', 'mock'], says: 'Did you mean --target?' },
  { args: ['conformance', '--target', 'moon'], says: 'Choose mock, live, or a base URL' },
  { args: ['drift', 'record', '--target', 'moc'], says: 'Did you mean mock?' },
  { args: ['completion', 'tcsh'], says: 'there is no script for tcsh: choose bash, zsh or fish' },
  { args: ['records', 'export', '--out', 'x', '--format', 'cvs'], says: 'Did you mean csv?' },
  { args: ['records', 'export', '--out', 'x', '--no-formula-guard'], says: 'needs --format csv' },
  {
    args: ['webhooks', 'listen', '--forward', 'http://a.example', '--answer', '1'],
    says: 'has no effect with',
  },
  {
    args: ['callbacks', 'set', '--address', 'https://a.example', '--action', 'cancel', 'reject'],
    says: 'a list is one argument, such as --action A,B, without blanks',
  },
  { args: ['mock', '--allow-host', 'a', 'b'], says: 'such as --allow-host A,B' },
  { args: ['conformance', '--level', 'MUST', 'MAY'], says: 'such as --level A,B' },
  { args: ['conformance', '--only', 'V1-SIG,', 'V1-FLT'], says: 'Write A,B without blanks.' },
  {
    args: ['webhooks', 'trigger', 'call', '--to', 'http://127.0.0.1:1', '--callee', 'b', 'c'],
    says: 'such as --callee A,B',
  },
  { args: ['conformance', '--level', 'MUST,WILL'], says: 'Choose from MUST, SHOULD, MAY.' },
];
test.each(refused)('trtc-call $args exits 2 and says: $says', async ({ args, says }) => {
  const { exitCode, stdout, stderr } = await runCli(args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(says);
});
