import { setTimeout as pause } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { dropKept, type KeptWebhook, listKept } from './kept.ts';
import type { KeptList } from './stores/event-store.ts';
import { memoryStore } from './stores/memory.ts';
import { openReceiver, status } from './testing/open-receiver.ts';

async function list(store: KeptList): Promise<KeptWebhook[]> {
  const all: KeptWebhook[] = [];
  for await (const kept of listKept(store)) all.push(kept);
  return all;
}

test('events whose handler keeps failing are listed and dropped; a repetition is acknowledged then', async () => {
  const store = memoryStore();
  const handler = vi.fn(() => {
    throw new Error('no');
  });
  const { receiver, post, told } = openReceiver({ normal_end: handler }, { store, keep: 'all' });
  const before = Date.now();
  await post(status);
  await post({ ...status, CallId: 'other' });
  await receiver.recover();
  const kept = await list(store);
  expect(kept).toMatchObject([
    { event: { command: 'normal_end', CallId: status.CallId }, attempts: 2, lastError: 'Error: no' },
    { event: { CallId: 'other' }, attempts: 2, lastError: 'Error: no' },
  ]);
  const [first] = kept;
  if (first?.receivedAt === undefined) throw new Error('nothing is listed');
  expect(Math.abs(first.receivedAt - before)).toBeLessThan(5000);

  expect(await dropKept(store, first.id)).toBe('dropped');
  expect(await dropKept(store, first.id)).toBe('not-kept');
  expect(await dropKept(store, 'unknown')).toBe('not-kept');
  expect(await list(store)).toMatchObject([{ event: { CallId: 'other' } }]);
  handler.mockClear();
  expect(await post(status)).toEqual({ status: 200, code: 0 });
  expect(await receiver.recover()).toEqual({ handled: 0, failed: 1 });
  expect(handler).toHaveBeenCalledOnce();
  expect(told()).toContain('duplicate');
});

test.each([
  ['what it threw, without what was sent', new Error(`no room for ${status.UserId}`), 'Error: no room for …'],
  ['a value that is not an error', 'full', 'full'],
])('why a handler failed is kept: %s', async (_, thrown, lastError) => {
  const store = memoryStore();
  const { post } = openReceiver({ normal_end: () => Promise.reject(thrown) }, { store, keep: 'all' });
  await post(status);
  expect(await list(store)).toMatchObject([{ lastError }]);
});

test('why a record did not confirm an event is kept', async () => {
  const store = memoryStore();
  const confirm = { v1: { get: async () => null } };
  const { post } = openReceiver({ normal_end: () => {} }, { store, keep: 'all', confirm });
  await post(status);
  expect(await list(store)).toMatchObject([{ lastError: 'there is no record of this call' }]);
});

test('an event whose handler is at work is listed and not dropped', async () => {
  const store = memoryStore();
  const { promise, resolve } = Promise.withResolvers<void>();
  const { post } = openReceiver({ normal_end: () => promise }, { store, keep: 'all' });
  const answer = post(status);
  await pause(10);
  const [kept] = await list(store);
  expect(await dropKept(store, kept?.id ?? '')).toBe('in-flight');
  resolve();
  expect(await answer).toEqual({ status: 200, code: 0 });
  expect(await list(store)).toEqual([]);
});

test('what cannot be read is listed, so that it can be dropped', async () => {
  const store = memoryStore();
  store.claim('key', { token: 'one', leaseMilliseconds: 1000 });
  store.keep('key', 'one', 'not a payload');
  store.release('key', 'one');
  expect(await list(store)).toEqual([
    { id: 'key', event: undefined, receivedAt: undefined, attempts: 1, lastError: undefined },
  ]);
  expect(await dropKept(store, 'key')).toBe('dropped');
});
