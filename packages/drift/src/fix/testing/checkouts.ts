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

export const contract = join(workspace, 'spec/v1');

export const generated = 'spec/src/generated/v1-openapi.gen.json';

export const clientGenerated = 'packages/client/src/v1/generated';

export const collections = 'clients/generated';

type FileTexts = Readonly<Record<string, string>>;

/** The contract as `--fix` reads it in this repository, and files where it is generated to; deleted after the test. */
export function temporaryCheckout() {
  const root = mkdtempSync(join(tmpdir(), 'trtc-call-checkout-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  cpSync(join(workspace, 'spec/v1'), join(root, 'spec/v1'), { recursive: true });
  const made = [generated, `${clientGenerated}/v1.gen.ts`, `${collections}/http/v1.http`];
  for (const path of ['pnpm-workspace.yaml', ...made]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), 'as it was');
  }
  return {
    root,
    write: (path: string, text: string) => writeFileSync(join(root, path), text),
    read: (path: string) => readFileSync(join(root, path), 'utf8'),
    files: () => filesIn(root),
  };
}

function filesIn(root: string): FileTexts {
  // A path that begins with a dot is not matched by a glob.
  const paths = globSync(['**', '.changeset/*'], { cwd: root });
  const files = paths.filter((path) => statSync(join(root, path)).isFile());
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}
