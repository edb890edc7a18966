import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { ReceiverWorkers } from './receiver-workers.ts';

/** What goes wrong around the receivers. */
export interface OuterTroubles {
  /** `kill -9` of one of them. Default not. */
  readonly kills?: boolean;
  /** The server of the store is killed, and started again after a second. Default not. */
  readonly server?: { kill(): Promise<void>; start(): Promise<void> } | undefined;
  /** The file of the store is locked by another process, for longer than any call waits. Default not. */
  readonly lockedFile?: string | undefined;
}

/** How often each has happened. */
export interface TroubleCounts {
  restarts: number;
  locks: number;
}

const lockMilliseconds = 4500;
/** A store that is never there for long turns away what the vendor tries six times. */
const reachableMilliseconds = 6000;

/** Makes all of them in turn, with a pause before each, until it is aborted. */
export async function makeOuterTroubles(
  { kills = false, server, lockedFile }: OuterTroubles,
  receivers: ReceiverWorkers,
  pauseMilliseconds: number,
  signal: AbortSignal,
): Promise<TroubleCounts> {
  const counts = { restarts: 0, locks: 0 };
  let lock = Promise.resolve();
  let awayAgain = 0;
  const troubles: (() => Promise<void>)[] = [];
  if (kills) troubles.push(() => receivers.killOne());
  if (lockedFile !== undefined) {
    troubles.push(async () => {
      if (performance.now() < awayAgain) return;
      awayAgain = performance.now() + lockMilliseconds + reachableMilliseconds;
      counts.locks += 1;
      // The others go on meanwhile.
      lock = lockFile(lockedFile);
    });
  }
  if (server) {
    troubles.push(async () => {
      if (performance.now() < awayAgain) return;
      await server.kill();
      await wait(1000);
      await server.start();
      awayAgain = performance.now() + reachableMilliseconds;
      counts.restarts += 1;
    });
  }
  for (let turn = 0; troubles.length > 0 && !signal.aborted; turn += 1) {
    await wait(pauseMilliseconds * (0.5 + Math.random()), undefined, { signal }).catch(() => {});
    if (!signal.aborted) await troubles[turn % troubles.length]?.();
  }
  await lock;
  return counts;
}

/** Another process keeps the file of a store for itself. */
async function lockFile(path: string): Promise<void> {
  const program = `
    const { DatabaseSync } = require('node:sqlite');
    const database = new DatabaseSync(process.argv[1], { timeout: 10_000 });
    database.exec('BEGIN IMMEDIATE');
    setTimeout(() => database.exec('COMMIT'), ${lockMilliseconds});`;
  await once(spawn(process.execPath, ['-e', program, path], { stdio: 'inherit' }), 'exit');
}
