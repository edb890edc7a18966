import { expect, test, vi } from 'vitest';
import type { EventStore, KeptList } from '../stores/event-store.ts';

/** A store to be tested, and how its time passes. */
export interface TestedStore {
  readonly store: EventStore<unknown> & KeptList;
  /** Lets this many milliseconds pass, by a clock that is set or in real time. */
  pass(milliseconds: number): void | Promise<void>;
}

export const lease = { leaseMilliseconds: 1000 };
export const one = { token: 'one', ...lease };
export const two = { token: 'two', ...lease };
export const wanted = { ...two, limit: 10, after: 0, maxAttempts: 3 };
const error = `it failed: '"\\é`;

export async function keepAll(store: EventStore<unknown>, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await store.claim(key, one);
    expect(await store.keep(key, 'one', `payload of ${key}`)).toBe(true);
  }
}

export async function keepAndRelease(store: EventStore<unknown>, keys: readonly string[]): Promise<void> {
  await keepAll(store, keys);
  for (const key of keys) await store.release(key, 'one');
}

/** Registers what every store has to do with the payloads that it keeps. */
export function testKeptEvents(
  open: () => TestedStore | Promise<TestedStore>,
  testWithLeases: (name: string, run: () => Promise<void>) => void,
): void {
  test('hands over what was given up', async () => {
    const { store } = await open();
    for (const key of ['a', 'b', 'c']) {
      // Long enough not to lapse on a busy machine.
      await store.claim(key, { token: 'one', leaseMilliseconds: 60_000 });
      if (key !== 'c') expect(await store.keep(key, 'one', `payload of ${key}`)).toBe(true);
    }
    expect(await store.takeOver(wanted)).toEqual([]);
    await store.release('b', 'one');
    await store.release('c', 'one');
    const kept = { key: 'b', payload: 'payload of b', attempts: 2 };
    expect(await store.takeOver(wanted), 'nothing was kept of c').toMatchObject([kept]);
    expect(await store.takeOver(wanted), 'it is handed over once').toEqual([]);
    await store.release('b', 'two');
    expect(await store.takeOver(wanted)).toMatchObject([{ key: 'b', attempts: 3 }]);
    await store.release('b', 'two');
    expect(await store.takeOver(wanted), 'tried too often').toEqual([]);
  });

  test('does not count a claim that was given up before its handler was begun', async () => {
    const { store } = await open();
    for (let time = 0; time < 5; time += 1) {
      expect(await store.claim('a', one, 'payload')).toBe('kept');
      await store.release('a', 'one', error, true);
      expect(await store.takeOver(wanted)).toMatchObject([{ key: 'a', attempts: 1, error }]);
      await store.release('a', 'two', undefined, true);
    }
    expect(await store.listKept({ limit: 9, after: 0 })).toMatchObject([{ attempts: 0, error }]);
    await store.claim('not kept', one);
    await store.release('not kept', 'one', undefined, true);
    expect(await store.claim('not kept', two, 'payload')).toBe('kept');
    await store.release('not kept', 'one', undefined, true);
    expect(await store.listKept({ limit: 9, after: 0 }), 'of another token').toMatchObject([
      { key: 'a' },
      { key: 'not kept', attempts: 1 },
    ]);
  });

  testWithLeases('hands over what was kept when its process has died, the oldest first', async () => {
    const { store, pass } = await open();
    await keepAll(store, ['a', 'b']);
    await store.claim('c', one);
    await store.release('b', 'one');
    expect(await store.takeOver(wanted)).toMatchObject([{ key: 'b', attempts: 2 }]);
    await pass(1100);
    // On a busy machine the second look may come too late to count: the next one looks again.
    await vi.waitFor(
      async () =>
        expect(await store.takeOver(wanted)).toMatchObject([
          { key: 'a', attempts: 2 },
          { key: 'b', attempts: 3 },
        ]),
      10_000,
    );
    expect(await store.complete('a', 'two', 1000)).toBe(true);
    await pass(1100);
    expect(await store.takeOver(wanted), 'done, or tried too often').toEqual([]);
  });

  test('hands over at most the limit, from a position on, which an event keeps', async () => {
    const { store } = await open();
    const keys = Array.from({ length: 250 }, (_, number) => `key ${number}`);
    await keepAndRelease(store, keys);
    const seen: string[] = [];
    for (let after = 0; ; ) {
      const taken = await store.takeOver({ ...wanted, limit: 40, after });
      if (taken.length === 0) break;
      expect(taken.length).toBeLessThanOrEqual(40);
      for (const { key, position } of taken) {
        expect(position).toBeGreaterThan(after);
        after = position;
        seen.push(key);
        await store.release(key, 'two');
      }
    }
    expect(seen).toEqual(keys);
    const [again] = await store.takeOver({ ...wanted, limit: 1, after: 0 });
    expect(again).toMatchObject({ key: keys[0], attempts: 3 });
  });

  test('lists what it keeps, in its order, and claims nothing', async () => {
    const { store } = await open();
    await keepAll(store, ['a', 'b', 'c', 'd']);
    await store.claim('not kept', one);
    await store.complete('b', 'one', 1000);
    await store.release('c', 'one', error);
    const all = await store.listKept({ limit: 10, after: 0 });
    expect(all).toMatchObject([
      { key: 'a', payload: 'payload of a', attempts: 1, error: undefined },
      { key: 'c', payload: 'payload of c', attempts: 1, error },
      { key: 'd', payload: 'payload of d', attempts: 1, error: undefined },
    ]);
    const [, second] = all;
    expect(await store.listKept({ limit: 1, after: 0 })).toEqual(all.slice(0, 1));
    expect(await store.listKept({ limit: 10, after: second?.position ?? 0 })).toEqual(all.slice(2));
    expect(await store.claim('a', two), 'it is still in flight').toBe('in-flight');
    expect(await store.claim('c', two), 'it is still free').toBe('claimed');
    await store.release('c', 'two');
    expect(await store.takeOver(wanted), 'the last error stays').toMatchObject([{ key: 'c', error }]);
    expect(await store.listKept({ limit: 10, after: 0 })).toMatchObject([{}, { key: 'c', attempts: 3 }, {}]);
  });

  test('keeps a payload together with the claim, and the former one where none is given', async () => {
    const { store } = await open();
    expect(await store.claim('key', one, 'payload')).toBe('kept');
    expect(await store.claim('key', two, 'of another one')).toBe('in-flight');
    expect(await store.listKept({ limit: 9, after: 0 })).toMatchObject([
      { key: 'key', payload: 'payload', attempts: 1 },
    ]);
    await store.release('key', 'one');
    expect(await store.claim('key', two)).toBe('claimed');
    await store.release('key', 'two');
    expect(await store.takeOver(wanted)).toMatchObject([{ key: 'key', payload: 'payload', attempts: 3 }]);
    await store.release('key', 'two');
    expect(await store.claim('key', one, 'anew')).toBe('kept');
    expect(await store.listKept({ limit: 9, after: 0 })).toMatchObject([{ payload: 'anew', attempts: 4 }]);
    expect(await store.complete('key', 'one', 60_000)).toBe(true);
    expect(await store.listKept({ limit: 9, after: 0 })).toEqual([]);
    expect(await store.claim('key', two, 'late')).toBe('done');
    expect(await store.listKept({ limit: 9, after: 0 })).toEqual([]);
  });

  test('hands over what was kept as it was given', async () => {
    const { store } = await open();
    // Characters that stores and their drivers are known to change.
    const payload = JSON.stringify(['\u0000\ud800\udcff\ufeff', `'"\\😀é$1`, '9007199254740993']);
    await store.claim('key', one);
    await store.keep('key', 'one', payload);
    await store.release('key', 'one');
    expect(await store.takeOver(wanted)).toMatchObject([{ key: 'key', payload }]);
  });
}
