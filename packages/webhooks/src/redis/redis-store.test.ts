import { setTimeout as wait } from 'node:timers/promises';
import { hasRedisServer, RedisServer } from '@trtc-call/test-servers';
import { createClient } from 'redis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeStore } from '../store/testing/store-contract.ts';
import { redisStore } from './redis-store.ts';

describe.skipIf(!hasRedisServer())('a Redis store on a real server (needs redis-server)', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  const connect = async () => {
    const client = createClient({ url: `redis://127.0.0.1:${server.port}` }).on('error', () => {});
    await client.connect();
    return client;
  };
  let prefixes = 0;
  const open = async (given?: string) => {
    prefixes += 1;
    const prefix = given ?? `test ${prefixes}`;
    const client = await connect();
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

  const claim = { token: 'one', leaseMilliseconds: 60_000 };

  test('gives each key to one of several connections', async () => {
    const opened = await Promise.all(Array.from({ length: 4 }, () => open('shared')));
    const keys = Array.from({ length: 200 }, (_, key) => `${key}`);
    const verdicts = await Promise.all(
      opened.flatMap(({ store }, number) =>
        keys.map((key) => store.claim(key, { ...claim, token: `${number}` })),
      ),
    );
    expect(verdicts.filter((verdict) => verdict === 'claimed')).toHaveLength(keys.length);
    for (const { close } of opened) await close();
  });

  test('commits an effect together with the mark, and what fails leaves nothing', async () => {
    const { store, client, close } = await open();
    await store.claim('a', claim);
    await expect(
      store.complete('a', 'one', 1000, (redis) => {
        redis.add('INCR', 'bills');
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await client.get('bills')).toBeNull();
    const done = await store.complete('a', 'one', 60_000, async (redis) => {
      await wait(1);
      redis.add('INCR', 'bills').add('SET', 'last', 'a');
    });
    expect(done).toBe(true);
    expect(await client.get('bills')).toBe('1');
    expect(await client.get('last')).toBe('a');
    expect(await store.claim('a', { ...claim, token: 'two' })).toBe('done');
    await close();
  });

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

  test('is refused at once while Redis is away, and serves again when it is back', async () => {
    await using own = await RedisServer.start();
    const client = createClient({
      url: `redis://127.0.0.1:${own.port}`,
      socket: { reconnectStrategy: 50 },
    }).on('error', () => {});
    await client.connect();
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

test('a prefix with braces and a number of connections that is none are refused', () => {
  const client = createClient();
  for (const options of [{ prefix: 'a{b}' }, { prefix: '' }, { effectConnections: 0 }]) {
    expect(() => redisStore({ client, ...options })).toThrow(
      expect.objectContaining({ code: 'store-option' }),
    );
  }
});
