import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findManifestFault, findReadmeFault } from './check-ready.ts';

const right = { type: 'git', url: 'git+https://github.com/an-owner/a-name.git', directory: 'spec' };

test('a manifest that names its repository and its folder is fit for provenance', () => {
  expect(findManifestFault('spec', { repository: right }, 'an-owner/a-name')).toBeUndefined();
});

test.each([
  ['none', {}, 'has none'],
  [
    'another repository',
    { repository: { ...right, url: 'git+https://github.com/b/c.git' } },
    'names git+https',
  ],
  ['another folder', { repository: { ...right, directory: 'mock' } }, 'names git+https'],
])('a manifest that names %s is refused, with what to write', (_what, manifest, found) => {
  const fault = findManifestFault('spec', manifest, 'an-owner/a-name');
  expect(fault).toContain(`spec/package.json ${found}`);
  expect(fault).toContain('"url": "git+https://github.com/an-owner/a-name.git", "directory": "spec"');
});

test('a README that says that it is not on npm is refused', () => {
  expect(findReadmeFault('spec', 'npm install x   # not on npm yet')).toContain('spec/README.md says');
  expect(findReadmeFault('spec', 'npm install x')).toBeUndefined();
});

test('the script fails where a package is not ready, and says which', () => {
  const root = mkdtempSync(join(tmpdir(), 'trtc-call-ready-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const script = join(root, 'scripts/release/check-ready.ts');
  cpSync(join(import.meta.dirname, 'check-ready.ts'), script);
  mkdirSync(join(root, 'spec'));
  const check = (manifest: object, readme: string) => {
    writeFileSync(join(root, 'spec/package.json'), JSON.stringify(manifest));
    writeFileSync(join(root, 'spec/README.md'), readme);
    const env = { ...process.env, GITHUB_REPOSITORY: 'an-owner/a-name' };
    return spawnSync(process.execPath, [script], { encoding: 'utf8', env });
  };
  expect(check({ repository: right }, 'npm install')).toMatchObject({ status: 0, stderr: '' });
  const { status, stderr } = check({}, 'not on npm yet');
  expect([status, stderr.match(/^spec\/\S+/gm)]).toEqual([1, ['spec/package.json', 'spec/README.md']]);
});
