// `npm run generate`: makes every generated file anew. With `--check` (run inside a package by turbo) it fails when
// generating changes a file.
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const run = (command: string, args: string[], cwd: string) =>
  spawnSync(command, args, { cwd, stdio: 'inherit' }).status ?? 1;

if (process.argv[2] === '--check') {
  const before = readGenerated();
  process.exitCode = run('pnpm', ['run', '--silent', 'generate'], '.');
  const after = readGenerated();
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (file) => before.get(file) !== after.get(file),
  );
  if (process.exitCode === 0 && changed.length > 0) {
    console.error(
      `Generated files were out of date and have been made anew; review and commit them:\n  ${changed.join('\n  ')}`,
    );
    process.exitCode = 1;
  }
} else {
  const args = ['run', 'generate', '--force', '--output-logs=errors-only'];
  process.exitCode = run('turbo', args, join(import.meta.dirname, '..'));
}

function readGenerated(): Map<string, string> {
  const files = globSync('**/generated/**/*.*', { exclude: ['node_modules', 'dist'] });
  return new Map(files.map((file) => [file, readFileSync(file, 'latin1')]));
}
