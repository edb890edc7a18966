import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  type CallOptions,
  createTrtcCallClient,
  type FetchLike,
  type TrtcCallClientOptions,
} from '../index.ts';
import { accountV1, fetchAnswering, rejection, sampleRecord, success } from '../testing/answering-fetch.ts';
import { serve } from '../testing/raw-server.ts';
import { within, withSignal } from './attempt.ts';

afterEach(() => {
  vi.useRealTimers();
});

const get = (given: Partial<TrtcCallClientOptions>, call: CallOptions = {}) =>
  createTrtcCallClient({ ...accountV1, ...given } as TrtcCallClientOptions).records.get('a-call', call);

describe('the timeout', () => {
  test('covers the body: headers alone do not stop it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const begun = Promise.withResolvers<void>();
    const { url: region } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"errorCode":', () => begun.resolve());
    });
    const client = createTrtcCallClient({ ...accountV1, region, timeoutMilliseconds: 3001 });
    const failed = rejection(client.records.get('a-call'));
    await begun.promise;
    for (let turn = 0; turn < 20; turn += 1) await new Promise((next) => setImmediate(next));
    vi.advanceTimersByTime(3001);
    expect(await failed).toMatchObject({
      kind: 'deadline',
      milliseconds: 3001,
      scope: 'attempt',
      operationId: 'getRecordByCallId',
    });
  });

  const neverSettles = () => new Promise<never>(() => {});
  const cases = {
    'a fetch that does not heed the signal': { fetch: neverSettles },
    'a body that never ends': {
      fetch: async () => new Response(new ReadableStream({ pull: neverSettles })),
    },
    'a source of UserSigs that does not answer': { fetch: neverSettles, userSig: neverSettles },
  };
  test.each(Object.entries(cases))('ends %s', async (_, { fetch, ...rest }) => {
    vi.useFakeTimers();
    const client = createTrtcCallClient({ ...accountV1, ...rest, fetch });
    const failed = rejection(client.records.get('a-call'));
    await vi.advanceTimersByTimeAsync(9999);
    expect(vi.getTimerCount()).toBeGreaterThan(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(vi.getTimerCount()).toBe(0);
    expect(await failed).toMatchObject({ kind: 'deadline', milliseconds: 10000 });
  });

  test('ends the wait for a limiter that gives no turn and does not heed the signal', async () => {
    vi.useFakeTimers();
    const { fetch, sent } = fetchAnswering(success(sampleRecord));
    const limiter = { take: neverSettles };
    const failed = rejection(get({ limiter, fetch }));
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await failed).toMatchObject({ kind: 'deadline', scope: 'call', milliseconds: 30_000 });
    expect(sent).toHaveLength(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('leaves no timer behind', async () => {
    vi.useFakeTimers();
    const { fetch } = fetchAnswering(success(sampleRecord));
    await get({ fetch });
    await rejection(
      createTrtcCallClient({ ...accountV1, fetch: fetchAnswering('').fetch }).records.get('a-call'),
    );
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("the caller's signal", () => {
  const reason = new RangeError('enough');

  test('that is aborted already sends nothing', async () => {
    const { fetch, sent } = fetchAnswering(success(sampleRecord));
    const call = createTrtcCallClient({ ...accountV1, fetch }).records.get('a', {
      signal: AbortSignal.abort(reason),
    });
    expect(await rejection(call)).toBe(reason);
    expect(sent).toHaveLength(0);
  });

  test('ends a call under way with its own reason, and the request with it', async () => {
    const controller = new AbortController();
    const seen: AbortSignal[] = [];
    const fetch: FetchLike = (_, init) => {
      if (init.signal) seen.push(init.signal);
      controller.abort(reason);
      return new Promise(() => {});
    };
    const { signal } = controller;
    expect(await rejection(get({ fetch }, { signal }))).toBe(reason);
    expect(seen.map((signal) => signal.aborted)).toEqual([true]);
  });

  test('that a source of UserSigs aborts at once ends the call, and leaves no rejection behind', async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown) => unhandled.push(error);
    process.on('unhandledRejection', note);
    onTestFinished(() => void process.off('unhandledRejection', note));
    const controller = new AbortController();
    const userSig = () => {
      controller.abort(reason);
      return 'a UserSig';
    };
    const { fetch, sent } = fetchAnswering(success(sampleRecord));
    const client = createTrtcCallClient({ ...accountV1, userSig, fetch });
    expect(await rejection(client.records.get('a', { signal: controller.signal }))).toBe(reason);
    await new Promise((next) => setImmediate(next));
    expect([sent, unhandled]).toEqual([[], []]);
  });

  test('closes the connection of a call under way', async () => {
    const controller = new AbortController();
    const closed = Promise.withResolvers<void>();
    const { url: region } = await serve((request) => {
      request.socket.once('close', () => closed.resolve());
      controller.abort(reason);
    });
    const { signal } = controller;
    expect(await rejection(get({ region }, { signal }))).toBe(reason);
    await closed.promise;
  });

  test('leaves nothing behind when the fetch does not heed it', async () => {
    vi.useFakeTimers();
    const fetch = () => new Promise<never>(() => {});
    const client = createTrtcCallClient({ ...accountV1, fetch });
    const controller = new AbortController();
    const aborted = rejection(client.records.get('a', { signal: controller.signal }));
    await vi.advanceTimersByTimeAsync(0);
    controller.abort(reason);
    expect(await aborted).toBe(reason);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('is let go of when the call is over', async () => {
    const { signal } = new AbortController();
    const remove = vi.spyOn(signal, 'removeEventListener');
    const { fetch } = fetchAnswering(success(sampleRecord));
    await get({ fetch }, { signal });
    expect(remove).toHaveBeenCalledOnce();
  });
});

test('nothing is awaited with a signal that is aborted already', async () => {
  const reason = new Error('enough');
  const { promise: never } = Promise.withResolvers();
  expect(await rejection(withSignal(never, AbortSignal.abort(reason)))).toBe(reason);
});

describe('where the process stood still for longer than the timeout', () => {
  const waitFor = async (run: (signal: AbortSignal) => Promise<unknown>) => {
    const outcome = within(50, () => new Error('timed out'), undefined, run);
    for (const end = performance.now() + 200; performance.now() < end; );
    return await outcome;
  };

  test('an answer that came meanwhile is read', async () => {
    // Some turns of the event loop, so that the timer's turn comes before the answer is read.
    const readLate = async () => {
      for (let turn = 0; turn < 3; turn += 1) await nextTurn();
      return 'an answer';
    };
    expect(await waitFor((signal) => withSignal(readLate(), signal))).toBe('an answer');
  });

  test('one that did not come is not awaited any more', async () => {
    const { promise: never } = Promise.withResolvers();
    expect(await rejection(waitFor((signal) => withSignal(never, signal)))).toMatchObject({
      message: 'timed out',
    });
  });
});
