import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

const workspace = join(import.meta.dirname, '../../../../..');

/** Files by their path. */
export type FileTexts = Readonly<Record<string, string>>;

/** A copy of what `--fix` reads and writes in this repository, deleted after the test. */
export function temporaryCheckout() {
  const root = mkdtempSync(join(tmpdir(), 'trtc-call-checkout-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const path of [
    'pnpm-workspace.yaml',
    'spec/v1',
    'spec/src/generated',
    'packages/client/src/v1/generated',
  ]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    cpSync(join(workspace, path), join(root, path), { recursive: true });
  }
  return {
    root,
    contract: join(root, 'spec/v1'),
    write: (path: string, text: string) => writeFileSync(join(root, path), text),
    read: (path: string) => readFileSync(join(root, path), 'utf8'),
    files: () => filesIn(root),
  };
}

function filesIn(root: string): FileTexts {
  const paths = globSync('**', { cwd: root }).filter((path) => statSync(join(root, path)).isFile());
  // A path that begins with a dot is none for a glob.
  const hidden = globSync('.changeset/*', { cwd: root });
  return Object.fromEntries(
    [...paths, ...hidden].map((path) => [path, readFileSync(join(root, path), 'utf8')]),
  );
}
