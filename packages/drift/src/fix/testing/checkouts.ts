import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

const workspace = join(import.meta.dirname, '../../../../..');

export const contract = join(workspace, 'spec/v1');

export const clientGenerated = 'packages/client/src/v1/generated';

export const collections = 'clients/generated';

type FileTexts = Readonly<Record<string, string>>;

/** A copy of what `--fix` reads and writes in this repository, deleted after the test. */
export function temporaryCheckout() {
  const root = mkdtempSync(join(tmpdir(), 'trtc-call-checkout-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const path of ['pnpm-workspace.yaml', 'spec/v1', 'spec/src/generated', clientGenerated, collections]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    cpSync(join(workspace, path), join(root, path), { recursive: true });
  }
  return {
    root,
    write: (path: string, text: string) => writeFileSync(join(root, path), text),
    read: (path: string) => readFileSync(join(root, path), 'utf8'),
    files: () => filesIn(root),
  };
}

function filesIn(root: string): FileTexts {
  const paths = globSync('**', { cwd: root }).filter((path) => statSync(join(root, path)).isFile());
  // A path that begins with a dot is not matched by a glob.
  const hidden = globSync('.changeset/*', { cwd: root });
  return Object.fromEntries(
    [...paths, ...hidden].map((path) => [path, readFileSync(join(root, path), 'utf8')]),
  );
}

const files = ['package.json', 'pnpm-workspace.yaml', 'tsconfig.base.json', 'redocly.yaml'];
const folders = [
  '.changeset',
  'docs',
  'scripts',
  'spec',
  'packages/client',
  'packages/drift',
  'packages/reporting',
];
const made = ['dist', '.turbo', '.results', '.vite'];

// A copy of the packages that hold the contract, in which everything runs; deleted after the test. What is installed is
// not copied, but the links between packages are, so that a package of the copy finds the others of the copy.
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
