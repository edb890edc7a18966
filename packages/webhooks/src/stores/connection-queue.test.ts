import { expect, test, vi } from 'vitest';
import { ConnectionQueue } from './connection-queue.ts';

test('what has waited for ten seconds is asked for anew: its connection may never come', async () => {
  vi.useFakeTimers();
  const queue = new ConnectionQueue();
  const ask = vi.fn<() => Promise<boolean>>(() => new Promise(() => {}));
  void queue.ask(['a'], ask);
  await vi.advanceTimersByTimeAsync(9000);
  void queue.ask(['a'], ask);
  expect(ask).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1000);
  ask.mockResolvedValue(true);
  expect(await queue.ask(['a'], ask)).toBe(true);
  vi.useRealTimers();
});

test('what ends after it had a connection leaves the place of what waits now', async () => {
  const queue = new ConnectionQueue();
  const answers = [1, 2].map(() => Promise.withResolvers<boolean>());
  const begins: (() => void)[] = [];
  const ask = vi.fn((begin: () => void) => {
    begins.push(begin);
    return answers[begins.length - 1]?.promise ?? Promise.resolve(false);
  });
  const first = queue.ask(['a'], ask);
  begins[0]?.();
  const second = queue.ask(['a'], ask);
  answers[0]?.resolve(true);
  await first;
  const third = queue.ask(['a'], ask);
  answers[1]?.resolve(true);
  expect(await Promise.all([second, third])).toEqual([true, true]);
  expect(ask).toHaveBeenCalledTimes(2);
});
