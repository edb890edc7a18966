import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../published.ts';
import { run } from '../run.ts';
import type { LocalRegistry } from './registry.ts';

/**
 * An empty project of a user, with programs and what they need. Our packages come from the registry; what they need
 * of others comes from where npm has it.
 */
export async function newConsumer(
  folder: string,
  programs: readonly string[],
  packages: readonly string[],
  registry: LocalRegistry,
): Promise<string> {
  mkdirSync(folder);
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'a-user', private: true, type: 'module' }),
  );
  for (const program of programs)
    cpSync(join(import.meta.dirname, 'programs', program), join(folder, program));
  writeFileSync(join(folder, '.npmrc'), `@trtc-call:registry=${registry.url}\n`);
  const quiet = ['--no-audit', '--no-fund', '--prefer-offline'];
  await run('npm', ['install', ...quiet, ...packages], { cwd: folder });
  return folder;
}

/** Type-checks a project as strictly as TypeScript can, declaration files of packages included. */
export async function typecheck(folder: string): Promise<string> {
  const compilerOptions = {
    target: 'es2023',
    lib: ['es2024', 'DOM', 'DOM.AsyncIterable', 'esnext.disposable'],
    module: 'nodenext',
    strict: true,
    noEmit: true,
    types: ['node'],
    typeRoots: [join(root, 'e2e/node_modules/@types')],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  const { stdout } = await run(join(root, 'e2e/node_modules/.bin/tsc'), ['-p', folder], { cwd: folder });
  return stdout;
}

/**
 * Copies the workspace as it stands on disk into a folder, as a git repository of one commit: a release changes files
 * and makes tags. What is installed is linked to; the links between the packages lead to the copies.
 *
 * @param folders - the packages that will be packed
 * @param isWhole - whether all else is copied too, with every changeset; a release reads each of them and makes a changelog
 *   of it, so that otherwise each package has one
 */
export async function copyWorkspace(
  copy: string,
  folders: readonly string[],
  isWhole: boolean,
): Promise<void> {
  const listed = await run('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root });
  const places = [...folders, 'packages/reporting', 'scripts', '.changeset'];
  const isNeeded = (file: string) =>
    isWhole || /^[^/]+$|\/package\.json$/.test(file) || places.some((place) => file.startsWith(`${place}/`));
  const files = new Set(listed.stdout.split('\n').filter((file) => file !== '' && isNeeded(file)));
  if (!isWhole) for (const file of findSpareChangesets([...files])) files.delete(file);
  for (const file of files) {
    const from = join(root, file);
    // A file that is deleted and not committed is still listed.
    if (existsSync(from)) cpSync(from, join(copy, file));
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const folder of [...folders, 'packages/reporting', 'scripts']) {
    cpSync(join(root, folder, 'node_modules'), join(copy, folder, 'node_modules'), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.includes('/.vite'),
    });
  }
  await run('git', ['init', '--quiet', '-b', 'main'], { cwd: copy });
  await commitAll(copy);
}

/** Changesets that name no package that one before them has not named. */
function findSpareChangesets(files: readonly string[]): string[] {
  const named = new Set<string>();
  return files.filter((file) => {
    if (!/^\.changeset\/(?!README).*\.md$/.test(file) || !existsSync(join(root, file))) return false;
    const [, head = ''] = readFileSync(join(root, file), 'utf8').split('---');
    const names = [...head.matchAll(/^"(.*)":/gm)].map(([, name = '']) => name);
    if (names.every((name) => named.has(name))) return true;
    for (const name of names) named.add(name);
    return false;
  });
}

/** Commits everything in the copy. */
export async function commitAll(copy: string): Promise<void> {
  await run('git', ['config', 'user.name', 'A Maintainer'], { cwd: copy });
  await run('git', ['config', 'user.email', 'maintainer@example.com'], { cwd: copy });
  await run('git', ['add', '--all'], { cwd: copy });
  await run('git', ['-c', 'commit.gpgsign=false', 'commit', '--quiet', '-m', 'A release'], { cwd: copy });
}
