// `npm run pack -- FOLDER`: builds and packs what is published, for use before anything is on npm.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { publishedPackages } from './release/checkout.ts';

const root = join(import.meta.dirname, '..');
const [named] = process.argv.slice(2);
if (named === undefined) {
  console.error('usage: npm run pack -- FOLDER');
  process.exit(2);
}
// npm starts scripts at the root, wherever it was called.
const folder = resolve(process.env.INIT_CWD ?? '.', named);
mkdirSync(folder, { recursive: true });
const filters = publishedPackages(root).map(({ name }) => `--filter=${name}`);
for (const [command, ...args] of [
  ['turbo', 'run', 'build', ...filters, '--output-logs=errors-only'],
  ['pnpm', '--recursive', ...filters, 'pack', '--pack-destination', folder],
] as const) {
  const options = { cwd: root, encoding: 'utf8', maxBuffer: Number.POSITIVE_INFINITY } as const;
  const { status, error, stdout, stderr } = spawnSync(command, args, options);
  if (status === 0) continue;
  // A compiler writes what is wrong to standard output.
  console.error(`${error ?? ''}${stdout ?? ''}${stderr ?? ''}`);
  process.exit(status ?? 1);
}
console.log(`npm install ${join(folder, '*.tgz')}`);
