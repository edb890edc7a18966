import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const lockFile = 'spec/v1/sources.lock.yaml';

/** Where `--fix` writes, as the pull request takes it; what a run leaves elsewhere is not part of it. */
export const fixedFolders = ['spec/', 'packages/', 'conformance/', 'clients/', '.changeset/'];

/** What `--fix` and `--update` left in the checkout. */
export interface ProposedChange {
  /** The same for the same changes, whatever else was changed since. */
  readonly words: readonly string[];
  readonly files: readonly string[];
}

/**
 * Reads what changed in the checkout. A page that was only served with another validator is not a change, and its lock file
 * is put back.
 *
 * @returns undefined when there is nothing to propose
 * @throws Error when git fails
 */
export function readProposedChange(root: string): ProposedChange | undefined {
  const git = (args: readonly string[], input = '') => {
    const { status, stdout, stderr, error } = spawnSync('git', ['-c', 'core.quotePath=false', ...args], {
      cwd: root,
      encoding: 'utf8',
      input,
      maxBuffer: 256 * 1024 * 1024,
    });
    if (status === 0) return stdout;
    const [reason = ''] = (error?.message ?? stderr).trim().split('\n').slice(-1);
    throw new Error(`git ${args[0]} failed (${reason}): run it in the checkout to see why`);
  };
  const changed = () =>
    git(['status', '--porcelain', '-z', '--untracked-files=all', '--no-renames'])
      .split('\0')
      .map((entry) => entry.slice(3))
      .filter((file) => fixedFolders.some((folder) => file.startsWith(folder)))
      .toSorted();
  const factsNow = () => JSON.stringify(readFacts(readFileSync(join(root, lockFile), 'utf8')));
  const isKnown = git(['ls-tree', 'HEAD', lockFile]) !== '';
  if (isKnown && changed().includes(lockFile)) {
    const before = JSON.stringify(readFacts(git(['show', `HEAD:${lockFile}`])));
    if (factsNow() === before) git(['checkout', '--quiet', 'HEAD', '--', lockFile]);
  }
  const files = changed();
  if (files.length === 0) return undefined;
  git(['add', '--all', '--', ...files]);
  const others = files.filter((file) => file !== lockFile);
  const patch = others.length === 0 ? '' : git(['diff', '--cached', 'HEAD', '--', ...others]);
  git(['reset', '--quiet']);
  // A fix says since when its field was seen; another date does not make it another fix.
  const undated = patch.replaceAll(/\b\d{4}-\d\d-\d\d\b/g, 'date');
  // The patch of the lock file has validators; what it says is in the facts.
  const facts = files.includes(lockFile) ? factsNow() : '';
  return { words: [git(['patch-id', '--stable'], undated).slice(0, 40), facts], files };
}

function readFacts(lock: string): Record<string, unknown> {
  const { pages }: { pages: Record<string, { facts: unknown }> } = parse(lock);
  return Object.fromEntries(Object.entries(pages).map(([id, { facts }]) => [id, facts]));
}
