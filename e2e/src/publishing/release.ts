import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { publishedFolders, readManifest, root } from '../published.ts';
import { run } from '../run.ts';
import { commitAll, copyWorkspace } from './folders.ts';
import { type LocalRegistry, startRegistry } from './registry.ts';

/** A release of the checkout as it stands, to a registry of this machine. */
export interface LocalRelease {
  registry: LocalRegistry;
  /** The workspace that was released. */
  copy: string;
  /** Where the tarballs are. */
  packed: string;
  /** The versions that the changesets come to, by package. */
  versions: Record<string, string>;
}

const bin = join(root, 'node_modules/.bin');

/**
 * Releases a copy of the workspace, with the commands of `release.yml` and of a first release by hand.
 *
 * @param folder - an empty folder; the caller removes it, and stops the registry
 * @param isBuilt - whether the copy is built; otherwise it takes what was built before, from the same sources
 */
export async function releaseLocally(folder: string, isBuilt: boolean): Promise<LocalRelease> {
  const copy = join(folder, 'copy');
  const packed = join(folder, 'packed');
  const inCopy = (command: string, args: string[], env = {}) =>
    run(join(bin, command), args, { cwd: copy, env });
  mkdirSync(join(folder, 'registry'));
  await using onFailure = new AsyncDisposableStack();
  const registry = onFailure.use(await startRegistry(join(folder, 'registry')));
  await copyWorkspace(copy);
  await judgeChange(copy);
  await inCopy('changeset', ['version']);
  await commitAll(copy);
  await judgeChange(copy);
  if (isBuilt) {
    const filters = publishedFolders.flatMap((it) => ['--filter', `./${it}`]);
    await inCopy('pnpm', ['-r', ...filters, 'run', 'build']);
  } else {
    for (const it of publishedFolders)
      cpSync(join(root, it, 'dist'), join(copy, it, 'dist'), { recursive: true });
  }
  await inCopy('changeset', ['pack', '--out-dir', packed], registry.publisher);
  await inCopy('changeset', ['publish', '--from-pack-dir', packed], registry.publisher);
  const manifests = publishedFolders.map((it) => readManifest(it, copy));
  const versions = Object.fromEntries(manifests.map(({ name, version }) => [name, version]));
  onFailure.move();
  return { registry, copy, packed, versions };
}

/** Holds the changesets against the change, and gives what was printed. @throws Error where they are not enough */
export async function judgeChange(copy: string): Promise<string> {
  const args = ['scripts/release/judge-change.ts'];
  return (await run(process.execPath, args, { cwd: copy, env: { GITHUB_BASE_REF: undefined } })).stdout;
}

/** The tarball of a package that was released. */
export function findTarball({ packed, versions }: LocalRelease, name: string): string {
  return join(packed, 'packages', `${name.replace('@', '').replace('/', '-')}-${versions[name]}.tgz`);
}
