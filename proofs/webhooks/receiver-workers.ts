import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/**
 * The ways in which a receiver can be made. Those that begin with `right` are right: one commits its effects together with
 * the mark, the other writes them by itself. All others are wrong, to show that the ledger tells.
 */
export type ReceiverKind =
  | 'right'
  | 'right-alone'
  | 'forgetful'
  | 'effect-before-mark'
  | 'acknowledges-first'
  | 'keeps-nothing'
  | 'lease-for-ownership'
  | 'clock-of-the-day';

/** Where a receiver remembers events and writes effects. */
export type StoreSettings =
  /** Events in memory, effects in a file. */
  | { readonly store: 'memory'; readonly path: string }
  | { readonly store: 'sqlite'; readonly path: string }
  | { readonly store: 'redis'; readonly port: number }
  | { readonly store: 'postgres'; readonly port: number };

/** What goes wrong within the process of a receiver. */
export interface InnerTroubles {
  /** Its event loop stands still for longer than a lease, again and again. Default not. */
  readonly stalls?: boolean;
  /** Its clock of the day is set, back and forth. Default not. */
  readonly clockSteps?: boolean;
  /** How many calls of the store of a hundred have their connection reset, half of them after they were carried out. Default 0. */
  readonly resetPercent?: number;
}

/** What the process of a receiver is started with. */
export interface ReceiverSettings {
  readonly kind: ReceiverKind;
  readonly where: StoreSettings;
  readonly sdkAppId: number;
  readonly port: number;
  readonly leaseMilliseconds: number;
  /** How many handlers of a hundred fail before they have written; a fifth as many fail after that. */
  readonly failingPercent: number;
  /** How many handlers of a hundred take longer than the vendor is kept waiting for its answer. */
  readonly slowPercent: number;
  /** Whether every handler fails until the parent sends a message. */
  readonly isAway: boolean;
  readonly inner: InnerTroubles;
}

/** What the process of a receiver tells; also which calls its handlers have begun. */
export type WorkerMessage = 'listening' | 'stall' | 'clock-step' | { readonly begun: string };

/** The program that is run by default. */
const receiverMain = join(import.meta.dirname, 'receiver-main.ts');

/**
 * Receivers on one port, between which the system divides what comes: one at a time is killed without warning and started
 * again, so that the port is never deaf. What no process listens for, no receiver can keep.
 */
export class ReceiverWorkers implements AsyncDisposable {
  kills = 0;
  stalls = 0;
  clockSteps = 0;
  /** Calls whose handler has begun. */
  readonly begun = new Set<string>();
  #isAway: boolean;
  readonly #settings: object;
  readonly #script: string;
  readonly #workers: ChildProcess[] = [];

  private constructor(settings: Partial<Pick<ReceiverSettings, 'isAway'>>, script: string) {
    this.#settings = settings;
    this.#script = script;
    this.#isAway = settings.isAway ?? false;
  }

  /** Starts processes of a program that takes its settings as JSON and sends a message when it listens. */
  static async start(
    settings: Partial<Pick<ReceiverSettings, 'isAway'>> & Pick<ReceiverSettings, 'port'>,
    workerCount: number,
    script = receiverMain,
  ): Promise<ReceiverWorkers> {
    const workers = new ReceiverWorkers(settings, script);
    try {
      while (workers.#workers.length < workerCount) workers.#workers.push(await workers.#startOne());
      return workers;
    } catch (error) {
      await workers[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Their handlers fail no longer. */
  endAway(): void {
    this.#isAway = false;
    for (const worker of this.#workers) worker.send('back');
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
    const worker = fork(this.#script, [JSON.stringify({ ...this.#settings, isAway: this.#isAway })], {
      execArgv: [],
    });
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
