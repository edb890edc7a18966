import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** A checkout as it stands on disk, and as it stood at a revision. Paths are relative to its root. */
export interface Repository {
  readonly root: string;
  /** What a git command prints, without blanks at its ends; undefined when it fails. */
  git(...args: string[]): string | undefined;
  /** The text of a file, at a revision or on disk; undefined where there is none. */
  read(path: string, revision?: string): string | undefined;
  /** The names of what stands in a folder, at a revision or on disk. */
  list(folder: string, revision?: string): string[];
  /** The files that differ between the revision and the disk, with those that git does not know yet. */
  changedSince(revision: string): string[];
}

/** The checkout in a folder. A folder without git is one too: no revision of it can be read. */
export function repositoryAt(root: string): Repository {
  const run = (...args: string[]) => {
    const options = { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
    const { status, stdout } = spawnSync('git', ['-c', 'core.quotePath=false', ...args], options);
    return status === 0 ? stdout : undefined;
  };
  const lines = (...args: string[]) => (run(...args) ?? '').split('\n').filter(Boolean);
  return {
    root,
    git: (...args) => run(...args)?.trim(),
    read(path, revision) {
      if (revision !== undefined) return run('show', `${revision}:${path}`);
      return existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined;
    },
    list(folder, revision) {
      if (revision !== undefined) return lines('ls-tree', '--name-only', `${revision}:${folder}`);
      return existsSync(join(root, folder)) ? readdirSync(join(root, folder)).sort() : [];
    },
    changedSince: (revision) => [
      ...lines('diff', '--name-only', '--no-renames', revision, '--'),
      ...lines('ls-files', '--others', '--exclude-standard'),
    ],
  };
}

/** A package of the workspace that npm gets. */
export interface PublishedPackage {
  readonly name: string;
  readonly folder: string;
  readonly version: string;
}

/** The packages that are not private, as they stand on disk. */
export function publishedPackages(repository: Repository): PublishedPackage[] {
  const { packages }: { packages: string[] } = parse(
    repository.read('pnpm-workspace.yaml') ?? 'packages: []',
  );
  return packages
    .flatMap((glob) => globSync(glob, { cwd: repository.root }))
    .flatMap((folder) => {
      const { name, version, private: hidden } = readManifest(repository, folder);
      if (hidden === true || typeof name !== 'string' || typeof version !== 'string') return [];
      return [{ name, folder, version }];
    });
}

/** A package's manifest, at a revision or on disk; empty where there is none. */
export function readManifest(
  repository: Repository,
  folder: string,
  revision?: string,
): Record<string, unknown> {
  return JSON.parse(repository.read(`${folder}/package.json`, revision) ?? '{}');
}

/** What a change is compared with. */
export interface ReleaseBase {
  /** Absent where nothing was released and there is no other branch: then everything is new. */
  readonly revision?: string | undefined;
  /** The last release, if there was one. It may be older than `revision`. */
  readonly release?: string | undefined;
  /** Says in words what `revision` is. */
  readonly description: string;
}

/**
 * Finds what the checkout is to be compared with: the point where it left the base branch, or, when it is the base
 * branch itself, the last release.
 *
 * @param named - a revision or branch to compare with, when the caller knows it
 * @throws Error when `named` is not in the checkout
 */
export function releaseBase({ git }: Repository, named?: string): ReleaseBase {
  const head = git('rev-parse', '--verify', '--quiet', 'HEAD');
  if (head === undefined) return { description: 'nothing: this folder is not a git checkout' };
  // The last tag that `changeset publish` made, as in `@trtc-call/spec@1.2.3`.
  const release = git('describe', '--tags', '--abbrev=0', '--match', '*@[0-9]*');
  if (named !== undefined) {
    const revision = git('merge-base', 'HEAD', named);
    if (revision !== undefined)
      return { release, revision, description: `${named} (${revision.slice(0, 8)})` };
    const remedy = 'fetch it with its history (git fetch --unshallow origin)';
    throw new Error(`the base '${named}' is not in this checkout: ${remedy}`);
  }
  const current = git('branch', '--show-current') ?? '';
  // On a branch of its own a change may not be committed yet; a checkout of a commit alone has no branch.
  const isTopic = current !== '' && current !== 'main';
  for (const branch of ['origin/main', 'main']) {
    const revision = git('merge-base', 'HEAD', branch);
    if (revision !== undefined && (isTopic || revision !== head)) {
      return { release, revision, description: `${branch} (${revision.slice(0, 8)})` };
    }
  }
  if (release !== undefined)
    return { release, revision: release, description: `the last release, ${release}` };
  return {
    description:
      git('rev-parse', '--is-shallow-repository') === 'true'
        ? 'nothing: this checkout is shallow, and holds neither another branch nor a release (git fetch --unshallow --tags)'
        : 'nothing: this is the base branch, and nothing was released',
  };
}
