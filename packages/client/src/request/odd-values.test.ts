import { describe, expect, test } from 'vitest';
import { createTrtcCallClient, type FetchLike } from '../index.ts';
import { accountV1, fetchAnswering, sampleRecord, success } from '../testing/answering-fetch.ts';
import { oddValues } from '../testing/odd-values.ts';

describe('what is thrown that is not an Error', () => {
  const thrown = Object.entries(oddValues).filter(([name]) => name !== 'undefined');
  // Not given through a promise, which would read its `then`.
  const isRejectedWith = (call: Promise<unknown>, odd: unknown) =>
    call.then(
      () => false,
      (error: unknown) => Object.is(error, odd),
    );

  test.each(thrown)('by a source of UserSigs (%s) reaches the caller as it is', async (_, make) => {
    const odd = make();
    const userSig = () => {
      throw odd;
    };
    const { fetch } = fetchAnswering(success(sampleRecord));
    const call = createTrtcCallClient({ ...accountV1, userSig, fetch, onResponse: () => {} }).records.get(
      'a',
    );
    expect(await isRejectedWith(call, odd)).toBe(true);
  });

  test.each(thrown)('as the reason of an abort (%s) reaches the caller as it is', async (_, make) => {
    const odd = make();
    const controller = new AbortController();
    const fetch: FetchLike = () => {
      controller.abort(odd);
      return new Promise(() => {});
    };
    const client = createTrtcCallClient({ ...accountV1, fetch, onExchange: () => {}, onResponse: () => {} });
    const call = client.records.get('a', { signal: controller.signal });
    expect(await isRejectedWith(call, odd)).toBe(true);
  });
});
