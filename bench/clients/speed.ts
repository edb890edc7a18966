import { join } from 'node:path';
import { signUserSig } from '@trtc-call/client/usersig';
import { median } from '../median.ts';
import { sampleCall } from '../sample-call.ts';
import { startServer } from '../servers/start.ts';
import type { AdapterModule, Made } from './adapters.ts';

/** How fast a client is against a bare server. */
export interface Speed {
  /** Microseconds of one call after the other, the median of the rounds. */
  readonly sequential: number;
  /** Calls a second with 64 under way, the median of the rounds. */
  readonly concurrent: number;
}

const rounds = 7;
const callsEach = 1000;
const atOnce = 64;

/** Measures all clients in turn, round by round, against the same server. */
export async function speedOf(modules: readonly AdapterModule[]): Promise<Speed[]> {
  const { answer, callId } = await sampleCall();
  const bare = join(import.meta.dirname, '../servers/bare.ts');
  const server = await startServer([bare, answer], (line) => line.startsWith('http'));
  const sdkAppId = 1400000000;
  const identifier = 'administrator';
  const secretKey = 'benchmark-key-that-opens-nothing-0123456789abcdef0123456789abcdef';
  const userSig = signUserSig({ sdkAppId, secretKey, identifier });
  const target = { baseUrl: server.line, sdkAppId, identifier, secretKey, userSig };
  const clients = modules.map((module) => module.make(target, { unlimited: true }));
  const seen = clients.map(() => ({ sequential: [] as number[], concurrent: [] as number[] }));
  try {
    // The first round only warms up.
    for (let round = -1; round < rounds; round += 1) {
      for (const [at] of clients.entries()) {
        // The order turns with the rounds, so that nobody always follows the same neighbour.
        const turn = (at + round + 1) % clients.length;
        const client = clients[turn] as Made;
        const sequential = 1000 * (await millisecondsPerCall(client, callId, 1));
        const concurrent = 1000 / (await millisecondsPerCall(client, callId, atOnce));
        if (round < 0) continue;
        seen[turn]?.sequential.push(sequential);
        seen[turn]?.concurrent.push(concurrent);
      }
    }
  } finally {
    for (const client of clients) client.close?.();
    await server.stop();
  }
  return seen.map(({ sequential, concurrent }) => ({
    sequential: median(sequential),
    concurrent: median(concurrent),
  }));
}

async function millisecondsPerCall(client: Made, callId: string, lanes: number): Promise<number> {
  let left = callsEach;
  const started = performance.now();
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await client.get(callId);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return (performance.now() - started) / callsEach;
}
