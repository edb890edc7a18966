import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isFullProof } from '@trtc-call/test-servers';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { installApart } from '../install-apart.ts';
import { run, runAnyway } from '../run.ts';
import { findNode } from '../runtimes/place.ts';

const folder = mkdtempSync(join(tmpdir(), 'trtc-call-installs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tarballs = inject('tarballs');
const files = Object.fromEntries(Object.entries(tarballs).map(([name, file]) => [name, `file:${file}`]));

/** A project that wants the command alone; what that needs of our packages comes from the tarballs too. */
function newProject(name: string, more: object): string {
  const project = join(folder, name);
  mkdirSync(project);
  const dependencies = { 'trtc-call': files['trtc-call'] };
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, dependencies, ...more }));
  return project;
}

const installers: Record<string, () => Promise<string>> = {
  async npm() {
    const project = newProject('npm', { overrides: { ...files, 'trtc-call': '$trtc-call' } });
    await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline'], { cwd: project });
    return project;
  },
  async 'yarn 1'() {
    const project = newProject('yarn', { resolutions: files });
    const installed = await installApart('yarn', { dependencies: { yarn: '1.22.22' } });
    // Its cache knows a tarball by its version, which stays the same while the packages change.
    const flags = [
      '--no-progress',
      '--non-interactive',
      '--no-lockfile',
      '--cache-folder',
      join(folder, 'cache'),
    ];
    await run(join(installed, 'node_modules/.bin/yarn'), ['install', ...flags], { cwd: project });
    return project;
  },
};

// In the long form: what the other tests use was installed by pnpm, which finds the most.
const tried = isFullProof ? Object.keys(installers) : [];

describe.each(tried)('installed by %s', (name) => {
  let project = '';
  beforeAll(async () => {
    project = (await installers[name]?.()) ?? '';
  });

  test('drift check --target mock, which runs the suite, finds all that it needs', async () => {
    const args = ['drift', 'check', '--target', 'mock'];
    const ended = await runAnyway(join(project, 'node_modules/.bin/trtc-call'), args, { cwd: project });
    expect(ended.stdout + ended.stderr).not.toMatch(/Cannot find (package|module)|ERR_MODULE_NOT_FOUND/);
    expect(ended.code, ended.stdout + ended.stderr).toBe(0);
  });
});

describe('on a Node that is too old', () => {
  /** One that knows no current syntax, and one that is nearly enough. */
  const versions = ['12', '22'];

  test.each(versions)('%s the command says in one line what it needs and what it found', async (major) => {
    const node = await findNode(major);
    const start = join(inject('project'), 'node_modules/trtc-call/dist/start.cjs');
    const ended = await runAnyway(node, [start, '--version'], { cwd: folder });
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(/^trtc-call needs Node\.js 24\.18 or later \(found [\d.]+\): .+\n$/);
    expect(ended.stderr).toContain(`(found ${major}.`);
  });
});
