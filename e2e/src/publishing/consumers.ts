import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../published.ts';
import { run } from '../run.ts';
import type { LocalRegistry } from './registry.ts';

/**
 * An empty project of a user, with one program and what it needs. Our packages come from the registry; what they need
 * of others comes from where npm has it.
 */
export async function newConsumer(
  folder: string,
  type: 'module' | 'commonjs',
  program: string,
  packages: readonly string[],
  registry: LocalRegistry,
): Promise<string> {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'a-user', private: true, type }));
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
