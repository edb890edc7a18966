import { describe, expect, test, vi } from 'vitest';
import type { EventStore, KeptList } from '../stores/event-store.ts';

/** A store to be tested, and how its time passes. */
export interface TestedStore {
  readonly store: EventStore<unknown> & KeptList;
  /** Lets this many milliseconds pass, by a clock that is set or in real time. */
  pass(milliseconds: number): void | Promise<void>;
}

/**
 * Registers what every store has to do.
 *
 * @param open makes one that holds nothing
 * @param hasLeases whether it outlives the processes that claim, so that a claim has to end without them
 */
export function describeStore(
  name: string,
  open: () => TestedStore | Promise<TestedStore>,
  { hasLeases = true } = {},
): void {
  // A store without leases has nothing to be tested there, which is not a reason to call it skipped.
  const testWithLeases = hasLeases ? test : () => {};
  const lease = { leaseMilliseconds: 1000 };
  const one = { token: 'one', ...lease };
  const two = { token: 'two', ...lease };
  const wanted = { ...two, limit: 10, after: 0, maxAttempts: 3 };
  const error = `it failed: '"\\é`;
  const keepAll = async (store: EventStore<unknown>, keys: readonly string[]) => {
    for (const key of keys) {
      await store.claim(key, one);
      expect(await store.keep(key, 'one', `payload of ${key}`)).toBe(true);
    }
  };
  const keepAndRelease = async (store: EventStore<unknown>, keys: readonly string[]) => {
    await keepAll(store, keys);
    for (const key of keys) await store.release(key, 'one');
  };

  // Where time is real, the tests wait at the same time.
  describe.concurrent(name, () => {
    test('gives a key to one claim only', async () => {
      const { store } = await open();
      const verdicts = await Promise.all(
        Array.from({ length: 20 }, async (_, number) => store.claim('key', { token: `${number}`, ...lease })),
      );
      expect(verdicts.filter((verdict) => verdict === 'claimed')).toHaveLength(1);
      expect(verdicts.filter((verdict) => verdict === 'in-flight')).toHaveLength(19);
      expect(await store.claim('another', one)).toBe('claimed');
    });

    testWithLeases(
      'gives a key to the next one when its lease has run out, and refuses the first',
      async () => {
        const { store, pass } = await open();
        await store.claim('key', one);
        await pass(600);
        expect(await store.claim('key', two)).toBe('in-flight');
        await pass(500);
        // On a busy machine the second look may come too late to count: the next claim looks again.
        await vi.waitFor(async () => expect(await store.claim('key', two)).toBe('claimed'), 10_000);
        expect(await store.renew('key', one)).toBe(false);
        expect(await store.keep('key', 'one', 'payload')).toBe(false);
        expect(await store.complete('key', 'one', 1000)).toBe(false);
        await store.release('key', 'one');
        expect(await store.claim('key', one)).toBe('in-flight');
      },
    );

    testWithLeases('begins a lease anew', async () => {
      const { store, pass } = await open();
      await store.claim('key', one);
      await pass(600);
      expect(await store.renew('key', one)).toBe(true);
      await pass(600);
      expect(await store.claim('key', two)).toBe('in-flight');
    });

    test('leaves a claim to its owner, however late it comes, until another one takes it', async () => {
      const { store, pass } = await open();
      for (const key of ['renewed', 'kept', 'completed', 'written']) await store.claim(key, one);
      await pass(1500);
      for (let number = 0; number < 10; number += 1) {
        await store.claim(`other ${number}`, two);
        await store.complete(`other ${number}`, 'two', 1);
      }
      expect(await store.renew('renewed', one)).toBe(true);
      expect(await store.claim('renewed', two)).toBe('in-flight');
      expect(await store.keep('kept', 'one', 'payload')).toBe(true);
      expect(await store.complete('kept', 'one', 60_000)).toBe(true);
      expect(await store.complete('completed', 'one', 60_000)).toBe(true);
      let effects = 0;
      const effect = () => {
        effects += 1;
      };
      expect(await store.complete('written', 'one', 60_000, effect)).toBe(true);
      expect(effects).toBe(1);
      for (const key of ['kept', 'completed', 'written']) expect(await store.claim(key, two)).toBe('done');
    });

    for (const [owner, leaseMilliseconds, later] of [
      ['that could not renew it, and does as soon as it can', one.leaseMilliseconds, 0],
      ['that renewed it, though it has lapsed again since', 250, 300],
    ] as const) {
      testWithLeases(`leaves a claim to an owner ${owner}`, { timeout: 60_000 }, async () => {
        const isLeft = async (): Promise<boolean> => {
          const { store, pass } = await open();
          const keys = ['claimed', 'taken over'];
          await keepAll(store, keys);
          // A script that Redis has not seen would be sent twice, and look only then.
          expect(await Promise.all([store.claim('claimed', two), store.takeOver(wanted)])).toEqual([
            'in-flight',
            [],
          ]);
          await pass(1500);
          const looked = performance.now();
          const others = Promise.all([store.claim('claimed', two), store.takeOver(wanted)]);
          const renewed = [];
          for (const key of keys) renewed.push(await store.renew(key, { token: 'one', leaseMilliseconds }));
          const isInTime = performance.now() - looked < 200;
          if (later > 0) await pass(later);
          const [verdict, taken] = await others;
          if (isInTime) expect([renewed, verdict, taken]).toEqual([[true, true], 'in-flight', []]);
          return isInTime;
        };
        // The others look again half a second later: an owner that a busy machine keeps for longer proves nothing.
        while (!(await isLeft()));
      });
    }

    test('does once what it is asked again', async () => {
      const { store } = await open();
      await store.claim('key', one);
      let effects = 0;
      const effect = () => {
        effects += 1;
      };
      for (let time = 0; time < 3; time += 1) {
        expect(await store.complete('key', 'one', 60_000, effect)).toBe(true);
        expect(await store.complete('key', 'one', 60_000)).toBe(true);
      }
      expect(effects).toBe(1);
      expect(await store.renew('key', one)).toBe(true);
      expect(await store.keep('key', 'one', 'payload')).toBe(true);
      await store.release('key', 'one');
      expect(await store.claim('key', two), 'done stays done').toBe('done');
      expect(await store.takeOver(wanted), 'nothing is kept of it').toEqual([]);
      expect(await store.complete('key', 'two', 60_000, effect), 'another one has not done it').toBe(false);
      expect(await store.renew('key', two)).toBe(false);
      expect(await store.keep('key', 'two', 'payload')).toBe(false);
      expect(effects).toBe(1);
    });

    test('completes what was given up as long as no other one has taken it', async () => {
      const { store } = await open();
      await keepAndRelease(store, ['free', 'taken']);
      expect(await store.complete('free', 'one', 60_000)).toBe(true);
      expect(await store.takeOver(wanted)).toMatchObject([{ key: 'taken' }]);
      expect(await store.complete('taken', 'one', 60_000)).toBe(false);
      expect(await store.complete('taken', 'two', 60_000)).toBe(true);
    });

    test('remembers what is done, for as long as it is asked to', async () => {
      const { store, pass } = await open();
      await store.claim('key', one);
      expect(await store.complete('key', 'one', 2000)).toBe(true);
      await pass(1500);
      expect(await store.claim('key', two)).toBe('done');
      expect(await store.complete('key', 'two', 2000), 'done is done').toBe(false);
      await pass(600);
      expect(await store.claim('key', two)).toBe('claimed');
    });

    test('does an effect and marks it done, or neither', async () => {
      const { store } = await open();
      await store.claim('key', one);
      const failing = async () =>
        store.complete('key', 'one', 1000, () => {
          throw new Error('full');
        });
      await expect(failing()).rejects.toThrow('full');
      expect(await store.claim('key', two), 'it is still in flight').toBe('in-flight');
      let effects = 0;
      const effect = () => {
        effects += 1;
      };
      expect(await store.complete('key', 'two', 1000, effect)).toBe(false);
      expect(effects).toBe(0);
      expect(await store.complete('key', 'one', 1000, effect)).toBe(true);
      expect(effects).toBe(1);
    });

    test('hands over what was given up', async () => {
      const { store } = await open();
      for (const key of ['a', 'b', 'c']) {
        // For so long that none lapses on a busy machine.
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

    test('hands over no more than is wanted, and what stands behind a position, which an event keeps', async () => {
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
      expect(await store.listKept({ limit: 10, after: 0 })).toMatchObject([
        {},
        { key: 'c', attempts: 3 },
        {},
      ]);
    });

    test('keeps a payload together with the claim, and what it has kept where none is given', async () => {
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

    test('takes any text for a key', async () => {
      const { store } = await open();
      for (const key of ['', "'; DROP TABLE events; --", '\u0000', '🙂'.repeat(100), '__proto__']) {
        expect(await store.claim(key, one)).toBe('claimed');
        expect(await store.claim(key, two)).toBe('in-flight');
      }
    });

    test('hands over what was kept as it was given', async () => {
      const { store } = await open();
      // What stores and their drivers are known to change.
      const payload = JSON.stringify(['\u0000\ud800\udcff\ufeff', `'"\\😀é$1`, '9007199254740993']);
      await store.claim('key', one);
      await store.keep('key', 'one', payload);
      await store.release('key', 'one');
      expect(await store.takeOver(wanted)).toMatchObject([{ key: 'key', payload }]);
    });
  });
}

/** A store that several processes share, and what an effect of its tests does. */
export interface SharedStore<Transaction> {
  readonly store: EventStore<Transaction>;
  /** The same store, as another process opens it. */
  again(): EventStore<Transaction> | Promise<EventStore<Transaction>>;
  /** Adds one to what `count` reads, in the transaction. */
  add(transaction: Transaction): void | Promise<void>;
  count(): number | Promise<number>;
}

/** Registers what a store has to do besides, where processes share it. */
export function describeSharedStore<Transaction>(open: () => Promise<SharedStore<Transaction>>): void {
  const claim = { token: 'one', leaseMilliseconds: 60_000 };

  test('gives each key to one of several processes, and each kept event to one that takes over', async () => {
    const { store, again } = await open();
    const stores = [store, await again(), await again()];
    const keys = Array.from({ length: 60 }, (_, key) => `${key}`);
    const verdicts = await Promise.all(
      stores.flatMap((each, at) =>
        keys.map(async (key) => [key, `${at}`, await each.claim(key, { ...claim, token: `${at}` })] as const),
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
      takers.map((each, at) => each.takeOver({ ...wanted, token: `taker ${at}` })),
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
    const both = [store, await again()].map(async (each) => each.complete('a', 'one', 60_000, add));
    expect(await Promise.all(both)).toEqual([true, true]);
    expect(await count()).toBe(1);
  });
}
