import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const isLockFile = (file: string) => /^spec\/v\d+\/sources\.lock\.yaml$/.test(file);

/** Where `--fix` writes, as the pull request takes it; what a run leaves elsewhere is not part of it. */
export const fixedFolders = ['spec/', 'packages/', 'conformance/', 'clients/', '.changeset/'];

/** What `--fix` and `--update` left in the checkout. */
export interface ProposedChange {
  /** The same for the same changes, whatever else was changed since. */
  readonly words: readonly string[];
  readonly files: readonly string[];
}

/**
 * Reads what changed in the checkout. A lock file whose pages were only served with other validators, or on another
 * day, is not a change and is put back.
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
  const readNow = (file: string) => readStatements(readFileSync(join(root, file), 'utf8'));
  for (const file of changed().filter(isLockFile)) {
    const isKnown = git(['ls-tree', 'HEAD', file]) !== '';
    if (!isKnown || readStatements(git(['show', `HEAD:${file}`])) !== readNow(file)) continue;
    git(['checkout', '--quiet', 'HEAD', '--', file]);
  }
  const files = changed();
  if (files.length === 0) return undefined;
  git(['add', '--all', '--', ...files]);
  const others = files.filter((file) => !isLockFile(file));
  const patch = others.length === 0 ? '' : git(['diff', '--cached', 'HEAD', '--', ...others]);
  git(['reset', '--quiet']);
  // A fix says since when its field was seen; another date does not make it another fix.
  const undated = patch.replaceAll(/\b\d{4}-\d\d-\d\d\b/g, 'date');
  // The patch of a lock file has validators; what its pages say is in the statements.
  const statements = files.filter(isLockFile).map(readNow);
  return { words: [git(['patch-id', '--stable'], undated).slice(0, 40), ...statements], files };
}

/** What pages say and in which form they were read by which reader, without the day and what a server adds. */
function readStatements(lock: string): string {
  const { pages }: { pages: Record<string, object> } = parse(lock);
  const kept = ['facts', 'form', 'origin', 'reader'];
  return JSON.stringify(
    Object.entries(pages).map(([id, page]) => [
      id,
      Object.entries(page).filter(([key]) => kept.includes(key)),
    ]),
  );
}
