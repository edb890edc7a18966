import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { hasPostgres, PostgresServer, readPort } from '@trtc-call/test-servers';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { expectToLiveThroughRestart, openReceiverOn, status } from '../testing/open-receiver.ts';
import { expectToBillOnce } from '../testing/run-sample.ts';
import { describeSharedStore } from '../testing/shared-store-contract.ts';
import { describeStore } from '../testing/store-contract.ts';
import type { MaybePromise } from './event-store.ts';
import { type PostgresStore, postgresStore } from './postgres.ts';

describe.skipIf(!hasPostgres())('a Postgres store on a real server (needs postgresql)', () => {
  let postgres: { readonly server: PostgresServer; readonly pool: Pool };
  beforeAll(async () => {
    const server = await PostgresServer.start();
    postgres = { server, pool: new Pool({ ...server.settings, max: 20 }) };
  }, 60_000);
  afterAll(async () => {
    await postgres.pool.end();
    await postgres.server[Symbol.asyncDispose]();
  });
  let tables = 0;
  /** A store on a table of its own. */
  const open = async (pool = postgres.pool): Promise<PostgresStore & { readonly table: string }> => {
    tables += 1;
    const table = `events_${tables}`;
    const store = postgresStore({ pool, table });
    await store.createTable();
    return Object.assign(store, { table });
  };

  describeStore('keeps the contract', async () => {
    return { store: await open(), pass: (milliseconds) => wait(milliseconds) };
  });

  describeSharedStore(async () => {
    const store = await open();
    const bills = `bills_${tables}`;
    await postgres.pool.query(`CREATE TABLE ${bills} (call text)`);
    return {
      store,
      again: () => postgresStore({ pool: postgres.pool, table: store.table }),
      add: async (connection) => {
        await connection.query(`INSERT INTO ${bills} VALUES ('a')`);
        await wait(50);
      },
      count: async () => (await postgres.pool.query(`SELECT call FROM ${bills}`)).rows.length,
    };
  });

  test('the sample of the page bills a call once', async () => {
    const settings = JSON.stringify(postgres.server.settings);
    const rows =
      "(await pool.query('SELECT call, seconds FROM bills ORDER BY seconds')).rows.map((row) => Object.values(row))";
    const given = "{ host: '127.0.0.1', connectionTimeoutMillis: 1000 }";
    await expectToBillOnce('postgresStore', [given, settings], rows);
  }, 30_000);

  const claim = { token: 'one', leaseMilliseconds: 60_000 };

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
    const { rows } = await postgres.pool.query(`SELECT count(*)::int AS rows FROM ${store.table}`);
    expect(rows).toEqual([{ rows: 12 }]);
  });

  test('makes no table where characters that are sent could not be written', async () => {
    await postgres.pool.query("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0");
    const pool = new Pool({ ...postgres.server.settings, database: 'latin' });
    await expect(postgresStore({ pool }).createTable()).rejects.toThrow(
      'the database has the encoding LATIN1, which lacks characters that are sent. Use one in UTF8.',
    );
    await pool.end();
  });

  test('hands over the same keys whatever parsers a program has set', async () => {
    const types = { getTypeParser: () => (value: unknown) => value };
    const pool = new Pool({ ...postgres.server.settings, types });
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

  test('asks for a connection once, however often it is asked meanwhile', async () => {
    const pool = new Pool({ ...postgres.server.settings, max: 1 });
    const store = await open(pool);
    await store.claim('a', claim);
    await store.claim('b', claim);
    await store.claim('c', claim);
    const busy = await pool.connect();
    const effect = vi.fn(() => {});
    const asked = [1, 2, 3].flatMap(() => [
      store.complete('a', 'one', 60_000, effect),
      store.renew('b', claim),
      store.keep('c', 'one', 'payload'),
    ]);
    expect(pool.waitingCount).toBe(3);
    busy.release();
    expect(await Promise.all(asked)).toEqual(Array.from(asked, () => true));
    expect(effect).toHaveBeenCalledOnce();
    expect(await store.renew('b', claim), 'it is asked anew').toBe(true);
    expect(await store.complete('b', 'another', 1000), 'of another token').toBe(false);
    await pool.end();
  });

  test.each<[string, (store: PostgresStore) => MaybePromise<boolean>]>([
    ['a renewal', (store) => store.renew('a', claim)],
    ['what is kept', (store) => store.keep('a', 'one', 'payload')],
    ['a mark', (store) => store.complete('a', 'one', 60_000)],
    ['an effect', (store) => store.complete('a', 'one', 60_000, () => {})],
  ])('takes another connection for %s where one hangs', async (_, ask) => {
    const pool = new Pool(postgres.server.settings);
    const store = await open(pool);
    await store.claim('a', claim);
    // As behind a balancer that was replaced: what is sent gets no answer.
    const silent = Promise.withResolvers<never>();
    const connection = await pool.connect();
    Reflect.set(connection, 'query', () => silent.promise);
    connection.release();
    const lost = ask(store);
    await vi.waitFor(() => expect(pool.idleCount).toBe(0));
    expect(await ask(store)).toBe(true);
    silent.reject(new Error('it was cut'));
    await expect(lost).rejects.toThrow('it was cut');
    await pool.end();
  });

  test('says so when the commit of an effect is refused', async () => {
    const store = await open();
    await postgres.pool.query(`
      CREATE TABLE bills_${tables} (call text UNIQUE DEFERRABLE INITIALLY DEFERRED);
      INSERT INTO bills_${tables} VALUES ('a')`);
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
      await postgres.pool.query(`UPDATE ${table} SET until = until ${step} * interval '1 second'`);
      const other = store.claim(step, { ...short, token: 'two' });
      expect(await store.renew(step, short), 'its owner lives').toBe(true);
      expect(await other).toBe('in-flight');
      await postgres.pool.query(`UPDATE ${table} SET until = until ${step} * interval '1 second'`);
      expect(await store.claim(step, { ...short, token: 'two' }), 'its owner is gone').toBe('claimed');
    }
  });

  test('gives lapsed claims away, however a connection formats dates', async () => {
    // Written as IST, which Postgres reads as the time of Israel.
    const options = '-c datestyle=SQL,DMY -c timezone=Asia/Kolkata';
    const own = new Pool({ ...postgres.server.settings, options });
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
    const create = (table: string) => postgresStore({ pool: postgres.pool, table }).createTable();
    await Promise.all(Array.from({ length: 5 }, () => create('brand_new')));
    await postgres.pool.query('CREATE TABLE something_else (call text)');
    await expect(create('something_else')).rejects.toMatchObject({ code: 'store-option' });
  });

  test('takes over the table of an earlier version, without the last error, with what it keeps', async () => {
    const store = await open();
    await store.claim('a', claim);
    await store.keep('a', 'one', 'payload');
    await postgres.pool.query(`ALTER TABLE ${store.table} DROP COLUMN error`);
    await store.createTable();
    await store.release('a', 'one', 'it failed');
    const kept = await store.listKept({ limit: 1, after: 0 });
    expect(kept).toMatchObject([{ payload: 'payload', error: 'it failed' }]);
  });

  test('lets go of an effect that never ends, with its connection and its row', async () => {
    const own = new Pool({ ...postgres.server.settings, max: 2 });
    const store = await open(own);
    let calls = 0;
    const handler = vi.fn(
      (_: unknown, { commit }: { commit: (effect: () => Promise<void>) => Promise<void> }) => {
        calls += 1;
        return commit(() => (calls === 1 ? new Promise<void>(() => {}) : Promise.resolve()));
      },
    );
    const { post, told } = openReceiverOn(store, { normal_end: handler }, { handlerMilliseconds: 1200 });
    expect(await post(status)).toMatchObject({ code: 1 });
    await vi.waitFor(async () => expect(await post(status)).toMatchObject({ code: 0 }), 10_000);
    expect(told()).toEqual(expect.arrayContaining(['timed-out', 'handled']));
    const { rows } = await own.query(
      "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'",
    );
    expect(rows).toEqual([{ count: '0' }]);
    await own.end();
  }, 30_000);

  test('takes no connection for renewals while an effect is written', async () => {
    const own = new Pool({ ...postgres.server.settings, max: 2 });
    const store = await open(own);
    await store.claim('a', claim);
    const done = store.complete('a', 'one', 60_000, () => wait(500));
    await wait(100);
    expect(await store.renew('a', claim)).toBe(true);
    expect(own.totalCount - own.idleCount).toBe(1);
    expect(await done).toBe(true);
    await own.end();
  });

  test('writes an effect once when the answer to its COMMIT was lost', async () => {
    const store = await open();
    await postgres.pool.query('CREATE TABLE lost (call text)');
    const effect = async (connection: { query(text: string): Promise<unknown> }) => {
      await connection.query("INSERT INTO lost VALUES ('a')");
    };
    await store.claim('a', claim);
    const losing = new Pool({ ...postgres.server.settings, max: 1 });
    losing.on('connect', (connection) => {
      const query = connection.query.bind(connection);
      // Every way of calling it ends here; only the COMMIT is of interest.
      Object.assign(connection, {
        query: async (given: { text: string }) => {
          const answer = await query(given);
          if (given.text === 'COMMIT')
            throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
          return answer;
        },
      });
    });
    const resetting = postgresStore({ pool: losing, table: store.table });
    await expect(resetting.complete('a', 'one', 60_000, effect)).rejects.toThrow('ECONNRESET');
    expect(await store.complete('a', 'one', 60_000, effect)).toBe(true);
    expect((await postgres.pool.query('SELECT call FROM lost')).rowCount).toBe(1);
    await losing.end();
  });

  test('a connection that is cut in the moment in which it is ready ends no process', async () => {
    const store = await open();
    await store.claim('a', claim);
    const shutdown = 'SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0';
    const error = Buffer.concat([Buffer.from('E'), Buffer.alloc(4), Buffer.from(shutdown)]);
    error.writeInt32BE(error.length - 1, 1);
    const proxy = createServer((socket) => {
      const upstream = connect(postgres.server.port, '127.0.0.1');
      socket.on('error', () => {}).pipe(upstream.on('error', () => {}));
      // The end of what comes when a connection is ready.
      upstream.on('data', (chunk) => {
        if (chunk.subarray(-6).toString('latin1') !== 'Z\0\0\0\u0005I') socket.write(chunk);
        else socket.end(Buffer.concat([chunk, error]));
      });
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const cut = new Pool({ ...postgres.server.settings, port: readPort(proxy) });
    const cutStore = postgresStore({ pool: cut, table: store.table });
    const effect = async () => {};
    await expect(cutStore.complete('a', 'one', 1000, effect)).rejects.toThrow();
    expect(await store.complete('a', 'one', 1000)).toBe(true);
    await cut.end();
    proxy.close();
  });

  test('rejects when the database cannot be reached, and a connection that was cut is used no more', async () => {
    const store = await open();
    await store.claim('a', claim);
    await expect(
      store.complete('a', 'one', 1000, async (connection) => {
        await postgres.pool.query(
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

  test('lives through a restart, without a listener on the pool, and handles each event once', async () => {
    const ownPool = new Pool({ ...postgres.server.settings, connectionTimeoutMillis: 1000 });
    const store = await open(ownPool);
    await ownPool.query('CREATE TABLE restarted (call text)');
    // Idle connections that will be cut.
    await Promise.all(Array.from({ length: 5 }, () => ownPool.query('SELECT pg_sleep(0.1)')));
    await expectToLiveThroughRestart(store, postgres.server, (_, { commit }) =>
      commit(async (connection) => {
        await connection.query('INSERT INTO restarted VALUES ($1)', [status.CallId]);
      }),
    );
    const { rows } = await ownPool.query('SELECT call FROM restarted');
    expect(rows).toEqual([{ call: status.CallId }]);
    await ownPool.end();
  }, 60_000);
});
