import { signUserSig } from '@trtc-call/client/usersig';
import { measureInTurn } from '../measure.ts';
import { sampleCall } from '../sample-call.ts';
import { startOurServer } from '../servers/start.ts';
import type { AdapterModule } from './adapters.ts';

/** How fast a client is against a bare server. */
export interface Speed {
  /** Microseconds of one call after the other, the median of the rounds. */
  readonly sequential: number;
  /** Calls a second with 64 under way, the median of the rounds. */
  readonly concurrent: number;
}

/** Measures all clients in turn, round by round, against the same server. */
export async function measureSpeed(modules: readonly AdapterModule[]): Promise<Speed[]> {
  const { answer, callId } = await sampleCall();
  const server = await startOurServer('bare', answer);
  const sdkAppId = 1400000000;
  const identifier = 'administrator';
  const secretKey = 'benchmark-key-that-opens-nothing-0123456789abcdef0123456789abcdef';
  const userSig = signUserSig({ sdkAppId, secretKey, identifier });
  const target = { baseUrl: server.line, sdkAppId, identifier, secretKey, userSig };
  const clients = modules.map((module) => module.make(target, { unlimited: true }));
  const calls = Object.fromEntries(clients.map((client, at) => [at, () => client.get(callId)]));
  try {
    const sequential = await measureInTurn(calls, { rounds: 7, callsEach: 1000, atOnce: 1 });
    const concurrent = await measureInTurn(calls, { rounds: 7, callsEach: 1000, atOnce: 64 });
    return clients.map((_, at) => ({
      sequential: sequential(`${at}`),
      concurrent: 1e6 / concurrent(`${at}`),
    }));
  } finally {
    for (const client of clients) client.close?.();
    await server.stop();
  }
}
