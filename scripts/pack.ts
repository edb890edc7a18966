// `npm run pack -- FOLDER`: builds and packs what is published, for use before anything is on npm.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { publishedPackages, repositoryAt } from './release/checkout.ts';

const root = join(import.meta.dirname, '..');

/** Packs every published package into a folder; names and files. @throws Error with what pnpm wrote */
export function packPackages(folder: string): Record<string, string> {
  mkdirSync(folder, { recursive: true });
  return Object.fromEntries(
    publishedPackages(repositoryAt(root)).map(({ name, version, folder: from }) => {
      const args = ['pack', '--pack-destination', folder];
      const { status, stdout, stderr } = spawnSync('pnpm', args, { cwd: join(root, from), encoding: 'utf8' });
      if (status !== 0) throw new Error(`${name} could not be packed:\n${stdout}${stderr}`);
      return [name, join(folder, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`)];
    }),
  );
}

if (import.meta.main) {
  const [named] = process.argv.slice(2);
  if (named === undefined) {
    console.error('usage: npm run pack -- FOLDER');
    process.exit(2);
  }
  // npm starts scripts at the root, wherever it was called.
  const folder = resolve(process.env.INIT_CWD ?? '.', named);
  const built = spawnSync('turbo', ['run', 'build', '--output-logs=errors-only'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  if (built.status !== 0) {
    // A compiler writes what is wrong to standard output.
    console.error(`${built.error ?? ''}${built.stdout ?? ''}${built.stderr ?? ''}`);
    process.exit(built.status ?? 1);
  }
  packPackages(folder);
  console.log(`npm install ${join(folder, '*.tgz')}`);
}
