import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { takesList } from './options.ts';
import { createProgram } from './program.ts';
import { runCli, startCli } from './testing/run-cli.ts';

/** A command and all beneath it, each with the words that lead to it. */
function listCommands(
  command: Command,
  words: readonly string[] = [],
): [words: readonly string[], Command][] {
  const children = command.commands.flatMap((child) => listCommands(child, [...words, child.name()]));
  return [[words, command], ...children];
}

const commands = listCommands(await createProgram());

test.each(commands.map(([words]) => [words]))('trtc-call %j --help fits 80 columns', async (words) => {
  const { exitCode, stdout, stderr } = await runCli([...words, '--help']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  await expect(stdout).toMatchFileSnapshot(`./fixtures/${['help', ...words].join('-')}.txt`);
  expect(
    stdout.split('\n').filter((line) => line.length > 80),
    'wrap these lines',
  ).toEqual([]);
  expect(stdout, 'put a blank line before it').not.toMatch(/[^\n]\nExamples/);
});

test('help before a command and its subcommand is their help', async () => {
  const words = ['records', 'list'];
  expect(await runCli(['help', ...words])).toEqual(await runCli([...words, '--help']));
  expect(await runCli(['help', 'mock'])).toEqual(await runCli(['mock', '--help']));
  expect(await runCli(['help', 'usersig', 'verify', 'x'])).toEqual(
    await runCli(['usersig', 'verify', '--help']),
  );
  const withOption = ['usersig', 'sign', '--identifier', 'alice'];
  expect(await runCli(['help', ...withOption])).toEqual(await runCli(['usersig', 'sign', '--help']));
  expect(await runCli(['help', 'records', '--limit', '5'])).toEqual(await runCli(['records', '--help']));
  for (const words of [['records', 'lists'], ['lists'], ['mock', 'lists']])
    expect(await runCli(['help', ...words])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: "error: unknown command 'lists'\nSee --help.\n",
    });
});

test('no help is kept of a command that is gone', async () => {
  const kept = await readdir(join(import.meta.dirname, 'fixtures'));
  expect(kept.toSorted()).toEqual(
    commands.map(([words]) => `${['help', ...words].join('-')}.txt`).toSorted(),
  );
});

test('no option takes more than one argument, so that none swallows what is meant for the command', () => {
  const found = commands.flatMap(([, { options }]) => options);
  expect(found.filter(({ variadic }) => variadic).map(({ flags }) => flags)).toEqual([]);
  const lists = new Set(found.filter(takesList).map(({ long }) => long));
  const names = 'action callee drop retry level only allow-host allow-webhooks-to';
  expect(lists).toEqual(new Set(names.split(' ').map((name) => `--${name}`)));
});

test('--version says the version of the package', async () => {
  expect(await startCli(['--version']).ended).toEqual({
    exitCode: 0,
    stdout: `${manifest.version}\n`,
    stderr: '',
  });
});
