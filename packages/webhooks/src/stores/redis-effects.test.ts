import { setTimeout as wait } from 'node:timers/promises';
import { RedisServer } from '@trtc-call/test-servers';
import { expect, test, vi } from 'vitest';
import { claim, describeRedis } from '../testing/describe-redis.ts';
import { redisStore } from './redis.ts';

describeRedis('an effect in Redis', ({ server, connect, open }) => {
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

  test('asks for a connection once, however often it is asked meanwhile', async () => {
    const client = await connect(server().port);
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
    const client = await connect(server().port);
    const silent = await connect(server().port);
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

  test('says so when Redis refuses a command of an effect only when it carries it out', async () => {
    const { store, client, close } = await open();
    await client.lPush('a list', 'x');
    await store.claim('a', claim);
    const completed = store.complete('a', 'one', 60_000, (redis) => void redis.add('INCR', 'a list'));
    await expect(completed).rejects.toMatchObject({ code: 'effect-not-possible' });
    expect(await store.claim('a', { ...claim, token: 'two' })).toBe('done');
    await close();
  });
});
