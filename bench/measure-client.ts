import { join } from 'node:path';
import { createLocalLimiter } from '@trtc-call/client/limiter';
import { operations } from '@trtc-call/spec/v1';
import { type Caller, callersOf } from './client-calls.ts';
import { clientLatency } from './client-latency.ts';
import { clientThroughput } from './client-throughput.ts';
import { sampleCall } from './sample-call.ts';
import { startServer } from './servers/start.ts';

/** What a call costs in our client and by bare `fetch`, one after the other and many at the same time. */
export async function measureClient(atOnce: number): Promise<{
  latency: Record<Caller, number>;
  throughput: { client: number; fetch: number };
}> {
  const { answer, callId } = await sampleCall();
  const server = await startServer([join(import.meta.dirname, 'servers/bare.ts'), answer], (line) =>
    line.startsWith('http'),
  );
  try {
    await using calls = callersOf(server.line, callId, createLocalLimiter({ limits: outOfReach() }));
    return {
      latency: await clientLatency(calls, 15, 1000),
      throughput: await clientThroughput(calls, atOnce, 9, 10_000),
    };
  } finally {
    await server.stop();
  }
}

/** The limiter does its work for each call, and never holds one back. */
function outOfReach() {
  const { operationId, rateLimit } = operations.getRecordByCallId;
  return { [operationId]: { ...rateLimit, requests: 1_000_000 } };
}
