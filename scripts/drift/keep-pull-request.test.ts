import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startFakeGitHub } from '../github/testing/fake-github.ts';
import type { CheckResult } from './check-result.ts';
import { branchName } from './drift-branch.ts';
import { gitIn } from './git.ts';
import { keepPullRequest } from './keep-pull-request.ts';

const checked: CheckResult = { outcome: 'checked', ids: ['D-1'], conclusion: 'Drift', markdown: '# Drift\n' };
const unable: CheckResult = { ...checked, outcome: 'could-not-check' };
const contract = 'spec/v1/openapi.yaml';
const lock = 'spec/v1/sources.lock.yaml';
const lockWith = (etag: string, fact: string) =>
  `pages:\n  "1":\n    etag: ${etag}\n    facts:\n      host: ${fact}\n`;

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'trtc-call-branch-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A bare repository as the remote, a checkout of its main, and a GitHub that knows its branches. */
async function repository() {
  const [remote, root] = [newFolder(), newFolder()];
  const git = (folder: string, ...args: string[]) => {
    const person = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
    return execFileSync('git', [...person, ...args], { cwd: folder, encoding: 'utf8', stdio: 'pipe' }).trim();
  };
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const commit = (message: string) => {
    git(root, 'add', '--all');
    git(root, 'commit', '--quiet', '-m', message);
    git(root, 'push', '--quiet', 'origin', 'main');
  };
  git(remote, 'init', '--quiet', '--bare', '-b', 'main');
  git(root, 'init', '--quiet', '-b', 'main');
  git(root, 'remote', 'add', 'origin', remote);
  write(contract, 'version: 1\nfields:\n  - a\n\n\n\nlast: 1\n');
  write(lock, lockWith('one', 'a.example'));
  write('README.md', 'Read me\n');
  commit('a start');

  const fake = await startFakeGitHub();
  const commitOf = (ref: string) =>
    git(remote, 'for-each-ref', '--format=%(objectname)', `refs/heads/${ref}`);
  fake.store.branches = {
    has: (name) => commitOf(name) !== '',
  };
  return {
    ...fake,
    root,
    remote,
    git,
    write,
    commit,
    /** A new checkout, as every run has it. */
    clean: () => {
      git(root, 'reset', '--quiet', '--hard', 'origin/main');
      git(root, 'clean', '--quiet', '-fd');
    },
    fix: (field = 'b') => {
      write(contract, readFileSync(join(root, contract), 'utf8').replace('  - a\n', `  - a\n  - ${field}\n`));
      write('.changeset/drift-1.md', `---\n"a": minor\n---\n\n${field}\n`);
    },
    branch: () => commitOf(branchName),
    keep: (check = checked) =>
      keepPullRequest(fake.github, {
        git: gitIn(root, { GITHUB_TOKEN: 'a-token' }),
        check,
        base: 'main',
        issue: 4,
      }),
  };
}

test('nothing was fixed: nothing is pushed and nothing is written', async () => {
  const { keep, writes, write, branch } = await repository();
  write('reports/report.md', 'a report');
  write('README.md', 'changed by somebody');
  expect(await keep()).toEqual({ done: 'left', number: undefined });
  expect(writes()).toEqual([]);
  expect(branch()).toBe('');
});

test('the first fix is pushed as one commit on main, and the pull request says what it is', async () => {
  const { keep, writes, fix, git, remote, store, root, write } = await repository();
  fix();
  write('notes.txt', 'left by a run');
  expect(await keep()).toEqual({ done: 'opened', number: 1 });
  expect(writes()).toEqual(['POST /pulls']);
  expect(git(remote, 'diff', '--name-only', 'main', 'drift').split('\n')).toEqual([
    '.changeset/drift-1.md',
    contract,
  ]);
  expect(git(remote, 'rev-list', '--count', 'main..drift')).toBe('1');
  expect(git(root, 'rev-parse', '--abbrev-ref', 'HEAD'), 'the checkout stays where it was').toBe('main');
  expect(store.items[0]).toMatchObject({ pull: { head: 'drift', base: 'main' }, state: 'open' });
  expect(store.items[0]?.body).toContain('of #4');
});

test('the same fix again writes nothing, even when main went on', async () => {
  const { keep, writes, fix, branch, clean, write, commit } = await repository();
  fix();
  await keep();
  const before = branch();
  writes();
  clean();
  write('README.md', 'News\n');
  write(contract, 'version: 1\nfields:\n  - a\n\n\n\nlast: 2\n');
  commit('elsewhere in the same file');
  fix();
  expect(await keep()).toEqual({ done: 'left', number: 1 });
  expect(writes()).toEqual([]);
  expect(branch()).toBe(before);
});

test('a fix that only says another day is the same', async () => {
  const { keep, writes, write, clean } = await repository();
  write('spec/v1/a.yaml', 'since: 2026-11-23\n');
  await keep();
  writes();
  clean();
  write('spec/v1/a.yaml', 'since: 2026-11-24\n');
  expect(await keep()).toEqual({ done: 'left', number: 1 });
  expect(writes()).toEqual([]);
});

test('another fix, or one that can no longer be merged, is pushed to the same pull request', async () => {
  const { keep, writes, fix, branch, clean, commit, write, git, remote } = await repository();
  fix();
  await keep();
  clean();
  fix('c');
  expect(await keep()).toEqual({ done: 'changed', number: 1 });
  expect(git(remote, 'show', `drift:${contract}`)).toContain('  - c');
  const before = branch();
  writes();
  clean();
  write(contract, 'version: 1\nfields:\n  - a\n  - z\n\n\n\nlast: 1\n');
  commit('in the way');
  fix('c');
  expect(await keep()).toEqual({ done: 'changed', number: 1 });
  expect(branch()).not.toBe(before);
  expect(writes()).toEqual(['PATCH /pulls/1']);
});

test('it is closed with its branch when there is nothing to fix, and a new one opened when there is again', async () => {
  const { keep, writes, fix, branch, clean, store } = await repository();
  fix();
  await keep();
  clean();
  writes();
  expect(await keep()).toEqual({ done: 'closed', number: 1 });
  expect(writes()).toEqual(['PATCH /pulls/1']);
  expect(store.items[0]?.state).toBe('closed');
  expect(branch()).toBe('');
  expect(await keep()).toMatchObject({ done: 'left' });
  expect(writes()).toEqual([]);
  fix();
  expect(await keep()).toEqual({ done: 'opened', number: 2 });
});

test('a check that could not be made closes nothing and takes nothing back', async () => {
  const { keep, writes, fix, branch, clean } = await repository();
  fix();
  await keep();
  const before = branch();
  writes();
  clean();
  expect(await keep(unable)).toEqual({ done: 'left', number: 1 });
  fix('c');
  expect(await keep(unable)).toEqual({ done: 'left', number: 1 });
  expect(writes()).toEqual([]);
  expect(branch()).toBe(before);
});

describe('what people do', () => {
  test('closing it and deleting its branch holds until the fixes are others', async () => {
    const { keep, writes, fix, clean, store, git, remote } = await repository();
    fix();
    await keep();
    for (const item of store.items) item.state = 'closed';
    git(remote, 'branch', '-D', branchName);
    clean();
    writes();
    fix();
    expect(await keep()).toEqual({ done: 'left', number: 1 });
    expect(writes()).toEqual([]);
    clean();
    fix('c');
    expect(await keep()).toEqual({ done: 'opened', number: 2 });
  });

  test('commits of theirs are not lost', async () => {
    const { keep, writes, fix, branch, clean, git, remote } = await repository();
    fix();
    await keep();
    const theirs = newFolder();
    git(theirs, 'clone', '--quiet', '--branch', 'drift', remote, '.');
    writeFileSync(join(theirs, 'spec/v1/more.yaml'), 'more: 1\n');
    git(theirs, 'add', '--all');
    git(theirs, 'commit', '--quiet', '-m', 'mine');
    git(theirs, 'push', '--quiet', 'origin', 'drift');
    const before = branch();
    writes();
    clean();
    expect(await keep()).toEqual({ done: 'theirs', number: 1 });
    fix('c');
    expect(await keep()).toEqual({ done: 'theirs', number: 1 });
    expect(writes()).toEqual([]);
    expect(branch()).toBe(before);
  });
});

describe('what the pages said', () => {
  test('another validator is no change', async () => {
    const { keep, writes, write } = await repository();
    write(lock, lockWith('two', 'a.example'));
    expect(await keep()).toEqual({ done: 'left', number: undefined });
    expect(writes()).toEqual([]);
  });

  test('another fact is one, once', async () => {
    const { keep, writes, write, clean } = await repository();
    write(lock, lockWith('two', 'b.example'));
    expect(await keep()).toEqual({ done: 'opened', number: 1 });
    writes();
    clean();
    write(lock, lockWith('three', 'b.example'));
    expect(await keep()).toEqual({ done: 'left', number: 1 });
    expect(writes()).toEqual([]);
  });
});

test('a push that is refused is told in one line, and the checkout keeps the fix', async () => {
  const { keep, fix, git, root, remote } = await repository();
  fix();
  writeFileSync(join(remote, 'hooks/update'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  await expect(keep()).rejects.toThrow(/^git push failed \(.+\): run it in the checkout to see why$/);
  expect(git(root, 'status', '--porcelain')).not.toBe('');
});

test('without permission to open pull requests it says where to allow it', async () => {
  const { keep, fix, fail } = await repository();
  fix();
  fail(403, 'GitHub Actions is not permitted to create or approve pull requests.');
  await expect(keep()).rejects.toThrow(/allow it in Settings, Actions/);
});
