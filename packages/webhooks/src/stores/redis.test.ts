import { setTimeout as wait } from 'node:timers/promises';
import { RedisServer } from '@trtc-call/test-servers';
import { createCluster } from 'redis';
import { expect, test, vi } from 'vitest';
import { claim, describeRedis } from '../testing/describe-redis.ts';
import { expectToLiveThroughRestart, openReceiverOn, status } from '../testing/open-receiver.ts';
import { expectToBillOnce } from '../testing/run-sample.ts';
import { describeSharedStore } from '../testing/shared-store-contract.ts';
import { describeStore } from '../testing/store-contract.ts';
import { redisStore } from './redis.ts';

describeRedis('a Redis store on a real server', ({ server, connect, open }) => {
  describeStore('keeps the contract', async () => {
    const { store } = await open();
    return { store, pass: (milliseconds) => wait(milliseconds) };
  });

  test('says whether anything was ever kept under its prefix', async () => {
    const claim = { token: 'one', leaseMilliseconds: 1000 };
    const { store } = await open();
    await store.claim('a', claim);
    expect(await store.hasKept(), 'nothing is kept of it').toBe(false);
    await store.keep('a', 'one', 'payload');
    expect(await store.hasKept()).toBe(true);
    await store.complete('a', 'one', 1);
    expect(await store.hasKept(), 'it was').toBe(true);
    const { store: misspelt } = await open('no such prefix');
    expect(await misspelt.hasKept()).toBe(false);
  });

  describeSharedStore(async () => {
    const { store, client, prefix } = await open();
    const bills = `bills of ${prefix}`;
    return {
      store,
      again: async () => redisStore({ client: await connect(server().port), prefix }),
      add: async (redis) => {
        await wait(50);
        redis.add('INCR', bills).add('SET', 'last', 'a');
      },
      count: async () => Number(await client.get(bills)),
    };
  });

  test('the sample of the page bills a call once', async () => {
    const rows =
      "Object.entries(await client.hGetAll('bills')).map(([call, seconds]) => [call, seconds === '' ? null : Number(seconds)]).sort(([one]) => (one === 'call 1' ? -1 : 1))";
    await expectToBillOnce('redisStore', [':6379', `:${server().port}`], rows);
  }, 30_000);

  test('hands over what Redis has evicted without its payload, and recover reports it once', async () => {
    const { store, client, close } = await open('evicting');
    const failing = openReceiverOn(
      store,
      { normal_end: () => Promise.reject(new Error('no')) },
      { keep: 'all' },
    );
    await failing.post(status);
    const [evicted = ''] = await client.keys('{evicting}:kept:*');
    await client.del(evicted);
    const { receiver, outcomes } = openReceiverOn(store, { '*': () => {} });
    for (let time = 0; time < 2; time += 1) await receiver.recover();
    expect(outcomes).toEqual([{ outcome: 'unreadable', key: expect.any(String), payload: '' }]);
    await close();
  });

  test('says so where its memory is full, with the remedy, and goes on when there is room', async () => {
    const { store, client, close } = await open();
    await store.claim('a', claim);
    const complete = () => store.complete('a', 'one', 1000, (redis) => void redis.add('INCR', 'full'));
    await client.configSet('maxmemory', '1');
    const full = {
      code: 'store-unavailable',
      message: 'redisStore: the memory of Redis is full. Raise its `maxmemory`.',
    };
    await expect(store.claim('b', claim)).rejects.toMatchObject(full);
    await expect(complete()).rejects.toMatchObject(full);
    await client.configSet('maxmemory', '0');
    expect(await complete()).toBe(true);
    expect(await client.get('full')).toBe('1');
    await close();
  });

  test('leaves nothing behind but the marks, which run out', async () => {
    const { store, client, close } = await open('clean');
    await store.claim('a', claim);
    await store.keep('a', 'one', 'payload');
    await store.complete('a', 'one', 60_000);
    const keys = await client.keys('{clean}:*');
    expect(keys.toSorted()).toEqual(['{clean}:claim:a', '{clean}:number']);
    expect(await client.pTTL('{clean}:claim:a')).toBeGreaterThan(0);
    await close();
  });

  test('takes no client of a cluster, which could commit no effect', () => {
    const client = createCluster({ rootNodes: [{ url: 'redis://127.0.0.1:1' }] });
    // As JavaScript gives it, which no compiler has seen.
    const open = (options: object) => Reflect.apply(redisStore, undefined, [options]);
    expect(() => open({ client })).toThrow(
      'client must be made by createClient() of the package redis, not by createCluster()',
    );
  });

  test('says so at the first event where the server is a node of a cluster', async () => {
    const { store, client, close } = await open();
    vi.spyOn(client, 'evalSha').mockRejectedValue(new Error('MOVED 14668 127.0.0.1:7003'));
    await expect(store.claim('a', claim)).rejects.toMatchObject({
      code: 'store-option',
      message: expect.stringMatching(
        /a node of a cluster .* Connect it to a Redis that is not part of a cluster\.$/,
      ),
    });
    await close();
  });

  test('closes though a connection gives no answer', async () => {
    const { client, store } = await open();
    await store.claim('a', claim);
    await store.complete('a', 'one', 1000, (redis) => void redis.add('INCR', 'closing'));
    await store.claim('b', claim);
    await client.sendCommand(['CLIENT', 'PAUSE', '3000', 'WRITE']);
    const hanging = Promise.resolve(
      store.complete('b', 'one', 1000, (redis) => void redis.add('INCR', 'closing')),
    );
    hanging.catch(() => {});
    await wait(50);
    const started = performance.now();
    await store.close();
    expect(performance.now() - started).toBeLessThan(2900);
    client.destroy();
    await wait(1500);
  });

  test('lives through a restart of a Redis that keeps its data, and handles each event once', async () => {
    await using own = await RedisServer.start({ keepsData: true });
    const client = await connect(own.port);
    await using store = redisStore({ client });
    await expectToLiveThroughRestart(store, { stop: () => own.kill(), start: () => own.start() });
    client.destroy();
  }, 30_000);

  test('is refused at once while Redis is away, and serves again when it is back', async () => {
    await using own = await RedisServer.start();
    const client = await connect(own.port);
    await using store = redisStore({ client });
    expect(await store.claim('a', claim)).toBe('claimed');
    await own.kill();
    await expect.poll(() => client.isReady).toBe(false);
    await expect(store.claim('b', claim)).rejects.toMatchObject({ code: 'store-unavailable' });
    await own.start();
    await expect.poll(() => client.isReady, { timeout: 5000 }).toBe(true);
    expect(await store.claim('b', claim), 'scripts that the new server has not seen').toBe('claimed');
    expect(await store.complete('b', 'one', 1000, (redis) => void redis.add('INCR', 'x'))).toBe(true);
    client.destroy();
  });
});
