import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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
  /** The folders of the packages that were released. */
  folders: readonly string[];
  /** The versions that the changesets come to, by package that was released. */
  versions: Record<string, string>;
}

const bin = join(root, 'node_modules/.bin');

/**
 * Releases a copy of the workspace, with the commands of `release.yml` and of a first release by hand.
 *
 * @param folder - an empty folder; the caller removes it, and stops the registry
 * @param isWhole - whether the copy is built, and every package released; otherwise it takes what was built before, from
 *   the same sources, and releases one package with what it needs: the others go the same way
 */
export async function releaseLocally(folder: string, isWhole: boolean): Promise<LocalRelease> {
  const copy = join(folder, 'copy');
  const packed = join(folder, 'packed');
  const inCopy = (command: string, args: string[], env = {}) =>
    run(join(bin, command), args, { cwd: copy, env });
  mkdirSync(join(folder, 'registry'));
  await using onFailure = new AsyncDisposableStack();
  const registry = onFailure.use(await startRegistry(join(folder, 'registry')));
  const folders = isWhole ? publishedFolders : ['spec', 'packages/client'];
  await copyWorkspace(copy, folders, isWhole);
  await judgeChange(copy);
  await inCopy('changeset', ['version']);
  await commitAll(copy);
  await judgeChange(copy);
  if (isWhole) {
    const filters = publishedFolders.flatMap((it) => ['--filter', `./${it}`]);
    await inCopy('pnpm', ['-r', ...filters, 'run', 'build']);
  } else {
    for (const it of folders) cpSync(join(root, it, 'dist'), join(copy, it, 'dist'), { recursive: true });
    for (const it of publishedFolders.filter((other) => !folders.includes(other))) {
      const file = join(copy, it, 'package.json');
      const manifest: object = JSON.parse(readFileSync(file, 'utf8'));
      writeFileSync(file, JSON.stringify({ ...manifest, private: true }));
    }
  }
  await inCopy('changeset', ['pack', '--out-dir', packed], registry.publisher);
  await inCopy('changeset', ['publish', '--from-pack-dir', packed], registry.publisher);
  const manifests = folders.map((it) => readManifest(it, copy));
  const versions = Object.fromEntries(manifests.map(({ name, version }) => [name, version]));
  onFailure.move();
  return { registry, copy, packed, folders, versions };
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
