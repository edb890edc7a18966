import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A server in a process of its own, so that the load and what it is measured against do not share a thread. */
export interface Server {
  /** What the server printed as its first line that `ready` accepted. */
  line: string;
  stop(): Promise<void>;
}

/** Starts a server of `main.ts`, with what it is to answer, or the secret that it wants. */
export function startOurServer(kind: 'bare' | 'mock' | 'receiver', argument = ''): Promise<Server> {
  const args = [join(import.meta.dirname, 'main.ts'), kind, argument];
  return startServer(args, (line) => line.startsWith('http'));
}

/**
 * Starts `node <args>` and waits for the line that says it listens.
 *
 * @throws Error when the process ends before, with what it wrote to stderr.
 */
export async function startServer(args: string[], ready: (line: string) => boolean): Promise<Server> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const exited = new Promise<never>((_, reject) => {
    child.once('exit', (code) => reject(new Error(`${args.join(' ')} ended with ${code}: ${errors}`)));
  });
  exited.catch(() => undefined);
  const line = await Promise.race([firstLine(child, ready), exited]);
  return {
    line,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

function firstLine(child: ChildProcess, ready: (line: string) => boolean): Promise<string> {
  const { stdout } = child;
  if (!stdout) throw new Error('the server has no standard output');
  return new Promise((resolve) => {
    createInterface({ input: stdout }).on('line', (line) => {
      if (ready(line)) resolve(line);
    });
  });
}
