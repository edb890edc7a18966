/** What is called again and again, by name. */
export type Calls<Name extends string> = Readonly<Record<Name, () => Promise<unknown>>>;

/** How often, and how many at the same time. */
export interface Rounds {
  readonly rounds: number;
  readonly callsEach: number;
  readonly atOnce: number;
}

/**
 * Measures all in turn, round by round, after one round to warm up. The order turns with the rounds, so that none
 * always follows the same neighbour.
 *
 * @returns microseconds from call to call, the median of the rounds
 */
export async function measureInTurn<Name extends string>(
  calls: Calls<Name>,
  { rounds, callsEach, atOnce }: Rounds,
): Promise<(name: Name) => number> {
  const all: [string, () => Promise<unknown>][] = Object.entries(calls);
  const seen = new Map(all.map(([name]) => [name, [] as number[]]));
  for (let round = -1; round < rounds; round += 1) {
    for (const at of all.keys()) {
      const [name = '', call = async () => {}] = all[(at + round + 1) % all.length] ?? [];
      const microseconds = await microsecondsPerCall(call, callsEach, atOnce);
      if (round >= 0) seen.get(name)?.push(microseconds);
    }
  }
  return (name) => median(seen.get(name) ?? []);
}

async function microsecondsPerCall(
  call: () => Promise<unknown>,
  times: number,
  atOnce: number,
): Promise<number> {
  let left = times;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await call();
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: atOnce }, lane));
  return ((performance.now() - started) * 1000) / times;
}

/** The middle of the values; the mean of the two middle ones when their number is even. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? Number.NaN;
  const low = sorted[middle - 1] ?? high;
  return sorted.length % 2 === 0 ? (low + high) / 2 : high;
}
