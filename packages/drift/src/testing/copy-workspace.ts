import { cpSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const workspace = join(import.meta.dirname, '../../../..');
const files = [
  'package.json',
  'pnpm-workspace.yaml',
  'tsconfig.base.json',
  'tsdown.base.ts',
  'vitest.base.ts',
  'redocly.yaml',
];
const made = ['.git', '.turbo', '.results', '.vite', 'dist', 'reports'];

// Copies packages, so that everything runs in the copy, where the contract may be changed. What is installed is not
// copied, but the links between packages are, so that a package of the copy finds the others of the copy.
export function copyWorkspace(folders: readonly string[]): string {
  const root = mkdtempSync(join(tmpdir(), 'trtc-call-workspace-'));
  for (const path of [...files, '.changeset', 'scripts', 'spec', ...folders]) {
    cpSync(join(workspace, path), join(root, path), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !made.includes(basename(source)),
    });
  }
  symlinkSync(join(workspace, 'node_modules'), join(root, 'node_modules'));
  return root;
}
