import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ScreenedBatch } from '../judge/screen.ts';
import type { Batch } from './batch.ts';

/** What a thread is given to screen. */
export type ScreenRequest = ReturnType<Batch['copy']>;

/** What it answers: that it is ready, and then what came of each batch. */
export type ScreenAnswer = 'ready' | ScreenedBatch;

/** More threads would wait for the one that splits the file. */
const mostThreads = 4;
/** Batches that wait at a thread, so that it is never idle and memory stays flat. */
const mostWaiting = 4;

/** More would be swept less often, and make the memory of the whole larger. */
const youngMegabytes = 16;

/** Learns what came of a batch: undefined when the thread that had it has failed. */
export type TakeScreened = (result: ScreenedBatch | undefined) => void;

interface Thread {
  readonly worker: Worker;
  readonly waiting: TakeScreened[];
  isReady: boolean;
}

/** Threads that screen batches. What a thread that fails had to do comes back, and the others go on. */
export class ScreenPool {
  readonly #threads: Thread[];
  #changed: () => void = () => {};

  /** @param threads default one less than there are processors: who reads and splits takes part in the work */
  constructor(threads = Math.min(mostThreads, availableParallelism() - 1), program = workerProgram()) {
    this.#threads = Array.from({ length: threads }, () => this.#start(program));
  }

  /** @returns whether a thread has taken it */
  offer(batch: Batch, take: TakeScreened): boolean {
    const free = this.#threads.find(({ isReady, waiting }) => isReady && waiting.length < mostWaiting);
    if (!free) return false;
    free.waiting.push(take);
    const copy: ScreenRequest = batch.copy();
    free.worker.postMessage(copy, [copy.bytes.buffer, copy.spans.buffer]);
    return true;
  }

  /** Waits for every batch, and ends the threads. */
  async end(): Promise<void> {
    while (this.#threads.some(({ waiting }) => waiting.length > 0)) {
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
    await Promise.all(this.#threads.splice(0).map(({ worker }) => worker.terminate()));
  }

  #start(program: URL): Thread {
    const worker = new Worker(program, { resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes } });
    const thread: Thread = { worker, waiting: [], isReady: false };
    worker.on('message', (answer: ScreenAnswer) => this.#take(thread, answer));
    worker.on('error', () => this.#leave(thread));
    return thread;
  }

  #take(thread: Thread, answer: ScreenAnswer): void {
    if (answer === 'ready') thread.isReady = true;
    else thread.waiting.shift()?.(answer);
    this.#changed();
  }

  #leave(thread: Thread): void {
    thread.isReady = false;
    for (const take of thread.waiting.splice(0)) take(undefined);
    this.#changed();
  }
}

/** TypeScript in the workspace, and JavaScript as npm gives it out. */
function workerProgram(): URL {
  const extension = import.meta.url.slice(import.meta.url.lastIndexOf('.'));
  return new URL(`./screen-worker${extension}`, import.meta.url);
}
