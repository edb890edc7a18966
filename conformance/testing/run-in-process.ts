import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RunReport } from '../report/run-report.ts';
import type { RunOptions } from '../run/options.ts';

/** What can be handed to another process. */
export type PlainOptions = Omit<RunOptions, 'now' | 'onResult' | 'signal'>;

/** How a run in a process of its own ended. */
export interface EndedRun {
  /** 0 with a report, 2 with an error. */
  readonly exitCode: number | null;
  readonly report: RunReport | undefined;
  readonly error:
    | { readonly name: string; readonly code: string | undefined; readonly message: string }
    | undefined;
  /** Everything that was written, the report and the error included. */
  readonly output: string;
}

/** A line that the process writes. */
type Line =
  | { readonly result: string }
  | { readonly report: RunReport }
  | { readonly error: EndedRun['error'] };

const program = fileURLToPath(new URL('./run-program.ts', import.meta.url));

/**
 * Runs the suite in a process of its own, since only a process can be interrupted, and what it prints be seen whole. `onResult` gets the id of each result, and can send a signal.
 */
export function runInProcess(
  options: PlainOptions,
  onResult: (id: string, interrupt: (signal: NodeJS.Signals) => void) => void = () => {},
): Promise<EndedRun> {
  const { VITEST, TEST, NODE_ENV, ...environment } = process.env;
  const child = spawn(process.execPath, [program], {
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  let rest = '';
  let report: EndedRun['report'];
  let error: EndedRun['error'];
  const read = (text: string) => {
    const line: Line = JSON.parse(text);
    if ('result' in line) onResult(line.result, (signal) => child.kill(signal));
    else if ('report' in line) report = line.report;
    else error = line.error;
  };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('{')) read(line);
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
  });
  child.stdin.end(JSON.stringify(options));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, report, error, output }));
  });
}
