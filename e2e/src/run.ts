import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './published.ts';

/** How a process ended and everything that it wrote. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
  /** Milliseconds from start to end. */
  took: number;
}

/** Options of {@link runAnyway} and {@link run}. */
export interface RunOptions {
  cwd: string;
  /** Added to this process's environment; `undefined` takes a variable away. */
  env?: Record<string, string | undefined>;
}

/** Runs a command to its end, whatever its exit code. */
export function runAnyway(command: string, args: readonly string[], options: RunOptions): Promise<Ended> {
  const started = performance.now();
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended: Ended = { code: null, stdout: '', stderr: '', took: 0 };
  child.stdout.on('data', (chunk: Buffer) => {
    ended.stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    ended.stderr += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ ...ended, code, took: performance.now() - started }));
  });
}

/**
 * Runs a command that must succeed.
 *
 * @throws Error with everything it wrote when it exits otherwise.
 */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<Ended> {
  const ended = await runAnyway(command, args, options);
  if (ended.code === 0) return ended;
  throw new Error(`${command} ${args.join(' ')} exited ${ended.code}:\n${ended.stdout}${ended.stderr}`);
}

/** Installs by pnpm what the manifest in a folder names; npm takes ten times as long. */
export async function installByPnpm(folder: string, ...flags: string[]): Promise<void> {
  const always = ['--ignore-workspace', '--prefer-offline', '--no-frozen-lockfile'];
  await run(join(root, 'node_modules/.bin/pnpm'), ['install', ...always, ...flags], { cwd: folder });
}
