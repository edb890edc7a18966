import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { onTestFinished } from 'vitest';

const workspace = join(import.meta.dirname, '../../../../..');
const files = ['package.json', 'pnpm-workspace.yaml', 'tsconfig.base.json', 'redocly.yaml'];
const folders = ['.changeset', 'scripts', 'spec', 'packages/client', 'packages/drift', 'packages/rendering'];
const made = ['dist', '.turbo', '.results', '.vite'];

/**
 * A copy of the packages that hold the contract, in which everything runs; deleted after the test. What is installed
 * is not copied, but the links between packages are, so that a package of the copy finds the others of the copy.
 */
export function workspaceCopy(): string {
  const root = mkdtempSync(join(tmpdir(), 'trtc-call-workspace-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const path of [...files, ...folders]) {
    cpSync(join(workspace, path), join(root, path), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !made.includes(basename(source)),
    });
  }
  symlinkSync(join(workspace, 'node_modules'), join(root, 'node_modules'));
  return root;
}
