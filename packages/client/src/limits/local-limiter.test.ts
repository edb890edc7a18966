import { AsyncLocalStorage } from 'node:async_hooks';
import { operations } from '@trtc-call/spec/v1';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { rejection } from '../testing/answering-fetch.ts';
import { createLocalLimiter } from '../v1/limiter.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  // The spies first: they stand on the timers that were faked.
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const operationId = 'getCallback';
const limits = { [operationId]: { requests: 3, perSeconds: 1 } };

/** The most of these times within any window of a second. */
function mostInASecond(times: readonly number[]): number {
  return Math.max(
    0,
    ...times.map((from) => times.filter((time) => time >= from && time <= from + 1000).length),
  );
}

describe('the documented rate', () => {
  test.each(Object.values(operations))(
    'of $operationId goes at once, and the next waits',
    async (operation) => {
      const limiter = createLocalLimiter();
      const taken = Array.from({ length: operation.rateLimit.requests }, () =>
        limiter.take(operation.operationId),
      );
      expect(taken.filter((turn) => turn !== undefined)).toEqual([]);
      const next = vi.fn();
      limiter.take(operation.operationId)?.then(next);
      await vi.advanceTimersByTimeAsync(operation.rateLimit.perSeconds * 1000);
      expect(next).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(50);
      expect(next).toHaveBeenCalledOnce();
    },
  );

  test('of one operation does not hold back another', () => {
    const limiter = createLocalLimiter({ limits });
    for (let count = 0; count < 4; count += 1) void limiter.take(operationId);
    expect(limiter.take('deleteCallback')).toBeUndefined();
  });
});

test('any sequence of calls and aborts keeps the rate, in order, and forgets no call', async () => {
  const steps = fc.array(
    fc.record({
      waits: fc.integer({ min: 0, max: 700 }),
      calls: fc.integer({ min: 0, max: 5 }),
      abort: fc.boolean(),
    }),
    { maxLength: 20 },
  );
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      const limiter = createLocalLimiter({ limits });
      const went: number[] = [];
      const order: number[] = [];
      const aborted = new Set<number>();
      const waiting: { id: number; controller: AbortController }[] = [];
      let id = 0;
      for (const { waits, calls, abort } of sequence) {
        await vi.advanceTimersByTimeAsync(waits);
        for (let count = 0; count < calls; count += 1) {
          const call = { id: id++, controller: new AbortController() };
          const go = () => {
            went.push(performance.now());
            order.push(call.id);
          };
          const turn = limiter.take(operationId, call.controller.signal);
          if (turn) turn.then(go, () => aborted.add(call.id));
          else go();
          waiting.push(call);
        }
        if (abort) waiting.at(-1)?.controller.abort();
      }
      await vi.advanceTimersByTimeAsync(100_000);
      expect(mostInASecond(went)).toBeLessThanOrEqual(3);
      expect(order).toEqual(order.toSorted((a, b) => a - b));
      expect(order.length + aborted.size).toBe(id);
      expect(vi.getTimerCount()).toBe(0);
    }),
    { numRuns: 100 },
  );
});

test('where the timers of a request end with it, as in Workers, no other call waits for them', async () => {
  const requests = new AsyncLocalStorage<{ isOver: boolean }>();
  const { setTimeout } = globalThis;
  const ofRequest = (run: () => void, milliseconds: number) => {
    const request = requests.getStore();
    return setTimeout(() => {
      if (request && !request.isOver) requests.run(request, run);
    }, milliseconds);
  };
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(ofRequest as never);
  const limiter = createLocalLimiter({ limits });
  const went: number[] = [];
  const calls = Array.from({ length: 12 }, (_, at) => {
    const request = { isOver: false };
    requests.run(request, async () => {
      await limiter.take(operationId);
      went.push(at);
      request.isOver = true;
    });
    return request;
  });
  // Requests whose senders gave up, at the head of the queue and within it.
  for (const at of [3, 8]) Object.assign(calls[at] ?? {}, { isOver: true });
  await vi.advanceTimersByTimeAsync(4000);
  expect(went.filter((at) => at !== 3 && at !== 8)).toEqual([0, 1, 2, 4, 5, 6, 7, 9, 10, 11]);
});

test('a rate that is never reached takes no memory', () => {
  const boundless = { [operationId]: { requests: Number.MAX_SAFE_INTEGER, perSeconds: 1 } };
  expect(createLocalLimiter({ limits: boundless }).take(operationId)).toBeUndefined();
});

test('a limiter without the rate would be found out', () => {
  expect(mostInASecond([0, 1, 2, 1000])).toBe(4);
  expect(mostInASecond([0, 1, 2, 1050])).toBe(3);
});

test('a full queue refuses with what to do', async () => {
  const limiter = createLocalLimiter({ limits, maxQueue: 2 });
  for (let count = 0; count < 5; count += 1) void limiter.take(operationId);
  expect(await rejection(limiter.take(operationId) ?? Promise.resolve())).toMatchObject({
    kind: 'limiter-full',
    queueLength: 2,
    message: expect.stringContaining('send fewer at once'),
  });
});

test('1000 calls of an operation wait when nothing is said', async () => {
  const limiter = createLocalLimiter({ limits });
  for (let count = 0; count < 3 + 1000; count += 1) void limiter.take(operationId);
  const refused = await rejection(limiter.take(operationId) ?? Promise.resolve());
  expect(refused).toMatchObject({ kind: 'limiter-full', queueLength: 1000 });
});

describe('an abort', () => {
  test('frees its place in the queue at once, and leaves nothing', async () => {
    const limiter = createLocalLimiter({ limits, maxQueue: 1 });
    for (let count = 0; count < 3; count += 1) void limiter.take(operationId);
    const controller = new AbortController();
    const remove = vi.spyOn(controller.signal, 'removeEventListener');
    const turn = limiter.take(operationId, controller.signal) ?? Promise.resolve();
    const reason = new RangeError('enough');
    controller.abort(reason);
    expect(await rejection(turn)).toBe(reason);
    expect(vi.getTimerCount()).toBe(0);
    const next = limiter.take(operationId, new AbortController().signal);
    await vi.advanceTimersByTimeAsync(2000);
    await next;
    expect(remove).not.toHaveBeenCalled();
  });

  test('before the turn is asked for sends nothing', async () => {
    const limiter = createLocalLimiter({ limits: { [operationId]: { requests: 1, perSeconds: 1 } } });
    void limiter.take(operationId);
    const signal = AbortSignal.abort(new RangeError('enough'));
    expect(await rejection(limiter.take(operationId, signal) ?? Promise.resolve())).toBe(signal.reason);
  });

  test('is not listened for once the turn has come', async () => {
    const limiter = createLocalLimiter({ limits });
    for (let count = 0; count < 3; count += 1) void limiter.take(operationId);
    const { signal } = new AbortController();
    const remove = vi.spyOn(signal, 'removeEventListener');
    const turn = limiter.take(operationId, signal);
    await vi.advanceTimersByTimeAsync(2000);
    await turn;
    expect(remove).toHaveBeenCalledOnce();
  });
});

test('a clock that is set back makes no call wait longer than a window', () => {
  let time = 1_000_000;
  const limiter = createLocalLimiter({ limits, now: () => time });
  for (let count = 0; count < 3; count += 1) expect(limiter.take(operationId)).toBeUndefined();
  time = 5000;
  expect(limiter.take(operationId)).toBeInstanceOf(Promise);
  const later = createLocalLimiter({ limits, now: () => time });
  void later.take(operationId);
  time = 1000;
  void later.take(operationId);
  time += 1050;
  for (let count = 0; count < 2; count += 1) expect(later.take(operationId)).toBeUndefined();
});

test('wrong options are named', () => {
  expect(() => createLocalLimiter({ maxQueue: -1 })).toThrow(
    'maxQueue must be an integer of at least 0 (got -1)',
  );
  const none = { [operationId]: { requests: 0, perSeconds: 1 } };
  expect(() => createLocalLimiter({ limits: none })).toThrow(
    'limits.getCallback.requests must be an integer of at least 1 (got 0)',
  );
  const half = { [operationId]: { requests: 1 } };
  expect(() => createLocalLimiter({ limits: half as never })).toThrow(
    'limits.getCallback.perSeconds must be an integer from 1 to 2147482 (got nothing)',
  );
  // Its timer would overflow, and fire at once.
  const month = { [operationId]: { requests: 1, perSeconds: 30 * 86_400 } };
  expect(() => createLocalLimiter({ limits: month })).toThrow(
    'limits.getCallback.perSeconds must be an integer from 1 to 2147482 (got 2592000)',
  );
});
