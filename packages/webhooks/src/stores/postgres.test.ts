import { setTimeout as wait } from 'node:timers/promises';
import { hasPostgres } from '@trtc-call/test-servers';
import { Pool } from 'pg';
import { describe, expect, test } from 'vitest';
import { describeStore } from '../testing/store-contract.ts';
import { usePostgres } from '../testing/use-postgres.ts';
import { postgresStore } from './postgres.ts';

describe.skipIf(!hasPostgres())('a Postgres store on a real server (needs postgresql)', () => {
  const postgres = usePostgres();
  const { open } = postgres;

  describeStore('keeps the contract', async () => {
    return { store: await open(), pass: (milliseconds) => wait(milliseconds) };
  });

  const claim = { token: 'one', leaseMilliseconds: 60_000 };

  test('gives each key to one of several pools', async () => {
    const store = await open();
    const pools = Array.from({ length: 3 }, () => new Pool({ ...postgres.server.settings, max: 5 }));
    const stores = [store, ...pools.map((other) => postgresStore({ pool: other, table: postgres.table }))];
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
    await postgres.pool.query('CREATE TABLE bills (call text)');
    const bills = async () => (await postgres.pool.query('SELECT call FROM bills')).rows.length;
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
    const { rows } = await postgres.pool.query(`SELECT count(*)::int AS rows FROM ${postgres.table}`);
    expect(rows).toEqual([{ rows: 12 }]);
  });

  test('two of one token that come at the same time write an effect once', async () => {
    const store = await open();
    await store.claim('a', claim);
    let effects = 0;
    const effect = async () => {
      effects += 1;
      await wait(200);
    };
    const both = [store.complete('a', 'one', 60_000, effect), store.complete('a', 'one', 60_000, effect)];
    expect(await Promise.all(both)).toEqual([true, true]);
    expect(effects).toBe(1);
  });

  test('says so when an effect has swallowed the error of a statement, since nothing can be committed then', async () => {
    const store = await open();
    await store.claim('a', claim);
    const completed = store.complete('a', 'one', 60_000, async (connection) => {
      await connection.query('SELECT * FROM none').catch(() => {});
    });
    await expect(completed).rejects.toMatchObject({ code: 'effect-not-possible' });
    expect(await store.claim('a', { ...claim, token: 'two' })).toBe('in-flight');
  });

  test('gives a claim away only when its lease is over by any step of the clock', async () => {
    const store = await open();
    const table = postgres.table;
    const short = { ...claim, leaseMilliseconds: 600 };
    for (const step of ['- 10', '+ 3600']) {
      await store.claim(step, short);
      await postgres.pool.query(`UPDATE ${table} SET until = until ${step} * interval '1 second'`);
      const other = store.claim(step, { ...short, token: 'two' });
      expect(await store.renew(step, short), 'its owner lives').toBe(true);
      expect(await other).toBe('in-flight');
      await postgres.pool.query(`UPDATE ${table} SET until = until ${step} * interval '1 second'`);
      expect(await store.claim(step, { ...short, token: 'two' }), 'its owner is gone').toBe('claimed');
    }
  });

  test('brings a table of an older version up to date, and several processes can do it at the same time', async () => {
    await postgres.pool.query(`
      CREATE TABLE older (
        number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key bytea NOT NULL UNIQUE, token text,
        done boolean NOT NULL DEFAULT false, until timestamptz NOT NULL, payload text,
        attempts integer NOT NULL DEFAULT 1
      );
      INSERT INTO older (key, done, until) VALUES ('done', true, now() + interval '1 day');`);
    const store = postgresStore({ pool: postgres.pool, table: 'older' });
    await Promise.all(Array.from({ length: 5 }, () => store.createTable()));
    expect(await store.claim('done', claim)).toBe('done');
    expect(await store.claim('new', claim)).toBe('claimed');
    await Promise.all(
      Array.from({ length: 5 }, () =>
        postgresStore({ pool: postgres.pool, table: 'brand_new' }).createTable(),
      ),
    );
    await postgres.pool.query('CREATE TABLE something_else (call text)');
    await expect(
      postgresStore({ pool: postgres.pool, table: 'something_else' }).createTable(),
    ).rejects.toMatchObject({
      code: 'store-option',
    });
  });
});

test('a table that is not a plain name is refused', () => {
  for (const table of ['a; DROP TABLE b', '', '1a', 'a.b.c', 'a"b']) {
    expect(() => postgresStore({ pool: new Pool(), table })).toThrow(
      expect.objectContaining({ code: 'store-option' }),
    );
  }
});
