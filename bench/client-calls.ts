import { createTrtcCallClient, type Limiter, type TrtcCallClient } from '@trtc-call/client';
import { signUserSig } from '@trtc-call/client/usersig';
import { operations } from '@trtc-call/spec/v1';
import createClient from 'openapi-fetch';

const sdkAppId = 1400000000;
const secretKey = 'benchmark-key-that-opens-nothing-0123456789abcdef0123456789abcdef';
const identifier = 'administrator';
const { path } = operations.getRecordByCallId;

/** The same call by our client, by bare `fetch` + `JSON.parse`, and by bare openapi-fetch. */
export interface Callers {
  readonly client: () => Promise<unknown>;
  readonly fetch: () => Promise<unknown>;
  readonly openapiFetch: () => Promise<unknown>;
}

export type Caller = keyof Callers;

/** @param limiter a local one whose limits are out of reach: it is asked for each call and never waits. */
export function callersOf(baseUrl: string, callId: string, limiter: Limiter): Callers & AsyncDisposable {
  const userSig = signUserSig({ sdkAppId, secretKey, identifier });
  const query = { sdkappid: sdkAppId, identifier, usersig: userSig, random: 99999999, contenttype: 'json' };
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  const ours = withEverythingOn(baseUrl, limiter);
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

/** Signing, retries, deadline, limiter and pool by default; and hooks and validation, since somebody listens. */
function withEverythingOn(region: string, limiter: Limiter): TrtcCallClient {
  const told = { events: 0 };
  const count = () => {
    told.events += 1;
  };
  return createTrtcCallClient({
    sdkAppId,
    secretKey,
    identifier,
    region,
    limiter,
    onRequest: count,
    onResponse: count,
    onRetry: count,
    onContractViolation: ({ pointer, expected, got }) => {
      throw new Error(`the answer is not as documented: ${pointer} is ${got}, not ${expected}`);
    },
  });
}
