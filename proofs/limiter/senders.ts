import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { SenderMessage, SenderSettings } from './sender.ts';

const script = join(import.meta.dirname, 'sender.ts');

/** Processes that send. Half of them use `redis` and half `ioredis`: the limit is theirs together. */
export class Senders implements AsyncDisposable {
  /** What each process told, in its order. */
  readonly told: SenderMessage[][] = [];
  readonly #processes: ChildProcess[] = [];

  static async start(count: number, settings: Omit<SenderSettings, 'redisPackage'>): Promise<Senders> {
    const senders = new Senders();
    for (let number = 0; number < count; number += 1) {
      senders.#fork({ ...settings, redisPackage: number % 2 === 0 ? 'redis' : 'ioredis' });
    }
    try {
      await senders.until((told) => told.some(({ kind }) => kind === 'ready'), 'is ready');
    } catch (error) {
      await senders[Symbol.asyncDispose]();
      throw error;
    }
    for (const child of senders.#processes) child.send('begin');
    return senders;
  }

  #fork(settings: SenderSettings): void {
    const child = fork(script, [JSON.stringify(settings)], { execArgv: [] });
    const told: SenderMessage[] = [];
    child.on('message', (message: SenderMessage) => told.push(message));
    this.#processes.push(child);
    this.told.push(told);
  }

  /** Waits until it is so of what each process has told. @throws Error when it is not so in time. */
  async until(isSo: (told: readonly SenderMessage[]) => boolean, words: string, seconds = 20): Promise<void> {
    const signal = AbortSignal.timeout(seconds * 1000);
    for (const [number, told] of this.told.entries()) {
      const child = this.#processes[number];
      while (child && !isSo(told)) {
        await once(child, 'message', { signal }).catch((error: unknown) => {
          const known = JSON.stringify(told.slice(-3));
          throw new Error(`process ${number} never said that it ${words}; its last words: ${known}`, {
            cause: error,
          });
        });
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const running = this.#processes.filter(({ exitCode, signalCode }) => exitCode === null && !signalCode);
    await Promise.all(running.map((child) => (child.kill('SIGKILL') ? once(child, 'exit') : undefined)));
  }
}
