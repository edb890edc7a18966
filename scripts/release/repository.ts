import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A checkout as it stands on disk, and as it stood at a revision. Paths are relative to its root. */
export interface Repository {
  readonly root: string;
  /** What a git command prints, or nothing when it fails. */
  git(...args: string[]): string | undefined;
  /** The text of a file, at a revision or on disk; nothing when there is none. */
  read(path: string, revision?: string): string | undefined;
  /** The names of what stands in a folder, at a revision or on disk. */
  list(folder: string, revision?: string): string[];
  /** The files that differ between the revision and the disk, with those that git does not know yet. */
  changedSince(revision: string): string[];
}

/** The checkout in a folder. A folder without git is one too: no revision of it can be read. */
export function repositoryAt(root: string): Repository {
  const git = (...args: string[]): string | undefined => {
    const { status, stdout } = spawnSync('git', ['-c', 'core.quotePath=false', ...args], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    return status === 0 ? stdout : undefined;
  };
  return {
    root,
    git,
    read(path, revision) {
      if (revision !== undefined) return git('show', `${revision}:${path}`);
      const file = join(root, path);
      return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
    },
    list(folder, revision) {
      if (revision !== undefined) return lines(git('ls-tree', '--name-only', `${revision}:${folder}`));
      const path = join(root, folder);
      return existsSync(path) ? readdirSync(path).sort() : [];
    },
    changedSince(revision) {
      const known = lines(git('diff', '--name-only', '--no-renames', revision, '--'));
      const unknown = lines(git('ls-files', '--others', '--exclude-standard'));
      return [...new Set([...known, ...unknown])].sort();
    },
  };
}

function lines(text: string | undefined): string[] {
  return (text ?? '').split('\n').filter(Boolean);
}
