import { expect, test } from 'vitest';
import type { EventStore } from '../stores/event-store.ts';

/** A store that several processes share, and what an effect of its tests does. */
export interface SharedStore<Transaction> {
  readonly store: EventStore<Transaction>;
  /** The same store, as another process opens it. */
  again(): EventStore<Transaction> | Promise<EventStore<Transaction>>;
  /** Adds one to what `count` reads, in the transaction. */
  add(transaction: Transaction): void | Promise<void>;
  count(): number | Promise<number>;
}

/** Registers what a store that processes share has to do in addition. */
export function describeSharedStore<Transaction>(open: () => Promise<SharedStore<Transaction>>): void {
  const claim = { token: 'one', leaseMilliseconds: 60_000 };

  test('gives each key to one of several processes, and each kept event to one that takes over', async () => {
    const { store, again } = await open();
    const stores = [store, await again(), await again()];
    const keys = Array.from({ length: 60 }, (_, key) => `${key}`);
    const verdicts = await Promise.all(
      stores.flatMap((opened, at) =>
        keys.map(
          async (key) => [key, `${at}`, await opened.claim(key, { ...claim, token: `${at}` })] as const,
        ),
      ),
    );
    const claimed = verdicts.filter(([, , verdict]) => verdict === 'claimed');
    expect(claimed.map(([key]) => key).toSorted()).toEqual(keys.toSorted());
    for (const [key, token] of claimed) {
      await store.keep(key, token, key);
      await store.release(key, token);
    }
    const wanted = { leaseMilliseconds: 60_000, limit: 60, after: 0, maxAttempts: 5 };
    const takers = [...stores, ...stores, ...stores];
    const taken = await Promise.all(
      takers.map((opened, at) => opened.takeOver({ ...wanted, token: `taker ${at}` })),
    );
    expect(taken.flat().map(({ key }) => key)).toHaveLength(60);
    expect(new Set(taken.flat().map(({ key }) => key)).size).toBe(60);
  });

  test('commits an effect together with the mark, and what fails leaves nothing', async () => {
    const { store, add, count } = await open();
    await store.claim('a', claim);
    const failing = async () =>
      store.complete('a', 'one', 1000, (transaction) => {
        const added = add(transaction);
        if (added) return added.then(() => Promise.reject(new Error('no')));
        throw new Error('no');
      });
    await expect(failing()).rejects.toThrow('no');
    expect(await store.complete('a', 'another', 1000, add)).toBe(false);
    expect(await count()).toBe(0);
    expect(await store.complete('a', 'one', 60_000, add)).toBe(true);
    expect(await count()).toBe(1);
    expect(await store.claim('a', { ...claim, token: 'two' })).toBe('done');
  });

  test('two of one token that come at the same time write an effect once', async () => {
    const { store, again, add, count } = await open();
    await store.claim('a', claim);
    const both = [store, await again()].map(async (opened) => opened.complete('a', 'one', 60_000, add));
    expect(await Promise.all(both)).toEqual([true, true]);
    expect(await count()).toBe(1);
  });
}
