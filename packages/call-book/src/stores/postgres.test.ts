import { hasPostgres, PostgresServer } from '@trtc-call/test-servers';
import { createReceiver } from '@trtc-call/webhooks';
import { postgresStore } from '@trtc-call/webhooks/postgres';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createCallBook } from '../book.ts';
import { app, playV1, recordV4, send } from '../testing/play-calls.ts';
import { describeStore } from '../testing/store-contract.ts';
import { postgresBook } from './postgres.ts';

const key = { generation: 'v1', app, callId: 'call-1' } as const;

describe.skipIf(!hasPostgres())('Postgres on a real server (needs postgresql)', () => {
  let server: PostgresServer;
  const pools: Pool[] = [];
  const connect = (settings: object = {}) => {
    const pool = new Pool({ ...server.settings, max: 8, ...settings });
    pools.push(pool);
    return pool;
  };
  beforeAll(async () => {
    server = await PostgresServer.start();
  }, 60_000);
  afterAll(async () => {
    for (const pool of pools) await pool.end();
    await server[Symbol.asyncDispose]();
  });

  test('says what to call where its tables are not there', async () => {
    const book = createCallBook({ store: postgresBook({ pool: connect(), table: 'nothing' }) });
    const remedy = 'postgresBook: the tables are not there; call createTables(), or run tablesSql';
    await expect(book.totals()).rejects.toThrow(remedy);
    await expect(book.get(key)).rejects.toThrow(remedy);
    await expect(book.addRecords([recordV4], { app })).rejects.toThrow(remedy);
  });

  test('makes no tables where characters of names could not be written', async () => {
    const pool = connect();
    await pool.query("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0");
    const store = postgresBook({ pool: connect({ database: 'latin' }) });
    postgresBook({ pool });
    await expect(store.createTables()).rejects.toThrow('the database has the encoding LATIN1');
  });

  test('locks nothing where its tables are there, and makes what is missing', async () => {
    const pool = connect();
    await pool.query('CREATE SCHEMA own');
    for (const table of ['there', 'own.there']) {
      const store = postgresBook({ pool, table });
      await store.createTables();
      await pool.query(`DROP INDEX ${table}_of_user`);
      await store.createTables();
      const { rows } = await pool.query('SELECT to_regclass($1) AS made', [`${table}_of_user`]);
      expect(rows[0].made).not.toBeNull();
      const writer = await pool.connect();
      try {
        await writer.query(`BEGIN; LOCK TABLE ${table} IN ROW EXCLUSIVE MODE`);
        await store.createTables();
      } finally {
        await writer.query('ROLLBACK');
        writer.release();
      }
    }
  });

  test('serves a role that may make no tables, and says what it lacks where they are missing', async () => {
    const ownPool = connect();
    await postgresBook({ pool: ownPool, table: 'granted' }).createTables();
    await ownPool.query(`
CREATE ROLE service LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON granted, granted_users, granted_runs, granted_waiting TO service`);
    const pool = connect({ user: 'service' });
    const store = postgresBook({ pool, table: 'granted' });
    await store.createTables();
    const book = createCallBook({ store });
    await book.addRecords([recordV4], { app });
    expect((await book.totals()).calls).toBe(1);
    const remedy = 'may not make the tables; run tablesSql as their owner, or grant CREATE on the schema';
    await expect(postgresBook({ pool, table: 'missing' }).createTables()).rejects.toThrow(remedy);
  });

  let tables = 0;
  describeStore(async () => {
    tables += 1;
    const table = `calls_${tables}`;
    const pool = connect();
    const store = postgresBook({ pool, table });
    await Promise.all([store.createTables(), store.createTables()]);
    const events = postgresStore({ pool, table: `events_${tables}` });
    await events.createTable();
    return { store, again: () => postgresBook({ pool: connect(), table }), events };
  });

  test('reads the calls that it is asked for, and not all of an app, before Postgres has statistics', async () => {
    // One connection, which can publish what it has counted. No statistics are there until a table is analysed.
    const pool = connect({ max: 1 });
    const store = postgresBook({ pool, table: 'many' });
    await store.createTables();
    await pool.query('ALTER TABLE many SET (autovacuum_enabled = false)');
    await pool.query(`
INSERT INTO many (generation, app, call_id, state, began, evidence)
SELECT 'v4', ${app}, 'many-' || number, 'ended', number, '{}' FROM generate_series(1, 30000) AS number`);
    const book = createCallBook({ store });
    expect(await book.get({ generation: 'v4', app, callId: 'none' })).toBeNull();
    await book.addRecords([recordV4], { app });
    await pool.query('SELECT pg_stat_force_next_flush()');
    const { rows } = await pool.query(
      "SELECT coalesce(idx_tup_fetch, 0) + seq_tup_read AS read FROM pg_stat_user_tables WHERE relname = 'many'",
    );
    expect(Number(rows[0]?.read), 'rows that were read').toBeLessThan(100);
  });

  test('a connection that is cut in the moment in which it is ready ends no process', async () => {
    const pool = connect();
    const store = postgresBook({ pool, table: 'cut' });
    await store.createTables();
    pool.once('acquire', (client) => queueMicrotask(() => client.emit('error', new Error('cut'))));
    await store.fold([]);
    expect(pool.totalCount, 'it is thrown away').toBe(0);
  });

  test('refuses what is not a pool, and a time that is not one', () => {
    expect(() => postgresBook({} as never)).toThrow(
      'postgresBook: pool must be a Pool of pg (got undefined)',
    );
    // The tables beside it would have its name: Postgres cuts what is longer than 63 bytes.
    const table = 'x'.repeat(56);
    expect(() => postgresBook({ pool: connect(), table })).toThrow('table must be up to 55 letters');
    const retryMilliseconds = Number.NaN;
    expect(() => postgresBook({ pool: connect(), retryMilliseconds })).toThrow(/retryMilliseconds must be/);
  });

  test('is not written into another database, where the store of the receiver has one', async () => {
    const administrator = connect().on('error', () => {});
    await administrator.query('CREATE DATABASE other');
    const [pool, other] = [connect(), connect({ database: 'other' })];
    const [here, there] = [pool, other].map((database) =>
      postgresBook({ pool: database, table: 'elsewhere' }),
    );
    for (const book of [here, there]) await book?.createTables();
    const events = postgresStore({ pool: other });
    await events.createTable();
    const book = createCallBook({ store: postgresBook({ pool, table: 'elsewhere' }) });
    const problems: unknown[] = [];
    const receiver = createReceiver({
      sdkAppId: app,
      store: events,
      on: { '*': book.handler },
      onOutcome: (outcome) => problems.push('error' in outcome && outcome.error),
    });
    const [event] = playV1();
    expect(event && (await send(receiver, event)), 'it is not acknowledged').toBe(1);
    expect(problems).toEqual([
      expect.objectContaining({ code: 'option', message: expect.stringContaining('in another database') }),
    ]);
    expect(await there?.sumCalls({})).toMatchObject({ calls: 0 });
    // Another pool to the same database is one of its own connections.
    const same = postgresStore({ pool: connect() });
    await same.createTable();
    const right = createReceiver({ sdkAppId: app, store: same, on: { '*': book.handler } });
    expect(event && (await send(right, event))).toBe(0);
    expect(await here?.sumCalls({})).toMatchObject({ calls: 1 });
  });

  test('names the way out where the store of the receiver cannot share a transaction', async () => {
    const { handle } = createCallBook<unknown>({ store: postgresBook({ pool: connect() }) as never });
    expect(() => handle(playV1()[0] as never, { transaction: { prepare() {} } })).toThrow(
      "another store than postgresStore; pass on: { '*': (event) => book.handle(event) }",
    );
  });

  test('goes on after a restart, and says what to do when it takes too long', async () => {
    const store = postgresBook({ pool: connect() });
    await store.createTables();
    const book = createCallBook({ store });
    const addMany = async () => {
      for (let at = 0; at < 40; at += 1) await book.addRecords([{ ...recordV4, CallId: `${at}` }], { app });
    };
    const written = addMany();
    await server.stop();
    const brief = createCallBook({ store: postgresBook({ pool: connect(), retryMilliseconds: 0 }) });
    await expect(brief.totals()).rejects.toMatchObject({
      name: 'CallBookError',
      code: 'unavailable',
      message: expect.stringMatching(/^postgresBook: Postgres cannot be reached \(E.*\); see that it runs/),
    });
    await server.start();
    await written;
    expect(await brief.totals()).toMatchObject({ calls: 40 });
  });

  test('says what to do where a permission is missing, and where the pool has ended', async () => {
    await connect()
      .on('error', () => {})
      .query('CREATE ROLE reader LOGIN');
    const reader = createCallBook({ store: postgresBook({ pool: connect({ user: 'reader' }) }) });
    const code = 'unavailable';
    await expect(reader.totals()).rejects.toMatchObject({
      code,
      message: expect.stringContaining('grant it'),
    });
    const pool = new Pool(server.settings);
    const book = createCallBook({ store: postgresBook({ pool }) });
    await pool.end();
    await expect(book.totals()).rejects.toMatchObject({
      code,
      message: expect.stringContaining('has ended'),
    });
  });
});

test('Postgres is asked again for five seconds when nothing is said', async () => {
  const pool = new Pool({ port: 1 });
  const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
  let time = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => time);
  const query = vi.spyOn(pool, 'query').mockImplementation(() => {
    time += 1000;
    return Promise.reject(refused);
  });
  onTestFinished(() => void vi.restoreAllMocks());
  await expect(postgresBook({ pool }).createTables()).rejects.toThrow('cannot be reached');
  expect(query).toHaveBeenCalledTimes(5);
});
