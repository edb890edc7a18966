// `npm run generate`: makes every generated file anew. With `--check <folder>` (run inside a package by turbo)
// it fails when generating changes a committed file.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

if (process.argv[2] === '--check') check(process.cwd());
else
  process.exitCode = run(
    'turbo',
    ['run', 'generate', '--force', '--output-logs=errors-only'],
    join(import.meta.dirname, '..'),
  );

function check(folder: string): void {
  const before = fingerprints(folder);
  const status = run('pnpm', ['run', '--silent', 'generate'], folder);
  if (status !== 0) {
    process.exitCode = status;
    return;
  }
  const after = fingerprints(folder);
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (file) => before.get(file) !== after.get(file),
  );
  if (changed.length === 0) return;
  console.error(
    `Generated files were out of date and have been made anew; review and commit them:\n  ${changed.join('\n  ')}`,
  );
  process.exitCode = 1;
}

function fingerprints(folder: string): Map<string, string> {
  const files = globSync('**/generated/**/*.*', { cwd: folder, exclude: ['node_modules', 'dist'] });
  return new Map(
    files.map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(join(folder, file)))
        .digest('hex'),
    ]),
  );
}

function run(command: string, args: string[], cwd: string): number {
  return spawnSync(command, args, { cwd, stdio: 'inherit' }).status ?? 1;
}
