import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../published.ts';
import { run } from '../run.ts';

/**
 * The packages that runtimes come from. They are installed for these tests alone, since they are half a gigabyte
 * that `npm start` has no use for. Node 24 is the workspace's own.
 */
const runtimePackages = {
  bun: '1.4.5',
  deno: '2.9.6',
  miniflare: '4.20260730.0',
  node22: 'npm:node@22.23.3',
  node26: 'npm:node@26.10.0',
} as const;

const folder = join(root, 'e2e/node_modules/.cache/runtimes');
const stamp = join(folder, 'installed.json');

/**
 * Installs the runtimes by npm, once for each change of their versions, and gives the folder. A runtime that this
 * platform has no package for is left out.
 *
 * @throws Error with what npm wrote when it cannot install at all
 */
export async function installRuntimes(): Promise<string> {
  // Optional, so that one that is missing does not keep away the others.
  const manifest = JSON.stringify({ private: true, optionalDependencies: runtimePackages });
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === manifest) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), manifest);
  await run('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline'], {
    cwd: folder,
  });
  const whole = Object.keys(runtimePackages).every((name) => existsSync(join(folder, 'node_modules', name)));
  if (whole) writeFileSync(stamp, manifest);
  return folder;
}
