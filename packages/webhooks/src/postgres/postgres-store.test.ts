import { setTimeout as wait } from 'node:timers/promises';
import { hasPostgres, PostgresServer } from '@trtc-call/test-servers';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeStore } from '../store/testing/store-contract.ts';
import { postgresStore } from './postgres-store.ts';

describe.skipIf(!hasPostgres())('a Postgres store on a real server (needs postgresql)', () => {
  let server: PostgresServer;
  let pool: Pool;
  beforeAll(async () => {
    server = await PostgresServer.start();
    pool = new Pool({ ...server.settings, max: 20 });
  }, 60_000);
  afterAll(async () => {
    await pool.end();
    await server[Symbol.asyncDispose]();
  });

  let tables = 0;
  const open = async () => {
    tables += 1;
    const store = postgresStore({ pool, table: `events_${tables}` });
    await store.createTable();
    return store;
  };

  describeStore('keeps the contract', async () => {
    return { store: await open(), pass: (milliseconds) => wait(milliseconds) };
  });

  const claim = { token: 'one', leaseMilliseconds: 60_000 };

  test('gives each key to one of several pools', async () => {
    const store = await open();
    const pools = Array.from({ length: 3 }, () => new Pool({ ...server.settings, max: 5 }));
    const stores = [
      store,
      ...pools.map((other) => postgresStore({ pool: other, table: `events_${tables}` })),
    ];
    const keys = Array.from({ length: 100 }, (_, key) => `${key}`);
    const verdicts = await Promise.all(
      stores.flatMap((one, number) => keys.map((key) => one.claim(key, { ...claim, token: `${number}` }))),
    );
    expect(verdicts.filter((verdict) => verdict === 'claimed')).toHaveLength(keys.length);
    for (const other of pools) await other.end();
  });

  test('hands each kept event to one of several takers', async () => {
    const store = await open();
    for (let key = 0; key < 30; key += 1) {
      await store.claim(`${key}`, claim);
      await store.keep(`${key}`, 'one', `${key}`);
      await store.release(`${key}`, 'one');
    }
    const wanted = { leaseMilliseconds: 60_000, limit: 30, after: 0, maxAttempts: 5 };
    const taken = await Promise.all(
      ['two', 'three', 'four'].map((token) => store.takeOver({ ...wanted, token })),
    );
    expect(new Set(taken.flat().map(({ key }) => key)).size).toBe(30);
    expect(taken.flat()).toHaveLength(30);
  });

  test('commits an effect together with the mark, and what fails leaves nothing', async () => {
    const store = await open();
    await pool.query('CREATE TABLE bills (call text)');
    const bills = async () => (await pool.query('SELECT call FROM bills')).rows.length;
    await store.claim('a', claim);
    await expect(
      store.complete('a', 'one', 1000, async (connection) => {
        await connection.query("INSERT INTO bills VALUES ('a')");
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await bills()).toBe(0);
    const effect = async (connection: { query(text: string): Promise<unknown> }) => {
      await connection.query("INSERT INTO bills VALUES ('a')");
    };
    expect(await store.complete('a', 'another', 1000, effect)).toBe(false);
    expect(await bills()).toBe(0);
    expect(await store.complete('a', 'one', 60_000, effect)).toBe(true);
    expect(await bills()).toBe(1);
    expect(await store.claim('a', { ...claim, token: 'two' })).toBe('done');
  });

  test('a claim waits for an effect that is being written, and then finds the event done', async () => {
    const store = await open();
    await store.claim('a', { ...claim, leaseMilliseconds: 200 });
    const completed = store.complete('a', 'one', 60_000, async () => wait(500));
    await wait(300);
    expect(await store.claim('a', { ...claim, token: 'two' }), 'its lease has run out meanwhile').not.toBe(
      'claimed',
    );
    expect(await completed).toBe(true);
  });

  test('forgets little by little what is done for long enough', async () => {
    const store = await open();
    for (let key = 0; key < 20; key += 1) {
      await store.claim(`${key}`, claim);
      await store.complete(`${key}`, 'one', 1);
    }
    await wait(5);
    for (let key = 0; key < 12; key += 1) {
      await store.claim(`new ${key}`, claim);
      await store.complete(`new ${key}`, 'one', 60_000);
    }
    const { rows } = await pool.query(`SELECT count(*)::int AS rows FROM events_${tables}`);
    expect(rows).toEqual([{ rows: 12 }]);
  });

  test('rejects when the database cannot be reached, and a connection that was cut is used no more', async () => {
    const store = await open();
    await store.claim('a', claim);
    await expect(
      store.complete('a', 'one', 1000, async (connection) => {
        await pool.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state LIKE 'idle in%'",
        );
        await connection.query('SELECT 1');
      }),
    ).rejects.toThrow();
    expect(await store.complete('a', 'one', 1000)).toBe(true);
    const away = new Pool({ host: '127.0.0.1', port: 1, connectionTimeoutMillis: 500 });
    await expect(postgresStore({ pool: away }).claim('a', claim)).rejects.toThrow();
    await away.end();
  });
});

test('a table that is no plain name is refused', () => {
  for (const table of ['a; DROP TABLE b', '', '1a', 'a.b.c', 'a"b']) {
    expect(() => postgresStore({ pool: new Pool(), table })).toThrow(
      expect.objectContaining({ code: 'store-option' }),
    );
  }
});
