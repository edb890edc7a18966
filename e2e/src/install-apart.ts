import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './published.ts';
import { installByPnpm } from './run.ts';

/** What is to be installed. */
export interface ApartManifest {
  dependencies?: Readonly<Record<string, string>>;
  /** What the platform may have no package of. */
  optionalDependencies?: Readonly<Record<string, string>>;
  overrides?: Readonly<Record<string, string>>;
}

const cache = join(root, 'e2e/node_modules/.cache/apart');

/**
 * Installs what only a test needs, so that `npm start` has not to wait for it, and gives the folder. Once all
 * of a manifest is there it is not installed again; two tests that ask at the same time do not disturb each other.
 *
 * @throws Error with what pnpm wrote when it cannot install
 */
export async function installApart(name: string, manifest: ApartManifest): Promise<string> {
  const { overrides = {}, ...dependencies } = manifest;
  const pnpm = { overrides, onlyBuiltDependencies: ['bun', 'deno', 'node', 'workerd'] };
  const text = JSON.stringify({ private: true, ...dependencies, pnpm });
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
    await installByPnpm(unfinished, '--config.node-linker=hoisted', '--no-lockfile');
    // Another test may have been faster: what it made is in use.
    if (isWhole()) return folder;
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
    return folder;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}
