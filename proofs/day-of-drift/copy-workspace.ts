import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';

const workspace = join(import.meta.dirname, '..', '..');
const left = new Set(['.git', '.turbo', '.results', 'dist', 'reports', 'node_modules']);
const packages = [
  'spec',
  'packages/client',
  'packages/webhooks',
  'packages/call-book',
  'packages/mock',
  'packages/drift',
  'packages/reporting',
  'packages/cli',
  'conformance',
  'scripts',
];
const files = [
  'package.json',
  'pnpm-workspace.yaml',
  'tsconfig.base.json',
  'tsdown.base.ts',
  'redocly.yaml',
  '.changeset',
];

/** A copy of the packages, in which a day can change the contract. */
export interface WorkspaceCopy {
  readonly root: string;
  /** For commands that run in it. */
  readonly environment: Record<string, string>;
  remove(): void;
}

/**
 * Copies what the contract goes through. What is installed is not copied; the links between packages are, so that a
 * package of the copy finds the others of the copy.
 */
export function copyWorkspace(): WorkspaceCopy {
  const root = mkdtempSync(join(tmpdir(), 'trtc-call-day-'));
  const copy = (path: string, filter: (source: string) => boolean) =>
    cpSync(join(workspace, path), join(root, path), { recursive: true, verbatimSymlinks: true, filter });
  for (const path of [...files, ...packages]) copy(path, (source) => !left.has(basename(source)));
  for (const path of packages)
    copy(join(path, 'node_modules'), (source) => !/node_modules\/\.(vite|results)/.test(source));
  symlinkSync(join(workspace, 'node_modules'), join(root, 'node_modules'));
  const PATH = [generateOnly(root), process.env.PATH].join(delimiter);
  return { root, environment: { PATH }, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** An `npm run generate` that never installs: what is installed belongs to the workspace that was copied. */
function generateOnly(root: string): string {
  const folder = join(root, '.bin');
  mkdirSync(folder);
  const npm = join(folder, 'npm');
  const node = `"${process.execPath}"`;
  writeFileSync(
    npm,
    `#!/bin/sh\nset -e\n(cd "${root}/spec" && ${node} src/generate/main.ts)\ncd "${root}/packages/client" && ${node} scripts/generate.ts\n`,
  );
  chmodSync(npm, 0o755);
  return folder;
}
