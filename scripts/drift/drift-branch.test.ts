import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dropBranch, hasForeignCommits, pushChange, remoteCommit, takeChange } from './drift-branch.ts';
import { gitIn } from './git.ts';

function checkout() {
  const root = mkdtempSync(join(tmpdir(), 'trtc-call-branch-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const raw = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, stdio: 'pipe', encoding: 'utf8' });
  raw('init', '--quiet', '-b', 'main');
  raw('init', '--quiet', '--bare', 'remote.git');
  raw('remote', 'add', 'origin', join(root, 'remote.git'));
  raw(
    '-c',
    'user.name=a',
    '-c',
    'user.email=a@example.com',
    'commit',
    '--quiet',
    '--allow-empty',
    '-m',
    'a start',
  );
  const fix = (text: string) => {
    mkdirSync(join(root, 'spec'), { recursive: true });
    writeFileSync(join(root, 'spec/a.yaml'), text);
    return takeChange(git);
  };
  const git = gitIn(root, {});
  return { root, git, fix };
}

test('a branch that moved since it was looked at is neither overwritten nor taken away', () => {
  const { git, fix } = checkout();
  fix('one\n');
  pushChange(git, 'one', undefined);
  const seen = remoteCommit(git);
  if (seen === undefined) throw new Error('nothing was pushed');
  fix('two\n');
  pushChange(git, 'two', seen);
  const moved = remoteCommit(git);
  expect(moved).not.toBe(seen);

  fix('three\n');
  expect(() => pushChange(git, 'three', seen)).toThrow(/^git push failed/);
  expect(() => pushChange(git, 'three', undefined), 'it was not there before').toThrow(/^git push failed/);
  expect(() => dropBranch(git, seen)).toThrow(/^git push failed/);
  expect(remoteCommit(git)).toBe(moved);
});

test('the commits are those of the bot, whoever runs it', () => {
  const { git, fix } = checkout();
  fix('one\n');
  pushChange(git, 'one', undefined);
  const commit = remoteCommit(git) ?? '';
  expect(git.run(['log', '-1', '--format=%an %cn', commit])).toBe(
    'github-actions[bot] github-actions[bot]\n',
  );
  expect(hasForeignCommits(git, commit)).toBe(false);
});

test('the token reaches git by the environment, for this server alone', () => {
  const { root } = checkout();
  const git = gitIn(root, { GITHUB_TOKEN: 'a-token', GITHUB_SERVER_URL: 'https://git.example.com' });
  const headerFor = (url: string) => git.run(['config', '--get-urlmatch', 'http.extraheader', url]).trim();
  const basic = Buffer.from('x-access-token:a-token').toString('base64');
  expect(headerFor('https://git.example.com/a/b.git')).toBe(`AUTHORIZATION: basic ${basic}`);
  expect(() => headerFor('https://elsewhere.example.com/a/b.git')).toThrow(/^git config failed/);
  expect(git.succeeds(['config', '--local', '--get-regexp', 'extraheader']), 'nothing is written').toBe(
    false,
  );
});
