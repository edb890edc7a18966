import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ReceiverSettings } from './messages.ts';

const script = join(import.meta.dirname, 'receiver-main.ts');

/**
 * Two receivers on one port, between which the system divides what comes: one at a time is killed without warning and started again, so
 * that the port is never deaf. What nobody listens for, no receiver can keep.
 */
export class ReceiverWorkers implements AsyncDisposable {
  kills = 0;
  readonly #settings: ReceiverSettings;
  readonly #workers: ChildProcess[] = [];

  private constructor(settings: ReceiverSettings) {
    this.#settings = settings;
  }

  static async start(settings: ReceiverSettings): Promise<ReceiverWorkers> {
    const workers = new ReceiverWorkers(settings);
    try {
      for (let count = 0; count < 2; count += 1) workers.#workers.push(await startWorker(settings));
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
    this.#workers.push(await startWorker(this.#settings));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map(kill));
  }
}

async function startWorker(settings: ReceiverSettings): Promise<ChildProcess> {
  const worker = fork(script, [JSON.stringify(settings)], { execArgv: [] });
  const died = once(worker, 'exit').then(() => Promise.reject(new Error('a receiver did not start')));
  await Promise.race([once(worker, 'message'), died]);
  died.catch(() => {});
  return worker;
}

async function kill(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const ended = once(worker, 'exit');
  worker.kill('SIGKILL');
  await ended;
}
