import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { raised } from './bump.ts';
import { followContract } from './follow-contract.ts';

const workspace = join(import.meta.dirname, '../..');
const contract = 'spec/src/generated/v1-openapi.gen.json';
const table = 'spec/v1/errors.yaml';

/** A checkout of three packages and a copy of its contract, both as they stand here. */
function newCheckout(version = '0.1.0') {
  const [root, copy] = [newFolder(), newFolder()];
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const path of ['pnpm-workspace.yaml', contract, table, 'spec/v1/openapi.yaml']) {
    for (const folder of path.startsWith('spec/') ? [root, copy] : [root]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      cpSync(join(workspace, path), join(folder, path));
    }
  }
  for (const [folder, name] of [
    ['spec', '@trtc-call/spec'],
    ['packages/client', '@trtc-call/client'],
    ['packages/mock', '@trtc-call/mock'],
  ]) {
    write(`${folder}/package.json`, JSON.stringify({ name, version }));
  }
  const git = (...args: string[]) => {
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...identity, ...args], { cwd: root, stdio: 'pipe' });
  };
  return {
    write,
    read: (path: string) => readFileSync(join(root, path), 'utf8'),
    release: (...tags: string[]) => {
      git('init', '--quiet', '-b', 'main');
      git('add', '-A');
      git('commit', '--quiet', '-m', 'a release');
      for (const tag of tags) git('tag', tag);
    },
    replace: (path: string, from: string | RegExp, to: string) =>
      write(path, readFileSync(join(root, path), 'utf8').replace(from, to)),
    follow: () => followContract(root, copy),
  };
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'trtc-call-follow-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const newCode = '  - { code: 70010, name: Code70010, retryable: false }\n';

test('a contract that stayed as it was asks for nothing', () => {
  expect(newCheckout().follow()).toEqual({ bump: 'none', bumps: {}, versions: {} });
});

test.each([
  ['0.1.0', 'minor'],
  ['1.0.0', 'major'],
])('after %s only packages whose files differ need a bump, for a break a %s', (version, bump) => {
  const checkout = newCheckout(version);
  checkout.replace(table, /code: 70005$/m, 'code: 70006');
  expect(checkout.follow()).toEqual({ bump, bumps: { '@trtc-call/spec': bump }, versions: {} });
});

test('info.version is raised from that of the last release, once', () => {
  const checkout = newCheckout('1.0.0');
  checkout.release('@trtc-call/spec@1.0.0');
  checkout.replace(table, 'codes:\n', `codes:\n${newCode}`);
  expect(checkout.follow().versions).toEqual({ v1: '1.1.0' });
  expect(checkout.read('spec/v1/openapi.yaml')).toContain('\n  version: 1.1.0\n');
  checkout.replace(contract, '"version": "1.0.0"', '"version": "1.1.0"');
  expect(checkout.follow().versions).toEqual({});
});

test('a version is raised by what is said, and what is below begins anew', () => {
  const bumps = ['none', 'patch', 'minor', 'major'] as const;
  expect(bumps.map((bump) => raised('1.2.3', bump))).toEqual(['1.2.3', '1.2.4', '1.3.0', '2.0.0']);
});
