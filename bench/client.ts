import { type ContractViolation, createTrtcCallClient } from '@trtc-call/client';
import { signUserSig } from '@trtc-call/client/usersig';
import { createLocalLimiter } from '@trtc-call/client/v1/limiter';
import { operations } from '@trtc-call/spec/v1';
import createClient from 'openapi-fetch';
import { type Calls, measureInTurn } from './measure.ts';
import { sampleCall } from './sample-call.ts';
import { startOurServer } from './servers/start.ts';

type Caller = 'client' | 'clientV4' | 'fetch' | 'openapiFetch';

/** Microseconds of a call one after the other, and calls a second with many under way, in our client and by others. */
export async function measureClient(atOnce: number): Promise<{
  latency: Record<Caller, number>;
  throughput: { client: number; fetch: number };
}> {
  const { answer, callId } = await sampleCall();
  const server = await startOurServer('bare', answer);
  const v4 = await sampleCall('v4');
  const serverV4 = await startOurServer('bare', v4.answer);
  try {
    await using calls = createCallers(server.line, callId);
    await using clientOfV4 = createTrtcCallClient({ generation: 'v4', ...withEverythingOn(serverV4.line) });
    const { client, fetch, openapiFetch } = calls;
    const latency = await measureInTurn(
      { fetch, client, clientV4: () => clientOfV4.records.get(v4.callId), openapiFetch },
      { rounds: 15, callsEach: 1000, atOnce: 1 },
    );
    const concurrent = await measureInTurn({ fetch, client }, { rounds: 9, callsEach: 10_000, atOnce });
    return {
      latency: {
        client: latency('client'),
        clientV4: latency('clientV4'),
        fetch: latency('fetch'),
        openapiFetch: latency('openapiFetch'),
      },
      throughput: { client: 1e6 / concurrent('client'), fetch: 1e6 / concurrent('fetch') },
    };
  } finally {
    await Promise.all([server.stop(), serverV4.stop()]);
  }
}

/** The limiter does its work for each call, and never holds one back. */
function outOfReach() {
  const { operationId, rateLimit } = operations.getRecordByCallId;
  return { [operationId]: { ...rateLimit, requests: 1_000_000 } };
}

const sdkAppId = 1400000000;
const secretKey = 'benchmark-key-that-opens-nothing-0123456789abcdef0123456789abcdef';
const identifier = 'administrator';
const { path } = operations.getRecordByCallId;

/**
 * The same call by our client, by bare `fetch` + `JSON.parse`, and by bare openapi-fetch.
 */
function createCallers(
  baseUrl: string,
  callId: string,
): Calls<Exclude<Caller, 'clientV4'>> & AsyncDisposable {
  const userSig = signUserSig({ sdkAppId, secretKey, identifier });
  const query = { sdkappid: sdkAppId, identifier, usersig: userSig, random: 99999999, contenttype: 'json' };
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  const ours = createTrtcCallClient({ generation: 'v1', ...withEverythingOn(baseUrl) });
  const theirs = createClient<Record<string, Record<string, never>>>({ baseUrl });
  return {
    client: () => ours.records.get(callId),
    fetch: async () => {
      const response = await fetch(`${baseUrl}${path}?${search}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ callId }),
      });
      return JSON.parse(await response.text());
    },
    openapiFetch: () => Reflect.apply(theirs.POST, theirs, [path, { params: { query }, body: { callId } }]),
    [Symbol.asyncDispose]: async () => ours.close(),
  };
}

/** Signing, retries, deadline, limiter and pool by default; and hooks and validation, which are in use here. */
function withEverythingOn(region: string) {
  const told = { events: 0 };
  const count = () => {
    told.events += 1;
  };
  return {
    sdkAppId,
    secretKey,
    identifier,
    region,
    limiter: createLocalLimiter({ limits: outOfReach() }),
    onRequest: count,
    onResponse: count,
    onRetry: count,
    onContractViolation: ({ pointer, expected, got }: ContractViolation) => {
      throw new Error(`the answer is not as documented: ${pointer} is ${got}, not ${expected}`);
    },
  };
}
