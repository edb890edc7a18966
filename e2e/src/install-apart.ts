import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './published.ts';
import { run } from './run.ts';

/** What npm is to install. */
export interface ApartManifest {
  dependencies?: Readonly<Record<string, string>>;
  /** What the platform may have no package of. */
  optionalDependencies?: Readonly<Record<string, string>>;
  overrides?: Readonly<Record<string, string>>;
}

const cache = join(root, 'e2e/node_modules/.cache/apart');

/**
 * Installs by npm what only a test needs, so that `npm start` has not to wait for it, and gives the folder. Once all
 * of a manifest is there it is not installed again; two tests that ask at the same time do not disturb each other.
 *
 * @throws Error with what npm wrote when it cannot install
 */
export async function installApart(name: string, manifest: ApartManifest): Promise<string> {
  const text = JSON.stringify({ private: true, ...manifest });
  const folder = join(cache, `${name}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`);
  const isWhole = () =>
    Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }).every((dependency) =>
      existsSync(join(folder, 'node_modules', dependency)),
    );
  if (isWhole()) return folder;
  mkdirSync(cache, { recursive: true });
  const unfinished = mkdtempSync(join(cache, `${name}-unfinished-`));
  try {
    writeFileSync(join(unfinished, 'package.json'), text);
    const quiet = ['--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline'];
    await run('npm', ['install', ...quiet], { cwd: unfinished });
    // Another test may have been faster: what it made is in use.
    if (isWhole()) return folder;
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
    return folder;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}
