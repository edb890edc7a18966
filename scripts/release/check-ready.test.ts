import { expect, test } from 'vitest';
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
