import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ConfirmingRecord } from '../contract.ts';
import { record } from '../testing/open-receiver.ts';
import { RecordQueue } from './record-queue.ts';

/** The code by which the service refuses a call that it does not know. */
const notFound = 70001;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A queue whose ten places are taken; `free` gives them back one by one and says what was asked for then. */
async function openBusy(mostWaiting: number) {
  const settle: (() => void)[] = [];
  const asked: string[] = [];
  const get = (callId: string) =>
    new Promise<ConfirmingRecord>((resolve) => {
      asked.push(callId);
      settle.push(() => resolve({ ...record, callId }));
    });
  const queue = new RecordQueue({ get }, mostWaiting);
  const failed: string[] = [];
  const ask = (callId: string, sender: string) =>
    void queue.ask(callId, sender, notFound).catch((error) => failed.push(`${callId}: ${error.code}`));
  for (let busy = 0; busy < 10; busy += 1) ask(`busy ${busy}`, 'busy');
  await vi.advanceTimersByTimeAsync(0);
  const free = async () => {
    while (settle.length > 0) {
      settle.shift()?.();
      await vi.advanceTimersByTimeAsync(0);
    }
    return asked.slice(10);
  };
  return { queue, ask, free, failed, asked };
}

test('senders take turns, and of each the newest call comes first', async () => {
  const { ask, free } = await openBusy(100);
  for (const call of ['a1', 'a2', 'a3', 'a4']) ask(call, 'a');
  ask('b1', 'b');
  ask('c1', 'c');
  ask('c2', 'c');
  expect(await free()).toEqual(['a4', 'b1', 'c2', 'a3', 'c1', 'a2', 'a1']);
});

test('a call that comes again is the newest, for who sent it last', async () => {
  const { queue, ask, free } = await openBusy(100);
  for (const call of ['a1', 'a2', 'a3']) ask(call, 'a');
  queue.bump('a1', 'a');
  ask('a2', 'b');
  queue.bump('never asked for', 'b');
  expect(await free()).toEqual(['a1', 'a2', 'a3']);
});

test('a sender whose call comes again keeps its turn', async () => {
  const { queue, ask, free } = await openBusy(100);
  ask('honest', 'a');
  for (const call of ['b1', 'b2', 'c1', 'c2']) ask(call, call.slice(0, 1));
  queue.bump('honest', 'a');
  ask('honest', 'a');
  expect(await free()).toEqual(['honest', 'b2', 'c2', 'b1', 'c1']);
});

test('where too many wait, the oldest call of the sender with most gives way', async () => {
  const { ask, free, failed } = await openBusy(4);
  for (const call of ['a1', 'a2', 'a3']) ask(call, 'a');
  ask('b1', 'b');
  ask('b2', 'b');
  ask('a4', 'a');
  expect(await free()).toEqual(['a4', 'b2', 'a3', 'b1']);
  expect(failed).toEqual(['a1: records-busy', 'a2: records-busy']);
});

test('while others wait an answer holds for the other events of its call, for two seconds', async () => {
  const { promise, resolve } = Promise.withResolvers<null>();
  const get = vi.fn((callId: string) => (callId === 'fast' ? Promise.resolve(null) : promise));
  const other = new RecordQueue({ get }, 100);
  await other.ask('fast', 'a', notFound);
  await other.ask('fast', 'a', notFound);
  expect(get, 'nothing waits').toHaveBeenCalledTimes(2);
  for (let busy = 0; busy < 10; busy += 1) void other.ask(`busy ${busy}`, 'a', notFound);
  expect(await other.ask('fast', 'a', notFound)).toBeNull();
  expect(get).toHaveBeenCalledTimes(12);
  await vi.advanceTimersByTimeAsync(2000);
  const late = other.ask('fast', 'a', notFound);
  resolve(null);
  await late;
  expect(get).toHaveBeenCalledTimes(13);
});

test('what takes too long is aborted, and gives its place to the next', async () => {
  const signals: (AbortSignal | undefined)[] = [];
  const queue = new RecordQueue(
    {
      get: (_, options) => {
        signals.push(options?.signal);
        return new Promise(() => {});
      },
    },
    100,
  );
  const all = Array.from({ length: 11 }, (_, call) => queue.ask(`${call}`, 'a', notFound));
  const outcome = Promise.allSettled(all);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(signals).toHaveLength(11);
  expect(signals.slice(0, 10).every((signal) => signal?.aborted)).toBe(true);
  await vi.advanceTimersByTimeAsync(10_000);
  expect((await outcome).map((one) => one.status === 'rejected' && one.reason.code)).toEqual(
    all.map(() => 'record-timeout'),
  );
});

test('a record is asked for in the context of the event that asked first', async () => {
  const storage = new AsyncLocalStorage<string>();
  const contexts: unknown[] = [];
  const get = async (callId: string) => {
    contexts.push([callId, storage.getStore()]);
    await new Promise((resolve) => setTimeout(resolve, 10));
    return { ...record, callId };
  };
  const queue = new RecordQueue({ get }, 100);
  const ids = Array.from({ length: 25 }, (_, id) => `${id}`);
  const asked = ids.map((id) => storage.run(id, () => queue.ask(id, `sender ${id}`, notFound)));
  await vi.advanceTimersByTimeAsync(100);
  await Promise.all(asked);
  expect(contexts).toEqual(contexts.map((context) => [Object(context)[0], Object(context)[0]]));
  expect(contexts).toHaveLength(25);
});

test('places of requests that were cut off with their timers, as in a Worker, are free after a while', async () => {
  const { ask, asked } = await openBusy(100);
  vi.clearAllTimers();
  ask('busy 0', 'again');
  ask('new', 'new');
  await vi.advanceTimersByTimeAsync(14_000);
  expect(asked).not.toContain('new');
  await vi.advanceTimersByTimeAsync(2000);
  ask('busy 0', 'again');
  await vi.advanceTimersByTimeAsync(1);
  expect(asked.slice(10)).toEqual(['new', 'busy 0']);
});
