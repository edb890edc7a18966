import { performance } from 'node:perf_hooks';
import { findMistake, mistakes } from '@trtc-call/spec/v1';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningMock, startMock } from './index.ts';
import { type BadInput, badInputs, writeBadInput } from './testing/bad-inputs.ts';
import type { Envelope } from './testing/call.ts';

const now = (): number => 1_700_000_000_000;
let mock: RunningMock;

beforeAll(async () => {
  mock = await startMock({ now, rateLimit: false });
});
afterAll(() => mock.close());

async function exchange(
  input: BadInput,
  fetcher: typeof fetch,
): Promise<{ response: Response; took: number }> {
  const { sdkAppId, identifier, secretKey } = mock;
  const { method, target, headers, body } = writeBadInput(input, { sdkAppId, identifier, secretKey, now });
  const begun = performance.now();
  const response = await fetcher(mock.url + target, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  const took = performance.now() - begun;
  return { response: new Response(text, { status: response.status, headers: response.headers }), took };
}

describe('a bad input', () => {
  test.each(badInputs)('$name is answered as $mistake', async (input) => {
    const { response } = await exchange(input, mock.fetch);
    const envelope = (await response.json()) as Envelope;
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('x-mock-mistake')?.split(';')[0]).toBe(input.mistake);
    expect(envelope).toMatchObject({
      errorCode: findMistake(input.mistake).answer,
      errorMessage: expect.stringMatching(/./),
      requestId: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  // Tried again where a busy machine was late: an answer that hangs is late each time.
  test.each(badInputs)(
    '$name is answered alike and within 50 ms on a socket',
    { retry: 2 },
    async (input) => {
      const first = await exchange(input, fetch);
      const second = await exchange(input, fetch);
      const envelope = (await first.response.json()) as Envelope;
      expect([first.response.status, envelope.errorCode]).toEqual([200, findMistake(input.mistake).answer]);
      expect(Math.min(first.took, second.took)).toBeLessThan(50);
    },
  );
});

test('the table has a bad input for every mistake that a single request can make', () => {
  const others = ['package-missing', 'rate-exceeded', 'callback-not-configured', 'callback-absent'];
  const covered = new Set<string>([...badInputs.map(({ mistake }) => mistake), ...others]);
  expect(mistakes.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([]);
});
