import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { readPort } from '@trtc-call/test-servers';
import { Pool } from 'pg';
import { expect, test, vi } from 'vitest';
import { claim, describePostgres } from '../testing/describe-postgres.ts';
import { expectToLiveThroughRestart, openReceiverOn, status } from '../testing/open-receiver.ts';
import type { MaybePromise } from './event-store.ts';
import { type PostgresStore, postgresStore } from './postgres.ts';

describePostgres('the connections of a Postgres store', (postgres, open) => {
  test('asks for a connection once, however often it is asked meanwhile', async () => {
    const pool = new Pool({ ...postgres().server.settings, max: 1 });
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
    const pool = new Pool(postgres().server.settings);
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

  test('lets go of an effect that never ends, with its connection and its row', async () => {
    const own = new Pool({ ...postgres().server.settings, max: 2 });
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
    const own = new Pool({ ...postgres().server.settings, max: 2 });
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
    await postgres().pool.query('CREATE TABLE lost (call text)');
    const effect = async (connection: { query(text: string): Promise<unknown> }) => {
      await connection.query("INSERT INTO lost VALUES ('a')");
    };
    await store.claim('a', claim);
    const losing = new Pool({ ...postgres().server.settings, max: 1 });
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
    expect((await postgres().pool.query('SELECT call FROM lost')).rowCount).toBe(1);
    await losing.end();
  });

  test('a connection that is cut in the moment in which it is ready ends no process', async () => {
    const store = await open();
    await store.claim('a', claim);
    const shutdown = 'SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0';
    const error = Buffer.concat([Buffer.from('E'), Buffer.alloc(4), Buffer.from(shutdown)]);
    error.writeInt32BE(error.length - 1, 1);
    const proxy = createServer((socket) => {
      const upstream = connect(postgres().server.port, '127.0.0.1');
      socket.on('error', () => {}).pipe(upstream.on('error', () => {}));
      // The end of what comes when a connection is ready.
      upstream.on('data', (chunk) => {
        if (chunk.subarray(-6).toString('latin1') !== 'Z\0\0\0\u0005I') socket.write(chunk);
        else socket.end(Buffer.concat([chunk, error]));
      });
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const cut = new Pool({ ...postgres().server.settings, port: readPort(proxy) });
    const cutStore = postgresStore({ pool: cut, table: store.table });
    const effect = async () => {};
    await expect(cutStore.complete('a', 'one', 1000, effect)).rejects.toThrow();
    expect(await store.complete('a', 'one', 1000)).toBe(true);
    await cut.end();
    proxy.close();
  });

  test('names the remedy where the disk of the database is full', async () => {
    const store = await open();
    await postgres().pool.query(`
      CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
      CREATE TRIGGER is_full BEFORE INSERT ON ${store.table} EXECUTE FUNCTION fail()`);
    await expect(store.claim('a', claim)).rejects.toMatchObject({
      code: 'store-unavailable',
      message: 'postgresStore: the disk of the database is full. Free some space: it then goes on by itself.',
    });
    await postgres().pool.query(`DROP TRIGGER is_full ON ${store.table}`);
    expect(await store.claim('a', claim)).toBe('claimed');
  });

  test('rejects when the database cannot be reached, and a connection that was cut is used no more', async () => {
    const store = await open();
    await store.claim('a', claim);
    await expect(
      store.complete('a', 'one', 1000, async (connection) => {
        await postgres().pool.query(
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
    const ownPool = new Pool({ ...postgres().server.settings, connectionTimeoutMillis: 1000 });
    const store = await open(ownPool);
    await ownPool.query('CREATE TABLE restarted (call text)');
    // Idle connections that will be cut.
    await Promise.all(Array.from({ length: 5 }, () => ownPool.query('SELECT pg_sleep(0.1)')));
    await expectToLiveThroughRestart(store, postgres().server, (_, { commit }) =>
      commit(async (connection) => {
        await connection.query('INSERT INTO restarted VALUES ($1)', [status.CallId]);
      }),
    );
    const { rows } = await ownPool.query('SELECT call FROM restarted');
    expect(rows).toEqual([{ call: status.CallId }]);
    await ownPool.end();
  }, 60_000);
});
