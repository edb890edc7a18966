import { stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { memoryStore } from '../stores/memory.ts';
import { copyMethods, openReceiver, status } from '../testing/open-receiver.ts';
import { ClaimLostError, HandlerTimeoutError } from './options.ts';

const never = () => new Promise<never>(() => {});

describe('a store that does not answer', () => {
  test('is called again when an event is done', async () => {
    const store = memoryStore();
    const complete = vi.fn<typeof store.complete>((...given) => store.complete(...given));
    complete.mockImplementationOnce(never);
    const { post, told } = openReceiver(
      { normal_end: () => {} },
      { store: { ...copyMethods(store), complete }, storeMilliseconds: 50 },
    );
    expect(await post(status)).toMatchObject({ code: 0 });
    expect(told()).toEqual(['handled']);
  });

  test('is called again with the effect, which may take as long as it needs', async () => {
    const store = memoryStore();
    const complete = vi.fn<typeof store.complete>((...given) => store.complete(...given));
    complete.mockImplementationOnce(never);
    const effect = vi.fn(() => wait(300));
    const { post, told } = openReceiver(
      { normal_end: (_, { commit }) => commit(effect) },
      { store: { ...copyMethods(store), complete }, storeMilliseconds: 50 },
    );
    expect(await post(status)).toMatchObject({ code: 0 });
    expect(effect).toHaveBeenCalledOnce();
    expect(told()).toEqual(['handled']);
  });

  test('gets one renewal of a claim at a time, and another one when that has failed', async () => {
    const renew = vi.fn(never);
    const slow = Promise.withResolvers<void>();
    const { post } = openReceiver(
      { normal_end: () => slow.promise },
      {
        store: { ...copyMethods(memoryStore()), renew },
        leaseMilliseconds: 100,
        storeMilliseconds: 500,
      },
    );
    const answer = post(status);
    await wait(450);
    expect(renew.mock.calls.length).toBe(1);
    await vi.waitFor(() => expect(renew.mock.calls.length).toBe(2));
    slow.resolve();
    expect(await answer).toMatchObject({ code: 0 });
  });

  test.each([
    [900, 300],
    [9000, 1000],
  ])('is asked to renew a lease of %i ms each %i ms', async (leaseMilliseconds, interval) => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const renew = vi.fn(never);
    const store = { ...copyMethods(memoryStore()), renew };
    const { post } = openReceiver({ normal_end: never }, { store, leaseMilliseconds });
    void post(status);
    await vi.advanceTimersByTimeAsync(interval - 1);
    expect(renew).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(renew).toHaveBeenCalledOnce();
  });

  test('does not keep a failure from being answered', async () => {
    const { post, told } = openReceiver(
      { normal_end: () => Promise.reject(new Error('no')) },
      { store: { ...copyMethods(memoryStore()), release: never }, storeMilliseconds: 50 },
    );
    expect(await post(status)).toMatchObject({ code: 1 });
    expect(told()).toEqual(['failed']);
  });

  test('lets recover end', async () => {
    const store = { ...copyMethods(memoryStore()), takeOver: never };
    const { receiver } = openReceiver({}, { store, storeMilliseconds: 50, leaseMilliseconds: 100 });
    await expect(receiver.recover()).rejects.toMatchObject({ code: 'store-unavailable' });
  });

  test('that throws in place is one that is away', async () => {
    const claim = () => {
      throw new Error('no');
    };
    const { post, told } = openReceiver(
      { normal_end: () => {} },
      { store: { ...copyMethods(memoryStore()), claim } },
    );
    expect(await post(status)).toMatchObject({ code: 5 });
    expect(told()).toEqual(['unavailable']);
  });
});

test('an answer that was there while the event loop stood still is in time', async () => {
  const store = memoryStore();
  const claim: typeof store.claim = async (...given) => {
    // What comes from outside is read behind the timers that are due.
    await new Promise((resolve) => setImmediate(resolve));
    const read = stat('.');
    const end = performance.now() + 300;
    while (performance.now() < end);
    await read;
    return store.claim(...given);
  };
  const { post } = openReceiver(
    { normal_end: () => {} },
    { store: { ...copyMethods(store), claim }, storeMilliseconds: 100 },
  );
  expect(await post(status)).toMatchObject({ code: 0 });
});

describe('a handler that does not end', () => {
  test('is no longer awaited when its time is over, and reported', async () => {
    const signals: AbortSignal[] = [];
    const { receiver, post, outcomes } = openReceiver(
      {
        normal_end: (_, { signal }) => {
          signals.push(signal);
          return never();
        },
      },
      { handlerMilliseconds: 100, limits: { concurrent: 2 } },
    );
    expect(await post(status)).toMatchObject({ code: 1 });
    await receiver.idle();
    expect(signals[0]?.reason).toBeInstanceOf(HandlerTimeoutError);
    expect(outcomes).toMatchObject([
      { outcome: 'timed-out', milliseconds: expect.any(Number), acknowledged: false },
    ]);
    // It counts no more, and its event is open to others.
    for (let time = 0; time < 5; time += 1) expect(await post(status)).toMatchObject({ code: 1 });
    expect(signals).toHaveLength(6);
  });

  test('is run again by recover, and what it commits then is refused', async () => {
    const late = Promise.withResolvers<void>();
    const results: unknown[] = [];
    let isFirst = true;
    const { receiver, post, told } = openReceiver(
      {
        normal_end: async (_, { commit }) => {
          const name = isFirst ? 'first' : 'second';
          if (isFirst) {
            isFirst = false;
            await late.promise;
          }
          await commit(() => void results.push(name)).catch((error: unknown) => results.push(error));
        },
      },
      { handlerMilliseconds: 100, keep: 'all' },
    );
    expect(await post(status)).toMatchObject({ code: 1 });
    expect(await receiver.recover()).toEqual({ handled: 1, failed: 0 });
    late.resolve();
    await vi.waitFor(() => expect(results).toEqual(['second', expect.any(ClaimLostError)]));
    await vi.waitFor(() => expect(told()).toEqual(['timed-out', 'handled', 'claim-lost']));
  });

  test('is done when it ends after all and its event is free', async () => {
    const late = Promise.withResolvers<void>();
    const { post, told } = openReceiver({ normal_end: () => late.promise }, { handlerMilliseconds: 100 });
    expect(await post(status)).toMatchObject({ code: 1 });
    late.resolve();
    await vi.waitFor(() => expect(told()).toEqual(['timed-out', 'handled']));
    expect(await post(status)).toMatchObject({ code: 0 });
  });

  test('has no more time for its record than for the rest', async () => {
    const { post, outcomes } = openReceiver(
      { normal_end: () => {} },
      { confirm: { v1: { get: never } }, handlerMilliseconds: 100 },
    );
    expect(await post(status)).toMatchObject({ code: 5 });
    expect(outcomes).toMatchObject([{ outcome: 'unavailable', of: 'record' }]);
  });
});

describe('closing ends', () => {
  test('before Docker kills the process: a handler has seven seconds', async () => {
    vi.useFakeTimers();
    const { receiver, post, told } = openReceiver({ normal_end: never });
    void post(status);
    await vi.advanceTimersByTimeAsync(2500);
    const closed = receiver.close();
    await vi.advanceTimersByTimeAsync(6500);
    expect(told()).toEqual(['slow']);
    await vi.advanceTimersByTimeAsync(1000);
    await closed;
    expect(told()).toEqual(['slow', 'timed-out']);
    vi.useRealTimers();
  });

  test('though a handler does not', async () => {
    const { receiver, post, told } = openReceiver({ normal_end: never }, { answerMilliseconds: 20 });
    await post(status);
    await receiver.close({ milliseconds: 50 });
    expect(told()).toEqual(['slow', 'timed-out']);
  });

  test.each(['claim', 'renew', 'complete', 'release', 'keep', 'takeOver'])(
    'though the store does not answer %s',
    async (method) => {
      const store = { ...copyMethods(memoryStore()), [method]: never };
      const { receiver, post } = openReceiver(
        {
          normal_end: async () => {
            await wait(150);
            throw new Error('no');
          },
          reject: () => wait(150),
        },
        { store, keep: 'all', answerMilliseconds: 20, storeMilliseconds: 100, leaseMilliseconds: 100 },
      );
      const recovered = receiver.recover().catch(() => {});
      await post(status);
      await post(
        { ...status, CallResult: 'reject' },
        { query: 'sdkappid=1400000000&command=reject&contenttype=json' },
      );
      const started = performance.now();
      await receiver.close({ milliseconds: 200 });
      expect(performance.now() - started).toBeLessThan(3000);
      await recovered;
    },
  );

  test.each([-1, 0.5, Number.NaN])('within no %d milliseconds', async (milliseconds) => {
    const { receiver } = openReceiver({});
    await expect(receiver.close({ milliseconds })).rejects.toMatchObject({ field: 'close.milliseconds' });
  });
});

test.each(['storeMilliseconds', 'handlerMilliseconds'])('no %s of 0', (field) => {
  expect(() => openReceiver({}, { [field]: 0 })).toThrow(expect.objectContaining({ field }));
});
