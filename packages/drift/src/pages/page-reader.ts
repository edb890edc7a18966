import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
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

// Reads pages in a thread: what parses HTML and Markdown has no bounds of its own, and some short texts take it
// minutes. A page that takes too much is given up, and the next one is read.
export function createPageReader(options: PageReaderOptions = {}): PageReader {
  const { timeoutMilliseconds = 10_000, maxMemory = 512, signal } = options;
  let worker: Worker | undefined;
  const stop = async () => {
    const stopped = worker;
    worker = undefined;
    await stopped?.terminate();
  };
  return {
    async read(request) {
      signal?.throwIfAborted();
      worker ??= startWorker(maxMemory);
      try {
        return await ask(worker, request, timeoutMilliseconds, signal);
      } catch (error) {
        await stop();
        if (!(error instanceof GivenUpError)) throw error;
        return { problem: error.message };
      }
    },
    close: stop,
  };
}

/** The thread is of no more use; the message is a part of a sentence. */
class GivenUpError extends Error {}

function startWorker(maxMemory: number): Worker {
  // Beside this module in the sources, and beside the bundle that it becomes a part of.
  const file = import.meta.url.endsWith('.ts') ? './page-worker.ts' : './page-worker.js';
  const worker = new Worker(new URL(file, import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: maxMemory },
  });
  // An error rejects the pending request, if there is one; without a listener it would end the process.
  return worker.on('error', () => {});
}

async function ask(
  worker: Worker,
  request: PageRequest,
  timeoutMilliseconds: number,
  signal: AbortSignal | undefined,
): Promise<PageAnswer> {
  const deadline = AbortSignal.timeout(timeoutMilliseconds);
  const ends = AbortSignal.any([deadline, ...(signal ? [signal] : [])]);
  worker.postMessage(request);
  try {
    const [answer] = await once(worker, 'message', { signal: ends });
    return answer;
  } catch (error) {
    signal?.throwIfAborted();
    if (deadline.aborted)
      throw new GivenUpError(`reading it takes longer than ${timeoutMilliseconds / 1000} s`);
    const isMemory = Object(error).code === 'ERR_WORKER_OUT_OF_MEMORY';
    throw isMemory ? new GivenUpError('reading it takes too much memory') : error;
  }
}
