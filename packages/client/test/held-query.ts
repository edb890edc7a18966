import type { CallOptions } from '../src/options.ts';
import type { CallRecord, RecordFilter, RecordPage } from '../src/v1/types.ts';
import { createWorld } from './record-world.ts';

/** A query of which all requests but the first wait until they are let go, or aborted. */
export function heldQuery(records: readonly CallRecord[], held = true) {
  const world = createWorld(records);
  const state = { running: 0, most: 0, held };
  const waiting: (() => void)[] = [];
  const query = async (asked: RecordFilter, { signal }: CallOptions): Promise<RecordPage> => {
    state.running += 1;
    state.most = Math.max(state.most, state.running);
    try {
      if (state.held && world.asked.length > 0) {
        await new Promise<void>((resolve, reject) => {
          waiting.push(resolve);
          signal?.addEventListener('abort', () => reject(signal.reason));
        });
      }
      return await world.query(asked, {});
    } finally {
      state.running -= 1;
    }
  };
  return { query, state, asked: world.asked, release: () => waiting.shift()?.() };
}

/** Goes on when the condition holds; fails after some hundred turns. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  for (let turn = 0; turn < 500; turn += 1) {
    if (condition()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`it never came that ${what}`);
}

/** Lets everything go on that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** A signal that counts its listeners. */
export function countedSignal() {
  const controller = new AbortController();
  const { signal } = controller;
  let listeners = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    listeners += 1;
    addEventListener.apply(signal, args);
  };
  signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
    listeners -= 1;
    removeEventListener.apply(signal, args);
  };
  return { controller, signal, listeners: () => listeners };
}
