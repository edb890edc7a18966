import type { Callers } from './client-calls.ts';
import { median } from './median.ts';

/** Calls a second with so many under way at the same time, the median of the rounds. */
export async function clientThroughput(
  calls: Callers,
  atOnce: number,
  rounds: number,
  callsEach: number,
): Promise<{ client: number; fetch: number }> {
  const seen = { client: [] as number[], fetch: [] as number[] };
  const names = ['fetch', 'client'] as const;
  for (const name of names) await perSecond(calls[name], atOnce, callsEach);
  for (let round = 0; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      seen[name].push(await perSecond(calls[name], atOnce, callsEach));
    }
  }
  return { client: median(seen.client), fetch: median(seen.fetch) };
}

async function perSecond(call: () => Promise<unknown>, atOnce: number, times: number): Promise<number> {
  let left = times;
  const started = performance.now();
  const work = async () => {
    while (left > 0) {
      left -= 1;
      await call();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return (times * 1000) / (performance.now() - started);
}
