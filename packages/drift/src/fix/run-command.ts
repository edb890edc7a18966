import { spawn } from 'node:child_process';

/** What came of a command. */
export interface CommandResult {
  /** The exit code; null when it did not start or was ended by a signal. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in a folder. It never throws: a command that does not start has no status. */
export type RunCommand = (
  command: string,
  args: readonly string[],
  folder: string,
  /** Ends it. */
  signal?: AbortSignal,
) => Promise<CommandResult>;

/** Runs a command as a process of its own. */
export const runCommand: RunCommand = (command, args, folder, signal) =>
  new Promise((resolve) => {
    // npm is a script there, which only a shell starts; nothing in the arguments comes from outside.
    const shell = process.platform === 'win32' && command === 'npm';
    const child = spawn(command, args, { cwd: folder, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    // Its end is waited for: what it still writes must be written before anything is put back.
    const end = () => child.kill();
    signal?.addEventListener('abort', end);
    const done = (result: CommandResult) => {
      signal?.removeEventListener('abort', end);
      resolve(result);
    };
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      stdout += part;
    });
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      stderr += part;
    });
    child.on('error', ({ message }) => done({ status: null, stdout, stderr: message }));
    child.on('close', (status) => done({ status, stdout, stderr }));
  });
