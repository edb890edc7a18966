import { spawn } from 'node:child_process';

/** What came of a command. */
export interface CommandResult {
  /** The exit code; null when it did not start or was ended by a signal. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in a folder. It never throws: a command that does not start has no status. */
export type RunCommand = (command: string, args: readonly string[], folder: string) => Promise<CommandResult>;

/** Runs a command as a process of its own. */
export const runCommand: RunCommand = (command, args, folder) =>
  new Promise((resolve) => {
    // npm is a script there, which only a shell starts; nothing in the arguments comes from outside.
    const shell = process.platform === 'win32' && command === 'npm';
    const child = spawn(command, args, { cwd: folder, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      stdout += part;
    });
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      stderr += part;
    });
    child.on('error', ({ message }) => resolve({ status: null, stdout, stderr: message }));
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
