import { expect, test } from 'vitest';
import { VirtualTime } from './virtual-time.ts';

test('timers fire in the order of their time, those of the same time as they were set', () => {
  const time = new VirtualTime();
  using _installed = time.install();
  const fired: string[] = [];
  for (const [name, milliseconds] of Object.entries({ late: 20, first: 10, second: 10 })) {
    setTimeout(() => fired.push(`${name} ${performance.now()}`), milliseconds);
  }
  for (let left = 4; left > 0; left -= 1) time.advance();
  expect(fired).toEqual(['first 10', 'second 10', 'late 20']);
});

test('a timer that is cleared is not left', () => {
  const time = new VirtualTime();
  using _installed = time.install();
  clearTimeout(setTimeout(() => {}, 10));
  clearTimeout(undefined);
  expect(time.pending).toBe(0);
});

test('a wait is over with its time, or with its signal', async () => {
  const time = new VirtualTime();
  const done = time.wait(10, new AbortController().signal);
  time.advance();
  await done;
  const controller = new AbortController();
  const stopped = expect(time.wait(10, controller.signal)).rejects.toThrow('enough');
  controller.abort(new Error('enough'));
  await stopped;
  expect(time.pending).toBe(0);
});

test('the platform has its own time again afterwards', () => {
  const before = [setTimeout, clearTimeout, performance.now];
  new VirtualTime().install()[Symbol.dispose]();
  expect([setTimeout, clearTimeout, performance.now]).toEqual(before);
});
