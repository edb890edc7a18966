import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ReceiverSettings, WorkerMessage } from './messages.ts';

const script = join(import.meta.dirname, 'receiver-main.ts');

/**
 * Receivers on one port, between which the system divides what comes: one at a time is killed without warning and started
 * again, so that the port is never deaf. What nobody listens for, no receiver can keep.
 */
export class ReceiverWorkers implements AsyncDisposable {
  kills = 0;
  stalls = 0;
  clockSteps = 0;
  /** Calls whose handler has begun. */
  readonly begun = new Set<string>();
  readonly #settings: ReceiverSettings;
  readonly #workers: ChildProcess[] = [];

  private constructor(settings: ReceiverSettings) {
    this.#settings = settings;
  }

  static async start(settings: ReceiverSettings, workerCount: number): Promise<ReceiverWorkers> {
    const workers = new ReceiverWorkers(settings);
    try {
      while (workers.#workers.length < workerCount) workers.#workers.push(await workers.#startOne());
      return workers;
    } catch (error) {
      await workers[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** `kill -9` of the one that has lived longest, and a new one in its place. */
  async killOne(): Promise<void> {
    const oldest = this.#workers.shift();
    if (oldest) await kill(oldest);
    this.kills += 1;
    this.#workers.push(await this.#startOne());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map(kill));
  }

  async #startOne(): Promise<ChildProcess> {
    const worker = fork(script, [JSON.stringify(this.#settings)], { execArgv: [] });
    worker.on('message', (message: WorkerMessage) => {
      if (message === 'stall') this.stalls += 1;
      else if (message === 'clock-step') this.clockSteps += 1;
      else if (message !== 'listening') this.begun.add(message.begun);
    });
    const died = once(worker, 'exit').then(() => Promise.reject(new Error('a receiver did not start')));
    await Promise.race([once(worker, 'message'), died]);
    died.catch(() => {});
    return worker;
  }
}

async function kill(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const ended = once(worker, 'exit');
  worker.kill('SIGKILL');
  await ended;
}
