import { once } from 'node:events';
import { constants } from 'node:os';
import { readErrorCode } from '../command-error.ts';
import { printError } from './print.ts';

/** Why work ended before it was done. */
interface Stopped {
  /** A signal, a reader of the output that has seen enough, or an output that takes no more. */
  readonly cause: 'signal' | 'closed-pipe' | 'write-error';
  /** 128 and the number of the signal, that of a closed pipe included; 2 for an output that takes no more. */
  readonly exitCode: number;
}

type Ended<Value> = { readonly value: Value } | Stopped;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
// npm passes a signal on that a terminal sent to its children too; two within this time are one wish.
const echoMilliseconds = 300;

/**
 * Runs work that holds something: a callback configuration that it changed, a file that it writes, a folder. On SIGINT,
 * SIGTERM, SIGHUP and a closed pipe its signal is aborted, and its end is waited for, so that it can put back what it
 * holds; only what a person must put right by hand is thrown then. A second signal ends the process at once.
 */
export async function untilStopped<Value>(
  work: (signal: AbortSignal) => Promise<Value>,
  onStop?: () => void,
): Promise<Ended<Value>> {
  const controller = new AbortController();
  const echo = process.env.npm_lifecycle_event === undefined ? 0 : echoMilliseconds;
  let stopped: Stopped | undefined;
  let since = 0;
  const stop = (wish: Stopped) => {
    stopped = wish;
    since = performance.now();
    controller.abort();
    onStop?.();
  };
  const onSignal = (name: (typeof signals)[number]) => {
    const wish = { cause: 'signal', exitCode: 128 + constants.signals[name] } as const;
    if (!stopped) stop(wish);
    else if (performance.now() - since >= echo) process.exit(wish.exitCode);
  };
  const onError = (error: Error) => {
    if (!stopped) stop(describeWriteError(error));
  };
  const outputs = [process.stdout, process.stderr];
  for (const name of signals) process.on(name, onSignal);
  for (const output of outputs) output.on('error', onError);
  try {
    const value = await work(controller.signal);
    return stopped ?? { value };
  } catch (error) {
    if (stopped && !mustBeTold(error)) return stopped;
    throw error;
  } finally {
    for (const name of signals) process.off(name, onSignal);
    for (const output of outputs) output.off('error', onError);
  }
}

/** Says that a stop has been heard, where what is put back takes its time, and what a second one would leave. */
export function tellStopping(left = ''): void {
  printError(`\nStopping; once more stops at once${left && ` and leaves ${left}`}.\n`);
}

export async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

/** What the error of an output means: its reader is gone, or it takes no more. */
export function describeWriteError(error: Error): Stopped {
  const code = 'code' in error ? error.code : undefined;
  // A terminal that is gone answers EIO, and what is written to it is lost.
  const isClosed = code === 'EPIPE' || code === 'ECONNRESET' || (code === 'EIO' && process.stdout.isTTY);
  return isClosed
    ? { cause: 'closed-pipe', exitCode: 128 + (constants.signals.SIGPIPE ?? 13) }
    : { cause: 'write-error', exitCode: 2 };
}

/** An interruption ends work quietly, but not what could not be put back. */
function mustBeTold(error: unknown): boolean {
  return ['not-restored', 'unwritable'].includes(readErrorCode(error));
}
