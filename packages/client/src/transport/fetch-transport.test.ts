import { expect, test, vi } from 'vitest';
import { rejection, sampleRecord, success } from '../../test/answering-fetch.ts';
import { createTrtcCallClient, type FetchLike } from '../index.ts';

const options = { sdkAppId: 1400000000, userSig: 'a-user-sig', retry: false } as const;
const answer = JSON.stringify(success(sampleRecord));

/** A body in pieces, without an end when `more` is given. */
function streamed(text: string, cancel: () => void, more = ''): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(text)),
    pull: (controller) => (more === '' ? controller.close() : controller.enqueue(encoder.encode(more))),
    cancel,
  });
}

test('an answer without a length is read to its end', async () => {
  const fetch: FetchLike = async () => new Response(streamed(answer, () => {}));
  expect(await createTrtcCallClient({ ...options, fetch }).records.get('a-call')).toEqual(sampleRecord);
});

test('an answer without an end is given up where it is too long', async () => {
  const cancel = vi.fn();
  const fetch: FetchLike = async () => new Response(streamed(answer, cancel, 'x'.repeat(1000)));
  const client = createTrtcCallClient({ ...options, fetch, maxAnswerBytes: 10_000 });
  expect(await rejection(client.records.get('a-call'))).toMatchObject({
    kind: 'contract',
    issues: [{ rule: 'range', pointer: '', expected: 'at most 10000 bytes', got: 'longer' }],
  });
  expect(cancel).toHaveBeenCalledOnce();
});

test('a length that is announced too long is not believed either', async () => {
  const fetch: FetchLike = async () =>
    new Response(answer, { headers: { 'content-length': '5', 'content-encoding': 'identity' } });
  const client = createTrtcCallClient({ ...options, fetch, maxAnswerBytes: 10 });
  expect(await rejection(client.records.get('a-call'))).toMatchObject({ kind: 'contract' });
});

test('an error in the middle of the body is a connection error', async () => {
  const body = new ReadableStream({ pull: (controller) => controller.error(new Error('cut')) });
  const error = await rejection(
    createTrtcCallClient({ ...options, fetch: async () => new Response(body) }).records.get('a-call'),
  );
  expect(error).toMatchObject({ kind: 'connection' });
});
