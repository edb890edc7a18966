import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { PageAnswer, PageRequest } from './page-facts.ts';

/** Reads pages within bounds, one at a time. */
export interface PageReader {
  read(request: PageRequest): Promise<PageAnswer>;
  close(): Promise<void>;
}

export interface PageReaderOptions {
  /** For one page, in milliseconds. Default: 10000. */
  readonly timeoutMilliseconds?: number | undefined;
  /** For what is made of a page, in MiB. Default: 512. */
  readonly maxMemory?: number | undefined;
  /** Ends the reading, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

// Reads pages in a process: what parses HTML and Markdown has no bounds of its own, and some short texts take it
// minutes. A page that takes too much is given up, and the next one is read. A thread would not do: where it runs out of
// memory, it may end the whole process.
export function createPageReader(options: PageReaderOptions = {}): PageReader {
  const { timeoutMilliseconds = 10_000, maxMemory = 512, signal } = options;
  let child: ChildProcess | undefined;
  const stop = async () => {
    const stopped = child;
    child = undefined;
    if (!stopped || stopped.exitCode !== null || stopped.signalCode !== null) return;
    stopped.kill('SIGKILL');
    await once(stopped, 'exit');
  };
  return {
    async read(request) {
      signal?.throwIfAborted();
      child ??= startChild(maxMemory);
      try {
        return await ask(child, request, timeoutMilliseconds, signal);
      } catch (error) {
        await stop();
        if (!(error instanceof GivenUpError)) throw error;
        return { problem: error.message };
      }
    },
    close: stop,
  };
}

/** The process is of no more use; the message is a part of a sentence. */
class GivenUpError extends Error {}

function startChild(maxMemory: number): ChildProcess {
  // Beside this module in the sources, and beside the bundle that it becomes a part of.
  const file = import.meta.url.endsWith('.ts') ? './page-worker.ts' : './page-worker.js';
  return fork(fileURLToPath(new URL(file, import.meta.url)), {
    execArgv: [`--max-old-space-size=${maxMemory}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

async function ask(
  child: ChildProcess,
  request: PageRequest,
  timeoutMilliseconds: number,
  signal: AbortSignal | undefined,
): Promise<PageAnswer> {
  const deadline = AbortSignal.timeout(timeoutMilliseconds);
  const answered = new AbortController();
  const ends = AbortSignal.any([deadline, answered.signal, ...(signal ? [signal] : [])]);
  child.send(request);
  try {
    const answer = once(child, 'message', { signal: ends });
    const end = once(child, 'exit', { signal: ends }).then(([status, killedBy]) => {
      // Node aborts where its heap is full.
      if (killedBy === 'SIGABRT' || status === 134)
        throw new GivenUpError('reading it takes too much memory');
      throw new Error(`The process that reads pages ended by itself (${killedBy ?? status}).`);
    });
    const [message] = await Promise.race([answer, end]);
    return message;
  } catch (error) {
    signal?.throwIfAborted();
    if (!deadline.aborted) throw error;
    throw new GivenUpError(`reading it takes longer than ${timeoutMilliseconds / 1000} s`);
  } finally {
    answered.abort();
  }
}
