import { afterEach, describe, expect, test, vi } from 'vitest';
import { createTrtcCallClient, type FetchLike, LimiterFullError } from '../index.ts';
import { accountV1, rejection, sampleRecord, success } from '../testing/answering-fetch.ts';
import { oddValues } from '../testing/odd-values.ts';

const answer = JSON.stringify(success(sampleRecord));
const get = (fetch: FetchLike, maxAnswerBytes?: number) =>
  createTrtcCallClient({ ...accountV1, fetch, maxAnswerBytes }).records.get('a-call');

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
  expect(await get(fetch)).toEqual(sampleRecord);
});

test('an answer without an end is given up where it is too long', async () => {
  const cancel = vi.fn();
  const fetch: FetchLike = async () => new Response(streamed(answer, cancel, 'x'.repeat(1000)));
  expect(await rejection(get(fetch, 10_000))).toMatchObject({
    kind: 'contract',
    issues: [{ rule: 'range', pointer: '', expected: 'at most 10000 bytes', got: 'longer' }],
  });
  expect(cancel).toHaveBeenCalledOnce();
});

test('a length that is announced too long is not believed either', async () => {
  const fetch: FetchLike = async () =>
    new Response(answer, { headers: { 'content-length': '5', 'content-encoding': 'identity' } });
  expect(await rejection(get(fetch, 10))).toMatchObject({ kind: 'contract' });
});

test('an error in the middle of the body is a connection error', async () => {
  const body = new ReadableStream({ pull: (controller) => controller.error(new Error('cut')) });
  const error = await rejection(get(async () => new Response(body)));
  expect(error).toMatchObject({ kind: 'connection' });
});

describe('a fetch that throws', () => {
  test.each(Object.entries(oddValues))('%s is a connection error', async (_, make) => {
    const thrown: FetchLike = () => {
      throw make();
    };
    const rejected: FetchLike = () => Promise.reject(make());
    for (const fetch of [thrown, rejected]) {
      const result = await get(fetch).result();
      expect(result).toMatchObject({ ok: false, error: { kind: 'connection', previousAttempts: [] } });
    }
  });

  test('what looks like an error of this package is one of its own attempt', async () => {
    const fetch: FetchLike = async () => {
      throw new LimiterFullError('getCallback', 1);
    };
    expect(await rejection(get(fetch))).toMatchObject({
      kind: 'connection',
      operationId: 'getRecordByCallId',
    });
  });
});

describe('a fetch that gives', () => {
  const body = (chunks: unknown) => ({
    status: 200,
    headers: new Headers(),
    text: async () => '',
    body: chunks,
  });
  // No promise can be fulfilled with these: it reads their `then`.
  const untold = ['a proxy that throws on every trap', 'a revoked proxy', 'an object whose then throws'];
  const others: Readonly<Record<string, () => unknown>> = {
    ...Object.fromEntries(Object.entries(oddValues).filter(([name]) => !untold.includes(name))),
    'a status that is a text': () => ({ ...body(null), status: '200' }),
    'no headers': () => ({ ...body(null), headers: undefined }),
    'a text that is a number': () => ({ ...body(null), text: async () => 1 }),
    'a body of texts': () => body(['a']),
    'a body of nothing': () => body([null]),
  };
  test.each(Object.entries(others))(
    '%s in place of a Response is named, and not asked again',
    async (_, make) => {
      const fetch = vi.fn(async () => make() as Response);
      const client = createTrtcCallClient({ ...accountV1, fetch, retry: {} });
      expect(await rejection(client.records.get('a-call'))).toMatchObject({
        kind: 'argument',
        field: 'fetch',
        remedy: 'return a Response',
      });
      expect(fetch).toHaveBeenCalledOnce();
    },
  );

  const faults: Readonly<Record<string, () => unknown>> = {
    'a body that is not an iterable': () => body({}),
    'a body whose reading throws': () =>
      body({
        [Symbol.asyncIterator]() {
          throw Object.create(null);
        },
      }),
    'a text that throws': () => ({ ...body(null), text: () => Promise.reject(Object.create(null)) }),
    'headers that throw': () => ({
      ...body(null),
      headers: {
        get() {
          throw Object.create(null);
        },
      },
    }),
  };
  test.each(Object.entries(faults))('%s fails as a connection does', async (_, make) => {
    const fetch: FetchLike = async () => make() as Response;
    const error = await rejection(get(fetch));
    expect(error).toMatchObject({ kind: 'connection' });
  });

  test('a body of empty chunks without an end is given up', async () => {
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array()) });
    const fetch: FetchLike = async () => new Response(endless);
    expect(await rejection(get(fetch, 10_000))).toMatchObject({ kind: 'contract' });
  });

  test('a longer text than is announced is not read as one', async () => {
    const fetch = async () =>
      ({
        ...body(null),
        headers: new Headers({ 'content-length': '5' }),
        text: async () => 'x'.repeat(101),
      }) as Response;
    expect(await rejection(get(fetch, 100))).toMatchObject({ kind: 'contract' });
  });

  test('another status and a body that cannot be let go of has its answer at once', async () => {
    const stubborn = new ReadableStream({ cancel: () => new Promise(() => {}) });
    const fetch = async () => new Response(stubborn, { status: 503 });
    expect(await rejection(get(fetch))).toMatchObject({
      kind: 'http-status',
      status: 503,
    });
  });

  test('headers that cannot be copied leaves none', async () => {
    const headers = { get: () => null, has: () => false };
    const fetch = async () => Object.defineProperty(new Response(answer), 'headers', { value: headers });
    const { response } = await get(fetch).withResponse();
    expect([...response.headers]).toEqual([]);
  });
});

describe('when the attempt is over', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test('a body of a fetch that does not heed its signal is read no further', async () => {
    vi.useFakeTimers();
    const cancel = vi.fn();
    let pulled = 0;
    const slow = new ReadableStream({
      pull: async (controller) => {
        pulled += 1;
        await new Promise((resolve) => setTimeout(resolve, 1000));
        controller.enqueue(Uint8Array.of(32));
      },
      cancel,
    });
    const failed = rejection(get(async () => new Response(slow)));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await failed).toMatchObject({ kind: 'deadline' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(pulled).toBeLessThan(15);
    expect(cancel).toHaveBeenCalledOnce();
  });

  test('a fetch that adds to the headers of its request adds to no other', async () => {
    const seen: string[] = [];
    const fetch: FetchLike = async (_, init) => {
      seen.push(JSON.stringify(init.headers));
      Object.assign(init.headers ?? {}, { 'x-own': 'added' });
      return new Response(answer);
    };
    const client = createTrtcCallClient({ ...accountV1, fetch });
    await client.records.get('a-call');
    await client.records.get('a-call');
    expect(seen[1]).toBe(seen[0]);
  });
});
