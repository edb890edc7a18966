import { setTimeout as wait } from 'node:timers/promises';
import { Pool } from 'pg';
import { expect, test, vi } from 'vitest';
import { claim, describePostgres } from '../testing/describe-postgres.ts';
import { expectToBillOnce } from '../testing/run-sample.ts';
import { describeSharedStore } from '../testing/shared-store-contract.ts';
import { describeStore } from '../testing/store-contract.ts';
import { postgresStore } from './postgres.ts';

describePostgres('a Postgres store on a real server', (postgres, open) => {
  describeStore('keeps the contract', async () => {
    return { store: await open(), pass: (milliseconds) => wait(milliseconds) };
  });

  describeSharedStore(async () => {
    const store = await open();
    const bills = store.table.replace('events', 'bills');
    await postgres().pool.query(`CREATE TABLE ${bills} (call text)`);
    return {
      store,
      again: () => postgresStore({ pool: postgres().pool, table: store.table }),
      add: async (connection) => {
        await connection.query(`INSERT INTO ${bills} VALUES ('a')`);
        await wait(50);
      },
      count: async () => (await postgres().pool.query(`SELECT call FROM ${bills}`)).rows.length,
    };
  });

  test('the sample of the page bills a call once', async () => {
    const settings = JSON.stringify(postgres().server.settings);
    const rows =
      "(await pool.query('SELECT call, seconds FROM bills ORDER BY seconds')).rows.map((row) => Object.values(row))";
    const given = "{ host: '127.0.0.1', connectionTimeoutMillis: 1000 }";
    await expectToBillOnce('postgresStore', [given, settings], rows);
  }, 30_000);

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
    const { rows } = await postgres().pool.query(`SELECT count(*)::int AS rows FROM ${store.table}`);
    expect(rows).toEqual([{ rows: 12 }]);
  });

  test('makes no table where characters that are sent could not be written', async () => {
    await postgres().pool.query("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0");
    const pool = new Pool({ ...postgres().server.settings, database: 'latin' });
    await expect(postgresStore({ pool }).createTable()).rejects.toThrow(
      'the database has the encoding LATIN1, which lacks characters that are sent. Use one in UTF8.',
    );
    await pool.end();
  });

  test('hands over the same keys whatever parsers a program has set', async () => {
    const types = { getTypeParser: () => (value: unknown) => value };
    const pool = new Pool({ ...postgres().server.settings, types });
    const store = await open(pool);
    for (const key of ['a', '\u0000é']) {
      await store.claim(key, claim, 'payload');
      await store.release(key, 'one');
    }
    const keys = (await store.listKept({ limit: 9, after: 0 })).map(({ key }) => key);
    const taken = await store.takeOver({ ...claim, limit: 9, after: 0, maxAttempts: 9 });
    expect([keys, taken.map(({ key }) => key)]).toEqual([
      ['a', '\u0000é'],
      ['a', '\u0000é'],
    ]);
    for (const { key } of taken) expect(await store.complete(key, 'one', 60_000)).toBe(true);
    expect(await store.listKept({ limit: 9, after: 0 })).toEqual([]);
    await pool.end();
  });

  test('says so when the commit of an effect is refused', async () => {
    const store = await open();
    await postgres().pool.query(`
      CREATE TABLE ${store.table.replace('events', 'bills')} (call text UNIQUE DEFERRABLE INITIALLY DEFERRED);
      INSERT INTO ${store.table.replace('events', 'bills')} VALUES ('a')`);
    await store.claim('a', claim);
    const completed = store.complete('a', 'one', 1000, async (connection) => {
      await connection.query(`INSERT INTO ${store.table.replace('events', 'bills')} VALUES ('a')`);
    });
    await expect(completed).rejects.toMatchObject({ code: 'effect-not-possible' });
    expect(await store.claim('a', { ...claim, token: 'two' })).toBe('in-flight');
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
    const { table } = store;
    const short = { ...claim, leaseMilliseconds: 600 };
    for (const step of ['- 10', '+ 3600']) {
      await store.claim(step, short);
      await postgres().pool.query(`UPDATE ${table} SET until = until ${step} * interval '1 second'`);
      const other = store.claim(step, { ...short, token: 'two' });
      expect(await store.renew(step, short), 'its owner lives').toBe(true);
      expect(await other).toBe('in-flight');
      await postgres().pool.query(`UPDATE ${table} SET until = until ${step} * interval '1 second'`);
      expect(await store.claim(step, { ...short, token: 'two' }), 'its owner is gone').toBe('claimed');
    }
  });

  test('gives lapsed claims away, however a connection formats dates', async () => {
    // Written as IST, which Postgres reads as the time of Israel.
    const options = '-c datestyle=SQL,DMY -c timezone=Asia/Kolkata';
    const own = new Pool({ ...postgres().server.settings, options });
    const store = await open(own);
    const short = { token: 'one', leaseMilliseconds: 100 };
    for (const key of ['a', 'b']) {
      await store.claim(key, short);
      await store.keep(key, 'one', key);
    }
    await wait(150);
    expect(await store.claim('a', { ...claim, token: 'two' })).toBe('claimed');
    const wanted = { token: 'three', leaseMilliseconds: 60_000, limit: 9, after: 0, maxAttempts: 9 };
    await vi.waitFor(async () => expect(await store.takeOver(wanted)).toMatchObject([{ key: 'b' }]), 5000);
    await own.end();
  });

  test('several processes can make the table at the same time, and no other table is taken for it', async () => {
    const create = (table: string) => postgresStore({ pool: postgres().pool, table }).createTable();
    await Promise.all(Array.from({ length: 5 }, () => create('brand_new')));
    await postgres().pool.query('CREATE TABLE something_else (call text)');
    await expect(create('something_else')).rejects.toMatchObject({ code: 'store-option' });
  });

  test('takes over the table of an earlier version, without the last error, with what it keeps', async () => {
    const store = await open();
    await store.claim('a', claim);
    await store.keep('a', 'one', 'payload');
    await postgres().pool.query(`ALTER TABLE ${store.table} DROP COLUMN error`);
    await store.createTable();
    await store.release('a', 'one', 'it failed');
    const kept = await store.listKept({ limit: 1, after: 0 });
    expect(kept).toMatchObject([{ payload: 'payload', error: 'it failed' }]);
  });
});
