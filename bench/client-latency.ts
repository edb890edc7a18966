import { join } from 'node:path';
import { createTrtcCallClient } from '@trtc-call/client';
import { signUserSig } from '@trtc-call/client/usersig';
import { operations } from '@trtc-call/spec/v1';
import createClient from 'openapi-fetch';
import { median } from './median.ts';
import { sampleCall } from './sample-call.ts';
import { startServer } from './servers/start.ts';

/** Microseconds for one sequential call, the median of the rounds. */
export interface Latency {
  client: number;
  fetch: number;
  openapiFetch: number;
}

const sdkAppId = 1400000000;
const secretKey = 'benchmark-key-that-opens-nothing-0123456789abcdef0123456789abcdef';
const identifier = 'administrator';
const { path } = operations.getRecordByCallId;

/** Sends the same call through our client, bare `fetch` + `JSON.parse`, and bare openapi-fetch, in turn. */
export async function clientLatency(rounds: number, callsEach: number): Promise<Latency> {
  const { answer, callId } = await sampleCall();
  const server = await startServer([join(import.meta.dirname, 'servers/bare.ts'), answer], (line) =>
    line.startsWith('http'),
  );
  const calls = callers(server.line, callId);
  const seen: Record<keyof Latency, number[]> = { client: [], fetch: [], openapiFetch: [] };
  const names = ['fetch', 'client', 'openapiFetch'] as const;
  try {
    for (const name of names) await microsecondsPerCall(calls[name], callsEach);
    for (let round = 0; round < rounds; round += 1) {
      // The order turns with the rounds, so that nobody always follows the same neighbour.
      for (let turn = 0; turn < names.length; turn += 1) {
        const name = names[(round + turn) % names.length] ?? 'fetch';
        seen[name].push(await microsecondsPerCall(calls[name], callsEach));
      }
    }
  } finally {
    await server.stop();
  }
  return { client: median(seen.client), fetch: median(seen.fetch), openapiFetch: median(seen.openapiFetch) };
}

function callers(baseUrl: string, callId: string): Record<keyof Latency, () => Promise<unknown>> {
  const userSig = signUserSig({ sdkAppId, secretKey, identifier });
  const query = { sdkappid: sdkAppId, identifier, usersig: userSig, random: 99999999, contenttype: 'json' };
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  const ours = createTrtcCallClient({ sdkAppId, secretKey, identifier, region: baseUrl });
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
  };
}

async function microsecondsPerCall(call: () => Promise<unknown>, times: number): Promise<number> {
  const started = performance.now();
  for (let at = 0; at < times; at += 1) await call();
  return ((performance.now() - started) * 1000) / times;
}
