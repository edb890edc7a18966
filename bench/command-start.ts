import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const main = join(import.meta.dirname, '../packages/cli/src/main.ts');

/** Milliseconds from start to end of a process, the best of the rounds: of the command that only says its version, and of Node. */
export function measureStart(rounds: number): { version: number; node: number } {
  const best = { version: Number.POSITIVE_INFINITY, node: Number.POSITIVE_INFINITY };
  for (let round = 0; round < rounds; round += 1) {
    best.node = Math.min(best.node, run(['-e', '0']));
    best.version = Math.min(best.version, run([main, '--version']));
  }
  return best;
}

function run(args: readonly string[]): number {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} exited ${status}`);
  return performance.now() - started;
}
