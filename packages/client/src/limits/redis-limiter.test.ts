import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { rejection } from '../testing/answering-fetch.ts';
import { createRedisLimiter, type RedisLimiterOptions } from '../v1/redis.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const operationId = 'getCallback';
const limits = { [operationId]: { requests: 2, perSeconds: 1 } };

/** A client of the package `redis` whose server grants what the test says: how many go, and when to ask again. */
function fakeRedis(answer: (asked: number) => Promise<[number, number]>) {
  const evaluate = vi.fn((_script: string, request: { keys: string[]; arguments: string[] }) =>
    answer(Number(request.arguments[0])),
  );
  return { isReady: true, eval: evaluate };
}

const grantAll = async (asked: number): Promise<[number, number]> => [asked, 0];
const refuse = async (): Promise<[number, number]> => [0, 100];
const never = () => new Promise<never>(() => {});

function setUp(redis: object, options: Partial<RedisLimiterOptions> = {}) {
  const onFallback = vi.fn();
  const onRecovery = vi.fn();
  const limiter = createRedisLimiter({ redis, sdkAppId: 1400000000, onFallback, onRecovery, ...options });
  const gone: number[] = [];
  const take = (id: number, signal?: AbortSignal) =>
    limiter.take(operationId, signal)?.then(() => gone.push(id));
  return { limiter, onFallback, onRecovery, gone, take };
}

describe('with Redis', () => {
  test('calls go in order, and one question asks for all that wait', async () => {
    const redis = fakeRedis(grantAll);
    const { gone, take } = setUp(redis);
    for (let id = 0; id < 8; id += 1) void take(id);
    await vi.advanceTimersByTimeAsync(0);
    expect(gone).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(redis.eval.mock.calls.map(([, request]) => request.arguments[0])).toEqual(['1', '7']);
    expect(redis.eval.mock.calls[0]?.[1].keys).toEqual(['trtc-call:1400000000:getCallback']);
  });

  test('who is refused waits as long as Redis says, and asks once then', async () => {
    const redis = fakeRedis(refuse);
    const { gone, take } = setUp(redis);
    void take(0);
    await vi.advanceTimersByTimeAsync(99);
    expect(redis.eval).toHaveBeenCalledTimes(1);
    redis.eval.mockImplementation(() => grantAll(1));
    await vi.advanceTimersByTimeAsync(1);
    expect(redis.eval).toHaveBeenCalledTimes(2);
    expect(gone).toEqual([0]);
  });

  test('a full queue refuses', async () => {
    const { limiter } = setUp(fakeRedis(refuse), { maxQueue: 1 });
    void limiter.take(operationId);
    expect(await rejection(limiter.take(operationId) ?? Promise.resolve())).toMatchObject({
      kind: 'limiter-full',
      queueLength: 1,
    });
  });

  test('1000 calls of an operation wait when nothing is said', async () => {
    const { limiter } = setUp(fakeRedis(refuse));
    for (let count = 0; count < 1000; count += 1) void limiter.take(operationId);
    const refused = await rejection(limiter.take(operationId) ?? Promise.resolve());
    expect(refused).toMatchObject({ kind: 'limiter-full', queueLength: 1000 });
  });

  test('an abort leaves the queue at once, and nothing behind', async () => {
    const { limiter } = setUp(fakeRedis(refuse));
    const controller = new AbortController();
    const turn = limiter.take(operationId, controller.signal) ?? Promise.resolve();
    await vi.advanceTimersByTimeAsync(10);
    controller.abort(new RangeError('enough'));
    expect(await rejection(turn)).toBe(controller.signal.reason);
    expect(vi.getTimerCount()).toBe(0);
    expect(await rejection(limiter.take(operationId, controller.signal) ?? Promise.resolve())).toBe(
      controller.signal.reason,
    );
  });

  test('a client of ioredis gets no command that another limiter could replace', async () => {
    const evaluate = vi.fn(async () => [1, 0]);
    const { gone, take } = setUp({ status: 'ready', eval: evaluate, defineCommand: expect.fail });
    void take(0);
    await vi.advanceTimersByTimeAsync(0);
    expect(gone).toEqual([0]);
    expect(evaluate).toHaveBeenCalledWith(
      expect.stringContaining("'TIME'"),
      1,
      'trtc-call:1400000000:getCallback',
      '1',
      '1',
      '10',
      '1',
    );
  });
});

describe('without Redis', () => {
  test('calls go under the local limit, and it is told once', async () => {
    const { gone, take, onFallback } = setUp({ ...fakeRedis(never), isReady: false }, { limits });
    for (let id = 0; id < 5; id += 1) void take(id);
    await vi.advanceTimersByTimeAsync(0);
    expect(gone).toEqual([0, 1]);
    await vi.advanceTimersByTimeAsync(1100);
    expect(gone).toEqual([0, 1, 2, 3]);
    await vi.advanceTimersByTimeAsync(1100);
    expect(gone).toEqual([0, 1, 2, 3, 4]);
    expect(onFallback).toHaveBeenCalledOnce();
  });

  test('that does not answer, a call waits no longer than it is told to', async () => {
    const { gone, take, onFallback } = setUp(fakeRedis(never), { timeoutMilliseconds: 300 });
    void take(0);
    await vi.advanceTimersByTimeAsync(299);
    expect(gone).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(gone).toEqual([0]);
    void take(1);
    await vi.advanceTimersByTimeAsync(0);
    expect(gone, 'the next does not wait for it at all').toEqual([0, 1]);
    expect(onFallback).toHaveBeenCalledOnce();
  });

  test('what Redis let go before counts under the local limit', async () => {
    const redis = fakeRedis(grantAll);
    const { gone, take } = setUp(redis, { limits });
    for (let id = 0; id < 2; id += 1) void take(id);
    await vi.advanceTimersByTimeAsync(0);
    redis.isReady = false;
    void take(2);
    await vi.advanceTimersByTimeAsync(1000);
    expect(gone).toEqual([0, 1]);
    await vi.advanceTimersByTimeAsync(100);
    expect(gone).toEqual([0, 1, 2]);
  });

  test('the warning says nothing of where Redis is', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    const redis = fakeRedis(() => Promise.reject(new TypeError('redis://user:canary@redis.internal:6379')));
    const limiter = createRedisLimiter({ redis, sdkAppId: 1400000000 });
    await limiter.take(operationId);
    expect(warn.mock.calls.flat()).toEqual([expect.stringContaining('Redis does not answer (TypeError)')]);
    expect(String(warn.mock.calls)).not.toMatch(/canary|internal/);
  });

  test('a client of Redis that throws no Error stops no call', async () => {
    const failed: Error[] = [];
    const odd = Object.create(null);
    const redis = { eval: () => Promise.reject(odd), isReady: true };
    const { gone, take } = setUp(redis, { onFallback: (error) => failed.push(error) });
    void take(0);
    await vi.advanceTimersByTimeAsync(0);
    expect(gone).toEqual([0]);
    expect(failed).toMatchObject([{ message: 'a value of type object was thrown' }]);
  });
});

test('Redis has half a second to answer, and a second of rest, when nothing is said', async () => {
  const redis = fakeRedis(never);
  const { gone, take } = setUp(redis);
  void take(0);
  await vi.advanceTimersByTimeAsync(499);
  expect(gone).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(gone).toEqual([0]);
  await vi.advanceTimersByTimeAsync(999);
  void take(1);
  expect(redis.eval).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  void take(2);
  expect(redis.eval).toHaveBeenCalledTimes(2);
});

describe('when Redis is back', () => {
  test('those who wait are its own again, and it is told once', async () => {
    const redis = fakeRedis(refuse);
    redis.isReady = false;
    const { gone, take, onRecovery } = setUp(redis, { limits, pauseMilliseconds: 500 });
    for (let id = 0; id < 9; id += 1) void take(id);
    await vi.advanceTimersByTimeAsync(600);
    redis.isReady = true;
    void take(9);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(gone, 'Redis lets no call go, and the local limiter may no more').toEqual([0, 1]);
    redis.eval.mockImplementation((_script, request) => grantAll(Number(request.arguments[0])));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(gone).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(onRecovery).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('whom it lets go does not wait for the local limit', async () => {
    const redis = fakeRedis(grantAll);
    redis.isReady = false;
    const { gone, take } = setUp(redis, { limits, pauseMilliseconds: 500 });
    await vi.advanceTimersByTimeAsync(1000);
    void take(0);
    await vi.advanceTimersByTimeAsync(500);
    redis.isReady = true;
    for (let id = 1; id < 5; id += 1) void take(id);
    await vi.advanceTimersByTimeAsync(0);
    expect(gone).toEqual([0, 1, 2, 3, 4]);
  });

  test('it is asked by one call at a time, and not more often than the pause', async () => {
    const redis = fakeRedis(never);
    const { take } = setUp(redis, { timeoutMilliseconds: 100, pauseMilliseconds: 400 });
    for (let id = 0; id < 3; id += 1) {
      void take(id);
    }
    await vi.advanceTimersByTimeAsync(100);
    for (let id = 0; id < 50; id += 1) {
      void take(id);
      await vi.advanceTimersByTimeAsync(20);
    }
    // At 0, then each time 400 ms after the last was given up: at 500 and 1000.
    expect(redis.eval).toHaveBeenCalledTimes(3);
  });

  test('calls of several operations do not ask it side by side', async () => {
    const redis = fakeRedis(never);
    const { limiter, take } = setUp(redis, { timeoutMilliseconds: 1000, pauseMilliseconds: 100 });
    void take(0);
    await vi.advanceTimersByTimeAsync(1100);
    void take(1);
    void limiter.take('setCallback');
    await vi.advanceTimersByTimeAsync(500);
    expect(redis.eval).toHaveBeenCalledTimes(2);
  });

  test('an answer to what was asked before is not a sign of it', async () => {
    let answer: (grant: [number, number]) => void = () => {};
    const redis = fakeRedis(() => new Promise((resolve) => (answer = resolve)));
    const { limiter, onFallback, onRecovery } = setUp(redis);
    const first = limiter.take('getCallback');
    redis.isReady = false;
    await limiter.take('setCallback');
    expect(onFallback).toHaveBeenCalledOnce();
    answer([1, 0]);
    await first;
    await vi.advanceTimersByTimeAsync(0);
    expect(onRecovery).not.toHaveBeenCalled();
  });
});

test.each<[object, string]>([
  [{ redis: undefined }, 'redis must be a connected client of the package redis or ioredis (got nothing)'],
  [{ redis: {} }, 'redis must be a connected client of the package redis or ioredis (got an object)'],
  [{ sdkAppId: 0 }, 'sdkAppId must be an integer of at least 1 (got 0)'],
  [{ timeoutMilliseconds: 0.5 }, 'timeoutMilliseconds must be an integer from 1 to 2147483647 (got 0.5)'],
  [
    { timeoutMilliseconds: 2 ** 31 },
    'timeoutMilliseconds must be an integer from 1 to 2147483647 (got 2147483648)',
  ],
  [{ pauseMilliseconds: -1 }, 'pauseMilliseconds must be an integer of at least 1 (got -1)'],
  [{ maxQueue: -1 }, 'maxQueue must be an integer of at least 0 (got -1)'],
  [
    { limits: { getCallbacks: { requests: 1, perSeconds: 1 } } },
    'limits.getCallbacks is not known: did you mean getCallback?',
  ],
  [
    { limits: { getCallback: { requests: 0, perSeconds: 1 } } },
    'limits.getCallback.requests must be an integer of at least 1 (got 0)',
  ],
  [{ onFallback: 1 }, 'onFallback must be a function (got 1)'],
  [{ redsi: {} }, 'options.redsi is not known'],
])('wrong options are named: %j', (wrong, message) => {
  const options = { redis: fakeRedis(grantAll), sdkAppId: 1400000000 };
  expect(() => createRedisLimiter(Object.assign(options, wrong))).toThrow(message);
});
