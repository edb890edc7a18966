import type { FetchLike } from '../index.ts';

/** The account of a client of v1 that asks once. */
export const accountV1 = {
  generation: 'v1',
  sdkAppId: 1400000000,
  userSig: 'a-user-sig',
  retry: false,
} as const;

export interface SentRequest {
  readonly url: URL;
  readonly init: RequestInit;
}

/** A `fetch` that answers from the test, and remembers what it was asked. */
export function answeringFetch(answer: (request: SentRequest) => Response | Promise<Response>) {
  const sent: SentRequest[] = [];
  const fetch: FetchLike = async (url, init) => {
    const request = { url: new URL(url), init };
    sent.push(request);
    return answer(request);
  };
  return { fetch, sent };
}

/** A `fetch` whose every answer is this value as JSON, or this text. */
export function fetchAnswering(body: unknown, status = 200) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return answeringFetch(() => new Response(text, { status }));
}

/** The envelope of a success. */
export function success(data: unknown): Record<string, unknown> {
  return { errorCode: 0, errorMessage: 'Success', requestId: '1c8960ac38d61be38b6fb219db0182d1', data };
}

/** The envelope of a refusal. */
export function refusal(errorCode: number | string, errorMessage = 'refused'): Record<string, unknown> {
  return { errorCode, errorMessage, requestId: '9f01db503f2006ad10c45f4f4609e38d' };
}

/** The vendor's sample record (60137). */
export const sampleRecord = {
  callId: '2ae7d549-c441-4a9b-87c0-61810fe19582',
  sdkAppId: 88888888,
  mediaType: 'video',
  roomId: '123456',
  startCallTs: 1688705638,
  acceptTs: 1688705641,
  endTs: 1688705668,
  caller: 'alice',
  totalUserNumber: 2,
  callType: 'single',
  callResult: 'normal_end',
  callees: ['bob1', 'bob2'],
};

/** What a promise rejects with; fails when it does not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome) return outcome.error;
  throw new Error(`expected a rejection, got ${JSON.stringify(outcome.value)}`);
}
