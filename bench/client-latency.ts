import type { Caller, Callers } from './client-calls.ts';
import { median } from './median.ts';

/** Microseconds for one sequential call, the median of the rounds. */
export async function clientLatency(
  calls: Callers,
  rounds: number,
  callsEach: number,
): Promise<Record<Caller, number>> {
  const seen: Record<Caller, number[]> = { client: [], fetch: [], openapiFetch: [] };
  const names = ['fetch', 'client', 'openapiFetch'] as const;
  for (const name of names) await microsecondsPerCall(calls[name], callsEach);
  for (let round = 0; round < rounds; round += 1) {
    // The order turns with the rounds, so that nobody always follows the same neighbour.
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(round + turn) % names.length] ?? 'fetch';
      seen[name].push(await microsecondsPerCall(calls[name], callsEach));
    }
  }
  return { client: median(seen.client), fetch: median(seen.fetch), openapiFetch: median(seen.openapiFetch) };
}

async function microsecondsPerCall(call: () => Promise<unknown>, times: number): Promise<number> {
  const started = performance.now();
  for (let at = 0; at < times; at += 1) await call();
  return ((performance.now() - started) * 1000) / times;
}
