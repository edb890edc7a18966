import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { recordOf } from '../release/is-record.ts';
import { botEmail, type Git } from './git.ts';
import { hashOf } from './mark.ts';

/** The branch that the fixes are on. */
export const branchName = 'drift';

const ref = `refs/heads/${branchName}`;
const lockFile = 'spec/v1/sources.lock.yaml';

/** What `--fix` and `--update` left in the checkout. */
export interface ProposedChange {
  /** The same for the same changes, whatever else was changed since. */
  readonly hash: string;
  readonly files: readonly string[];
}

/** Where `--fix` writes; what a run leaves elsewhere is no part of it. */
const folders = ['spec/', 'packages/', 'conformance/', '.changeset/'];

/**
 * Takes what changed into the index. A page that was only served with another validator is no change.
 *
 * @returns undefined when there is nothing to propose
 */
export function takeChange(git: Git): ProposedChange | undefined {
  const files = git
    .run(['status', '--porcelain', '-z', '--untracked-files=all', '--no-renames'])
    .split('\0')
    .map((entry) => entry.slice(3))
    .filter((file) => folders.some((folder) => file.startsWith(folder)))
    .filter((file) => file !== lockFile || factsChanged(git))
    .toSorted();
  if (files.length === 0) return undefined;
  git.run(['add', '--all', '--', ...files]);
  const others = files.filter((file) => file !== lockFile);
  const patch = others.length === 0 ? '' : git.run(['diff', '--cached', 'HEAD', '--', ...others]);
  // What is fixed says since when it is seen: the next day that is no other fix.
  const undated = patch.replaceAll(/\b\d{4}-\d\d-\d\d\b/g, 'date');
  // The patch of the lock file has validators; what it says is in the facts.
  const facts = files.includes(lockFile) ? JSON.stringify(factsOf(onDisk(git))) : '';
  return { hash: hashOf([git.run(['patch-id', '--stable'], undated).slice(0, 40), facts]), files };
}

/** The commit that the branch is at on the remote; undefined when there is none. */
export function remoteCommit(git: Git): string | undefined {
  const [commit] = git.run(['ls-remote', 'origin', ref]).split('\t');
  if (!commit) return undefined;
  git.run(['fetch', '--quiet', '--no-tags', 'origin', ref]);
  return commit;
}

/** Whether a commit of somebody else is on the branch, which must not be lost. */
export function hasForeignCommits(git: Git, commit: string): boolean {
  const emails = git.run(['log', '--format=%ae%n%ce', `HEAD..${commit}`]).split('\n');
  return emails.some((email) => email !== '' && email !== botEmail);
}

/**
 * Makes the branch one commit on top of what is checked out, which stays as it is.
 *
 * @param remote - what the branch was at, see {@link remoteCommit}: when it is elsewhere by now, nothing is pushed
 * @throws GitFailure when it was not pushed
 */
export function pushChange(git: Git, message: string, remote: string | undefined): void {
  const tree = git.run(['write-tree']).trim();
  const commit = git.run(['commit-tree', tree, '-p', 'HEAD', '-m', message]).trim();
  git.run(['push', '--quiet', `--force-with-lease=${ref}:${remote ?? ''}`, 'origin', `${commit}:${ref}`]);
}

/** Takes the branch away, unless it is elsewhere by now. @throws GitFailure when it is still there */
export function dropBranch(git: Git, remote: string): void {
  git.run(['push', '--quiet', `--force-with-lease=${ref}:${remote}`, 'origin', `:${ref}`]);
}

function factsChanged(git: Git): boolean {
  const before = git.succeeds(['cat-file', '-e', `HEAD:${lockFile}`])
    ? git.run(['show', `HEAD:${lockFile}`])
    : '';
  return JSON.stringify(factsOf(before)) !== JSON.stringify(factsOf(onDisk(git)));
}

function onDisk({ root }: Git): string {
  return readFileSync(join(root, lockFile), 'utf8');
}

function factsOf(lock: string): Record<string, unknown> {
  const pages = recordOf(recordOf(parse(lock)).pages);
  return Object.fromEntries(Object.entries(pages).map(([id, page]) => [id, recordOf(page).facts]));
}
