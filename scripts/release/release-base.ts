import type { Repository } from './repository.ts';

/** What a change is compared with. */
export interface ReleaseBase {
  /** Absent where nothing was released and there is no other branch: then everything is new. */
  revision?: string;
  /** The last release, if there was one. It may be older than `revision`. */
  release?: string;
  /** Says in words what `revision` is. */
  description: string;
}

/**
 * Finds what the checkout is to be compared with: the point where it left the base branch, or, when it is the base
 * branch itself, the last release.
 *
 * @param named - a revision or branch to compare with, when the caller knows it
 * @throws Error when `named` is not in the checkout
 */
export function releaseBase(repository: Repository, named?: string): ReleaseBase {
  const head = repository.git('rev-parse', '--verify', '--quiet', 'HEAD')?.trim();
  if (head === undefined) return { description: 'nothing: this folder is not a git checkout' };
  const release = lastRelease(repository);
  const known = release === undefined ? {} : { release };

  if (named !== undefined) {
    const revision = repository.git('merge-base', 'HEAD', named)?.trim();
    if (revision === undefined) {
      throw new Error(
        `the base '${named}' is not in this checkout: fetch it with its history (git fetch --unshallow origin)`,
      );
    }
    return { ...known, revision, description: `${named} (${revision.slice(0, 8)})` };
  }
  const current = repository.git('branch', '--show-current')?.trim() ?? '';
  // On a branch of its own a change may not be committed yet; a checkout of a commit alone has no branch.
  const isTopic = current !== '' && current !== 'main';
  for (const branch of ['origin/main', 'main']) {
    const revision = repository.git('merge-base', 'HEAD', branch)?.trim();
    if (revision !== undefined && (isTopic || revision !== head)) {
      return { ...known, revision, description: `${branch} (${revision.slice(0, 8)})` };
    }
  }
  if (release !== undefined) {
    return { release, revision: release, description: `the last release, ${release}` };
  }
  const shallow = repository.git('rev-parse', '--is-shallow-repository')?.trim() === 'true';
  return {
    description: shallow
      ? 'nothing: this checkout is shallow, and holds neither another branch nor a release (git fetch --unshallow --tags)'
      : 'nothing: this is the base branch, and nothing was released',
  };
}

/** The last tag that `changeset publish` made, as in `@trtc-call/spec@1.2.3`. */
function lastRelease(repository: Repository): string | undefined {
  return repository.git('describe', '--tags', '--abbrev=0', '--match', '*@[0-9]*')?.trim();
}
