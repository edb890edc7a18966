import { describe, expect, test, vi } from 'vitest';
import {
  keepAll,
  keepAndRelease,
  lease,
  one,
  type TestedStore,
  testKeptEvents,
  two,
  wanted,
} from './kept-contract.ts';

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

    const isLeft = async (leaseMilliseconds: number, later: number): Promise<boolean> => {
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
      const isRenewedInTime = performance.now() - looked < 200;
      if (later > 0) await pass(later);
      const [verdict, taken] = await others;
      // A second look that comes much later does not count.
      const isInTime = isRenewedInTime && performance.now() - looked < 900;
      if (isInTime) expect([renewed, verdict, taken]).toEqual([[true, true], 'in-flight', []]);
      return isInTime;
    };

    for (const [owner, leaseMilliseconds, later] of [
      ['that could not renew it, and does as soon as it can', one.leaseMilliseconds, 0],
      ['that renewed it, though it has lapsed again since', 250, 300],
    ] as const) {
      testWithLeases(`leaves a claim to an owner ${owner}`, { timeout: 60_000 }, async () => {
        // The others look again half a second later: an owner that a busy machine keeps for longer proves nothing.
        while (!(await isLeft(leaseMilliseconds, later)));
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

    test('takes any text for a key', async () => {
      const { store } = await open();
      for (const key of ['', "'; DROP TABLE events; --", '\u0000', '🙂'.repeat(100), '__proto__']) {
        expect(await store.claim(key, one)).toBe('claimed');
        expect(await store.claim(key, two)).toBe('in-flight');
      }
    });

    testKeptEvents(open, testWithLeases);
  });
}
