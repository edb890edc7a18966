import { cpSync, existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { publishedFolders, root } from '../published.ts';
import { run } from '../run.ts';

/**
 * Copies the workspace as it stands on disk into a folder, as a git repository of one commit: a release changes files
 * and makes tags. What is installed is linked to; the links between the packages lead to the copies.
 */
export async function copyWorkspace(copy: string): Promise<void> {
  const listed = await run('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root });
  for (const file of new Set(listed.stdout.split('\n'))) {
    const from = join(root, file);
    // A file that is deleted and not committed is still listed.
    if (file !== '' && existsSync(from)) cpSync(from, join(copy, file));
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const folder of publishedFolders) {
    cpSync(join(root, folder, 'node_modules'), join(copy, folder, 'node_modules'), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.includes('/.vite'),
    });
  }
  await run('git', ['init', '--quiet', '-b', 'main'], { cwd: copy });
  await commitAll(copy);
}

/** Commits everything in the copy. */
export async function commitAll(copy: string): Promise<void> {
  await run('git', ['config', 'user.name', 'A Maintainer'], { cwd: copy });
  await run('git', ['config', 'user.email', 'maintainer@example.com'], { cwd: copy });
  await run('git', ['add', '--all'], { cwd: copy });
  await run('git', ['-c', 'commit.gpgsign=false', 'commit', '--quiet', '-m', 'A release'], { cwd: copy });
}
