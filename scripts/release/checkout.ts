import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** Files of a checkout as they stand somewhere: on disk, at a revision, in a copy. Paths are relative to its root. */
export interface Tree {
  /** The text of a file; undefined where there is none. */
  read(path: string): string | undefined;
  /** The names of what stands in a folder. */
  list(folder: string): string[];
}

/** The files of a folder. */
export function diskTree(root: string): Tree {
  return {
    read: (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined),
    list: (folder) => (existsSync(join(root, folder)) ? readdirSync(join(root, folder)).sort() : []),
  };
}

/** The files of a checkout at a revision of it. */
export function revisionTree(root: string, revision: string): Tree {
  return {
    read: (path) => git(root, 'show', `${revision}:${path}`),
    list: (folder) => toLines(git(root, 'ls-tree', '--name-only', `${revision}:${folder}`)),
  };
}

/** The files of a checkout that differ between a revision and the disk, with those that git does not know yet. */
export function listChanged(root: string, revision: string): string[] {
  return [
    ...toLines(git(root, 'diff', '--name-only', '--no-renames', revision, '--')),
    ...toLines(git(root, 'ls-files', '--others', '--exclude-standard')),
  ];
}

/** What a git command prints; undefined when it fails, as it does in a folder without git. */
function git(root: string, ...args: string[]): string | undefined {
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
  const { status, stdout } = spawnSync('git', ['-c', 'core.quotePath=false', ...args], options);
  return status === 0 ? stdout : undefined;
}

function toLines(printed = ''): string[] {
  return printed.split('\n').filter(Boolean);
}

/** A package of the workspace that npm gets. */
export interface PublishedPackage {
  readonly name: string;
  readonly folder: string;
  readonly version: string;
}

/** The packages that are not private, as they stand on disk. */
export function publishedPackages(root: string): PublishedPackage[] {
  const tree = diskTree(root);
  const { packages }: { packages: string[] } = parse(tree.read('pnpm-workspace.yaml') ?? 'packages: []');
  return packages
    .flatMap((glob) => globSync(glob, { cwd: root }))
    .flatMap((folder) => {
      const { name, version, private: hidden } = readManifest(tree, folder);
      if (hidden === true || typeof name !== 'string' || typeof version !== 'string') return [];
      return [{ name, folder, version }];
    });
}

/** A package's manifest; empty where there is none. */
export function readManifest(tree: Tree, folder: string): Record<string, unknown> {
  return JSON.parse(tree.read(`${folder}/package.json`) ?? '{}');
}

/** What a change is compared with. */
export interface ReleaseBase {
  /** Absent where nothing was released and there is no other branch: then everything is new. */
  readonly revision?: string;
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
export function releaseBase(root: string, named?: string): ReleaseBase {
  const ask = (...args: string[]) => git(root, ...args)?.trim();
  const head = ask('rev-parse', '--verify', '--quiet', 'HEAD');
  if (head === undefined) return { description: 'nothing: this folder is not a git checkout' };
  // The last tag that `changeset publish` made, as in `@trtc-call/spec@1.2.3`.
  const release = ask('describe', '--tags', '--abbrev=0', '--match', '*@[0-9]*');
  const current = ask('branch', '--show-current') ?? '';
  // On a branch of its own a change may not be committed yet; a checkout of a commit alone has no branch.
  const isTopic = named !== undefined || (current !== '' && current !== 'main');
  for (const branch of named === undefined ? ['origin/main', 'main'] : [named]) {
    const revision = ask('merge-base', 'HEAD', branch);
    if (revision !== undefined && (isTopic || revision !== head))
      return { release, revision, description: `${branch} (${revision.slice(0, 8)})` };
  }
  if (named !== undefined) {
    const remedy = 'fetch it with its history (git fetch --unshallow origin)';
    throw new Error(`the base '${named}' is not in this checkout: ${remedy}`);
  }
  if (release !== undefined)
    return { release, revision: release, description: `the last release, ${release}` };
  return {
    description:
      ask('rev-parse', '--is-shallow-repository') === 'true'
        ? 'nothing: this checkout is shallow, and holds neither another branch nor a release (git fetch --unshallow --tags)'
        : 'nothing: this is the base branch, and nothing was released',
  };
}
