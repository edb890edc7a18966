import { setTimeout as wait } from 'node:timers/promises';
import { hasRedisServer, RedisServer } from '@trtc-call/test-servers';
import { createClient, createCluster } from 'redis';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { expectToLiveThroughRestart, openReceiverOn, status } from '../testing/open-receiver.ts';
import { expectToBillOnce } from '../testing/run-sample.ts';
import { describeSharedStore } from '../testing/shared-store-contract.ts';
import { describeStore } from '../testing/store-contract.ts';
import { redisStore } from './redis.ts';

describe.skipIf(!hasRedisServer())('a Redis store on a real server (needs redis-server)', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  const connect = async (port: number) => {
    const socket = { reconnectStrategy: 50 };
    const client = createClient({ url: `redis://127.0.0.1:${port}`, socket }).on('error', () => {});
    await client.connect();
    return client;
  };
  let prefixes = 0;
  const open = async (given?: string) => {
    prefixes += 1;
    const prefix = given ?? `test ${prefixes}`;
    const client = await connect(server.port);
    const store = redisStore({ client, prefix });
    return {
      client,
      store,
      close: async () => {
        await store.close();
        client.destroy();
      },
    };
  };

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
    const { store, client } = await open();
    const [bills, prefix] = [`bills ${prefixes}`, `test ${prefixes}`];
    return {
      store,
      again: async () => redisStore({ client: await connect(server.port), prefix }),
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
    await expectToBillOnce('redisStore', [':6379', `:${server.port}`], rows);
  }, 30_000);

  const claim = { token: 'one', leaseMilliseconds: 60_000 };

  test('writes no effect when the claim runs out or changes hands while it is being written', async () => {
    const { store, client, close } = await open();
    await store.claim('a', { ...claim, leaseMilliseconds: 100 });
    const isDone = await store.complete('a', 'one', 1000, async (redis) => {
      await wait(200);
      await store.claim('a', { ...claim, token: 'two' });
      redis.add('INCR', 'lost');
    });
    expect(isDone).toBe(false);
    expect(await client.get('lost')).toBeNull();
    await close();
  });

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

  test('commits more effects at a time than it has connections', async () => {
    const { store, client, close } = await open();
    const keys = Array.from({ length: 50 }, (_, key) => `${key}`);
    await Promise.all(
      keys.map(async (key) => {
        await store.claim(key, claim);
        await store.complete(key, 'one', 1000, (redis) => void redis.add('INCR', 'effects'));
      }),
    );
    expect(await client.get('effects')).toBe('50');
    await close();
  });

  test('asks for a connection once, however often it is asked meanwhile', async () => {
    const client = await connect(server.port);
    await using store = redisStore({ client, prefix: 'queued', effectConnections: 1 });
    const keys = ['a', 'b', 'c'];
    for (const key of keys) await store.claim(key, claim);
    const effect = vi.fn<Parameters<typeof store.complete>[3] & {}>(
      (redis) => void redis.add('INCR', 'once'),
    );
    const asked = [1, 2, 3].flatMap(() => keys.map((key) => store.complete(key, 'one', 60_000, effect)));
    expect(await Promise.all(asked)).toEqual(Array.from(asked, () => true));
    expect(effect).toHaveBeenCalledTimes(3);
    expect(await client.get('once')).toBe('3');
    client.destroy();
  });

  test('takes another connection for an effect where one hangs', async () => {
    const client = await connect(server.port);
    const silent = await connect(server.port);
    vi.spyOn(silent, 'watch').mockReturnValue(new Promise(() => {}));
    const pool = client.createPool();
    const execute = vi.spyOn(pool, 'execute').mockImplementationOnce(async (work) => work(silent));
    const createPool = vi.spyOn(client, 'createPool').mockReturnValue(pool);
    await using store = redisStore({ client, prefix: 'hanging' });
    await store.claim('a', claim);
    const complete = () => store.complete('a', 'one', 60_000, (redis) => void redis.add('INCR', 'hung'));
    void complete();
    await vi.waitFor(() => expect(execute).toHaveBeenCalledOnce());
    expect(await complete()).toBe(true);
    expect(createPool, 'eight when nothing is said').toHaveBeenCalledWith(
      expect.objectContaining({ maximum: 8 }),
    );
    expect(await client.get('hung')).toBe('1');
    client.destroy();
    silent.destroy();
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

  test('writes an effect once, however long it takes, while its claim is renewed', async () => {
    const { store, client, close } = await open();
    const short = { ...claim, leaseMilliseconds: 100 };
    await store.claim('a', short);
    const renewing = setInterval(() => void store.renew('a', short), 5);
    let effects = 0;
    const done = await store.complete('a', 'one', 60_000, async (redis) => {
      effects += 1;
      await wait(300);
      redis.add('INCR', 'long');
    });
    clearInterval(renewing);
    expect([done, effects, await client.get('long')]).toEqual([true, 1, '1']);
    await close();
  });

  test.each([
    ['a command that lacks a word', ['HSETNX', 'a']],
    ['an unknown command', ['NOSUCH', 'a']],
  ] as const)('says so when an effect has %s', async (_, [command, ...words]) => {
    const { store, close } = await open();
    await store.claim('a', claim);
    const completed = store.complete('a', 'one', 60_000, (redis) => void redis.add(command, ...words));
    await expect(completed).rejects.toMatchObject({ code: 'effect-not-possible' });
    expect(await store.claim('a', { ...claim, token: 'two' })).toBe('in-flight');
    await close();
  });

  test.each([
    ['fails over', ['REPLICAOF', '127.0.0.1', '1'], ['REPLICAOF', 'NO', 'ONE']],
    ['is full', ['CONFIG', 'SET', 'maxmemory', '1'], ['CONFIG', 'SET', 'maxmemory', '0']],
  ])('takes an effect later where Redis %s', async (_, begin, end) => {
    await using own = await RedisServer.start();
    const client = await connect(own.port);
    await using store = redisStore({ client });
    await store.claim('a', claim);
    const complete = () => store.complete('a', 'one', 60_000, (redis) => void redis.add('INCR', 'x'));
    await client.sendCommand(begin);
    await expect(complete()).rejects.not.toMatchObject({ code: 'effect-not-possible' });
    await client.sendCommand(end);
    expect(await complete()).toBe(true);
    expect(await client.get('x')).toBe('1');
    client.destroy();
  });

  test('writes neither the mark nor the effect where a word of it is not a string', async () => {
    const { store, close } = await open();
    await store.claim('a', claim);
    const completed = store.complete('a', 'one', 60_000, (redis) => {
      redis.add('INCR', 'lost').add('SET', 'a', JSON.parse('5'));
    });
    await expect(completed).rejects.toThrow('each word of a command must be a string (got 5)');
    expect(await store.claim('a', { ...claim, token: 'two' })).toBe('in-flight');
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

  test('says so when Redis refuses a command of an effect only when it carries it out', async () => {
    const { store, client, close } = await open();
    await client.lPush('a list', 'x');
    await store.claim('a', claim);
    const completed = store.complete('a', 'one', 60_000, (redis) => void redis.add('INCR', 'a list'));
    await expect(completed).rejects.toMatchObject({ code: 'effect-not-possible' });
    expect(await store.claim('a', { ...claim, token: 'two' })).toBe('done');
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
