import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { runProgram } from '../program.ts';

export interface CliRun {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

export interface StartedCli {
  child: { kill(signal: NodeJS.Signals): unknown };
  said(): CliRun;
  /** Resolves when standard output holds the text; rejects with all it said when the process ends before. */
  says(text: string): Promise<void>;
  ended: Promise<CliRun>;
}

/** A run that goes on in a process of its own. */
export interface RunningCli extends StartedCli {
  child: ChildProcess;
}

/** A command line: its words, or a text without quotes. */
export type Line = string | readonly string[];

const main = join(import.meta.dirname, '../main.ts');

function splitLine(line: Line): readonly string[] {
  return typeof line === 'string' ? line.split(' ') : line;
}

/**
 * Starts the command line from its source in a process of its own, without colours and without credentials.
 *
 * @param input what is piped into it, null for a pipe that stays open; default nothing
 * @param through a command that runs the one that follows it; default none
 */
export function startCli(
  line: Line,
  environment: Record<string, string> = {},
  input: string | null = '',
  through: readonly string[] = [],
): RunningCli {
  const [command = process.execPath, ...rest] = [...through, process.execPath, main, ...splitLine(line)];
  const child = spawn(command, rest, {
    env: { ...withoutForeign(), ...defaults, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // Who does not read it may end before it is written.
  child.stdin.on('error', () => {});
  if (input !== null) child.stdin.end(input);
  const run = newRun();
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

/** Environment variables that a run has none of, unless it is given them. */
const foreign = /^(TRTC_CALL_|VITEST|FORCE_COLOR|npm_)/;
const defaults = { NO_COLOR: '1', XDG_CONFIG_HOME: '/nowhere' };
/** Environment, streams and exit code belong to the process: one run after the other. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Runs the command line to its end, in this process: a process of its own costs ten times as much. Tests of signals and
 * of the process itself use `startCli`.
 *
 * @param input what is piped into it; default nothing
 */
export function runCli(line: Line, environment: Record<string, string> = {}, input = ''): Promise<CliRun> {
  const run = last.then(() => runHere(splitLine(line), environment, input, newRun()));
  last = run.catch(() => {});
  return run;
}

/**
 * Starts a command that goes on until a signal, in this process; it hears what `child.kill` sends. Tests wait for its end.
 */
export function startHere(line: Line, environment: Record<string, string> = {}): StartedCli {
  const run = newRun();
  const others = new Set(stopSignals.flatMap((name) => process.listeners(name)));
  let isOver = false;
  const ended = runHere(splitLine(line), environment, '', run).finally(() => {
    isOver = true;
  });
  return {
    child: {
      kill(signal) {
        for (const listener of process.listeners(signal)) if (!others.has(listener)) listener(signal);
      },
    },
    said: () => ({ ...run }),
    ended,
    async says(text) {
      while (!run.stdout.includes(text)) {
        if (isOver) throw new Error(`it ended without saying "${text}": ${JSON.stringify(await ended)}`);
        await sleep(5);
      }
    },
  };
}

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function newRun(): CliRun {
  return { exitCode: null, stdout: '', stderr: '' };
}

async function runHere(
  args: readonly string[],
  environment: Record<string, string>,
  input: string,
  run: CliRun,
): Promise<CliRun> {
  const { exitCode } = process;
  const restore = [capture('stdout', run), capture('stderr', run), offer(input)];
  const changed = { ...withoutForeign(), ...defaults, ...environment };
  const before = { ...process.env };
  replaceEnvironment(changed);
  process.exitCode = undefined;
  try {
    await runProgram(args, () => false);
    return { ...run, exitCode: Number(process.exitCode ?? 0) };
  } finally {
    for (const putBack of restore) putBack();
    replaceEnvironment(before);
    process.exitCode = exitCode;
  }
}

function withoutForeign(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

/** Changed in place, since `TZ` has its effect by being set. */
function replaceEnvironment(wanted: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (wanted[name] === undefined) delete process.env[name];
  Object.assign(process.env, wanted);
}

function capture(name: 'stdout' | 'stderr', run: CliRun): () => void {
  const stream = process[name];
  const write = stream.write;
  stream.write = (chunk: unknown, ...rest: unknown[]) => {
    run[name] += String(chunk);
    const done = rest.find((value) => typeof value === 'function');
    if (done) queueMicrotask(() => done());
    return true;
  };
  return () => {
    stream.write = write;
  };
}

function offer(input: string): () => void {
  const stdin = Object.getOwnPropertyDescriptor(process, 'stdin') ?? {};
  Object.defineProperty(process, 'stdin', { configurable: true, value: Readable.from([Buffer.from(input)]) });
  return () => void Object.defineProperty(process, 'stdin', stdin);
}

/** Whether `script` of util-linux is there, which gives a command a terminal. */
export const hasTerminal = spawnSync('script', ['--version']).stdout?.includes('util-linux') === true;

/** What the command line writes to a terminal that shows colours, on both of its streams, as the terminal gets it. */
export async function runOnTerminal(
  args: readonly string[],
  environment: Record<string, string>,
): Promise<string> {
  const command = [process.execPath, main, ...args]
    .map((word) => `'${word.replaceAll("'", `'\\''`)}'`)
    .join(' ');
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    env: {
      PATH: process.env.PATH,
      TERM: 'xterm-256color',
      SHELL: '/bin/sh',
      XDG_CONFIG_HOME: '/nowhere',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const parts: string[] = await child.stdout.setEncoding('utf8').toArray();
  return parts.join('');
}
