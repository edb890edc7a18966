import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** What came of one run of the command line. */
export interface CliRun {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** A run that goes on. */
export interface RunningCli {
  child: ChildProcess;
  /** What it has said so far. */
  said(): CliRun;
  /** Resolves when standard output holds the text; rejects with all it said when the process ends before. */
  says(text: string): Promise<void>;
  /** Resolves when it has ended. */
  ended: Promise<CliRun>;
}

const main = join(import.meta.dirname, '../main.ts');

/**
 * Starts the command line from its source in a process of its own, without colours and without credentials.
 *
 * @param input what is piped into it, null for a pipe that stays open; default nothing
 * @param through a command that runs the one that follows it; default none
 */
export function startCli(
  args: readonly string[],
  environment: Record<string, string> = {},
  input: string | null = '',
  through: readonly string[] = [],
): RunningCli {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(TRTC_CALL_|VITEST|FORCE_COLOR|npm_)/.test(name),
  );
  const [command = process.execPath, ...rest] = [...through, process.execPath, main, ...args];
  const child = spawn(command, rest, {
    env: { ...Object.fromEntries(inherited), NO_COLOR: '1', XDG_CONFIG_HOME: '/nowhere', ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // Who does not read it may end before it is written.
  child.stdin.on('error', () => {});
  if (input !== null) child.stdin.end(input);
  const run: CliRun = { exitCode: null, stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    run.stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    run.stderr += String(chunk);
  });
  const ended = new Promise<CliRun>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ ...run, exitCode }));
  });
  return {
    child,
    said: () => ({ ...run }),
    ended,
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = () => run.stdout.includes(text) && resolve();
        child.stdout.on('data', look);
        look();
        void ended.then((all) =>
          reject(new Error(`it ended without saying "${text}": ${JSON.stringify(all)}`)),
        );
      }),
  };
}

/** Runs the command line to its end. */
export function runCli(
  args: readonly string[],
  environment?: Record<string, string>,
  input?: string,
): Promise<CliRun> {
  return startCli(args, environment, input).ended;
}
