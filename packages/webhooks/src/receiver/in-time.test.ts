import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { memoryStore } from '../stores/memory.ts';
import { copyMethods, openReceiver, status } from '../testing/open-receiver.ts';

describe('an answer in time', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('a slow handler is answered by an ErrorCode, and what comes of it is known to the next attempt', async () => {
    const slow = Promise.withResolvers<void>();
    const { post, told } = openReceiver({ normal_end: () => slow.promise });
    const answer = post(status);
    await vi.advanceTimersByTimeAsync(2000);
    expect(await answer).toEqual({ status: 200, code: 2 });
    slow.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(await post(status)).toMatchObject({ code: 0 });
    expect(told()).toEqual(['slow', 'handled', 'duplicate']);
  });

  test('a claim is renewed for as long as its handler is at work', async () => {
    const slow = Promise.withResolvers<void>();
    const { post, told } = openReceiver({ normal_end: () => slow.promise });
    const answer = post(status);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await post(status)).toMatchObject({ code: 2 });
    slow.resolve();
    await vi.advanceTimersByTimeAsync(0);
    await answer;
    expect(told()).toEqual(['slow', 'in-flight', 'handled']);
  });

  test('a slow handler is acknowledged if that was chosen, and what fails then is run again', async () => {
    const slow = Promise.withResolvers<void>();
    const handler = vi.fn((): Promise<void> => slow.promise);
    const { receiver, post, told } = openReceiver({ normal_end: handler }, { whenSlow: 'acknowledge' });
    const answer = post(status);
    await vi.advanceTimersByTimeAsync(2000);
    expect(await answer).toMatchObject({ code: 0 });
    expect(await receiver.recover(), 'it is still at work').toEqual({ handled: 0, failed: 0 });
    slow.reject(new Error('no database'));
    await vi.advanceTimersByTimeAsync(0);
    handler.mockImplementation(async () => {});
    expect(await receiver.recover()).toEqual({ handled: 1, failed: 0 });
    expect(handler).toHaveBeenCalledTimes(2);
    expect(await post(status)).toMatchObject({ code: 0 });
    expect(told()).toEqual(['slow', 'failed', 'handled', 'duplicate']);
  });

  test('a store that does not answer is answered for in time, and a claim that comes too late is given up', async () => {
    const asked = Promise.withResolvers<'claimed'>();
    const store = { ...copyMethods(memoryStore()), claim: vi.fn(() => asked.promise), release: vi.fn() };
    const { post, told } = openReceiver({ normal_end: () => {} }, { store });
    const answer = post(status);
    await vi.advanceTimersByTimeAsync(2000);
    expect(await answer).toEqual({ status: 200, code: 5 });
    expect(store.release).not.toHaveBeenCalled();
    asked.resolve('claimed');
    await vi.advanceTimersByTimeAsync(0);
    expect(store.release).toHaveBeenCalledOnce();
    expect(told()).toEqual(['unavailable']);
  });

  test('time that the claim took is not left for the handler', async () => {
    const store = memoryStore();
    const claim: typeof store.claim = async (...given) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      return store.claim(...given);
    };
    const slow = Promise.withResolvers<void>();
    const { post } = openReceiver(
      { normal_end: () => slow.promise },
      { store: { ...copyMethods(store), claim } },
    );
    const answered = vi.fn();
    const answer = post(status).finally(answered);
    await vi.advanceTimersByTimeAsync(2000);
    expect(answered).toHaveBeenCalledOnce();
    expect(await answer).toEqual({ status: 200, code: 2 });
    slow.resolve();
  });

  test('what a store does not keep in time is not acknowledged', async () => {
    const store = { ...copyMethods(memoryStore()), keep: () => Promise.withResolvers<boolean>().promise };
    const slow = Promise.withResolvers<void>();
    const { post } = openReceiver({ normal_end: () => slow.promise }, { store, whenSlow: 'acknowledge' });
    const answer = post(status);
    await vi.advanceTimersByTimeAsync(4000);
    expect(await answer).toEqual({ status: 200, code: 2 });
    slow.resolve();
  });

  test('closing refuses what is new and waits for what is under way', async () => {
    const slow = Promise.withResolvers<void>();
    const { receiver, post, told } = openReceiver({ normal_end: () => slow.promise });
    const answer = post(status);
    await vi.advanceTimersByTimeAsync(2000);
    await answer;
    let isClosed = false;
    const closed = receiver.close().then(() => {
      isClosed = true;
    });
    expect(await post({ ...status, CallId: 'b' })).toEqual({ status: 503, code: 4 });
    expect(isClosed).toBe(false);
    slow.resolve();
    await closed;
    expect(told()).toEqual(['slow', 'refused', 'handled']);
  });
});
