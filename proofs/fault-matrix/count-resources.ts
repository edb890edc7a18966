import { getEventListeners } from 'node:events';
import type { VirtualTime } from './virtual-time.ts';

/** What a call may leave behind. */
export interface Resources {
  /**
   * Ends of connections that are read from. The server, which is in this process, reads from each of its own; those
   * of the caller count while they are in use.
   */
  readonly sockets: number;
  readonly timers: number;
  /** Listeners on the caller's signal and on the process. */
  readonly listeners: number;
}

export function countResources(time: VirtualTime, signal: AbortSignal): Resources {
  const sockets = process.getActiveResourcesInfo().filter((kind) => /TCP(Socket|Connect)|TLSWrap/.test(kind));
  const onProcess = process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
  return {
    sockets: sockets.length,
    timers: time.pending,
    listeners: onProcess + getEventListeners(signal, 'abort').length,
  };
}

/** Each resource of which there is more than before, by how much. */
export function leaked(before: Resources, after: Resources): Partial<Resources> {
  const differences = (['sockets', 'timers', 'listeners'] as const).map(
    (name) => [name, after[name] - before[name]] as const,
  );
  return Object.fromEntries(differences.filter(([, difference]) => difference !== 0));
}
