import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../packages/cli');

/**
 * Milliseconds from start to end of a process, the best of the rounds: of the packed command that only says its version,
 * and of Node.
 */
export function measureStart(rounds: number): { version: number; node: number } {
  run(join(folder, 'node_modules/.bin/tsdown'), []);
  const best = { version: Number.POSITIVE_INFINITY, node: Number.POSITIVE_INFINITY };
  for (let round = 0; round < rounds; round += 1) {
    best.node = Math.min(best.node, run(process.execPath, ['-e', '0']));
    best.version = Math.min(best.version, run(process.execPath, ['dist/start.cjs', '--version']));
  }
  return best;
}

function run(command: string, args: readonly string[]): number {
  const started = performance.now();
  const { status } = spawnSync(command, args, { cwd: folder, stdio: 'ignore' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} exited ${status}`);
  return performance.now() - started;
}
