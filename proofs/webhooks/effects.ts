import { DatabaseSync } from 'node:sqlite';
import { type EventStore, type MaybePromise, memoryStore } from '@trtc-call/webhooks';
import { sqliteStore } from '@trtc-call/webhooks/sqlite';
import type { StoreSettings } from './receiver-workers.ts';

/** A store, and effects that can be counted: how often each call was written. */
export interface Effects extends AsyncDisposable {
  /** Makes the receiver's store and its way to write, by whichever transaction. */
  use<Result>(
    take: <Transaction>(store: EventStore<Transaction>, write: Write<Transaction>) => Result,
  ): Result;
  /** Writes at once, by no transaction. */
  writeAlone(call: string): Promise<void>;
  counts(): Promise<ReadonlyMap<string, number>>;
}

/** The write of one call's effect. */
export type Write<Transaction> = (call: string) => (transaction: Transaction) => MaybePromise<void>;

/** Opens what the receivers of one run share. */
export function openEffects(where: StoreSettings, machineClock?: () => number): Promise<Effects> {
  switch (where.store) {
    case 'memory':
      return openMemory(where.path);
    case 'sqlite':
      return openSqlite(where.path, machineClock);
    case 'redis':
      return openRedis(where.port);
    case 'postgres':
      return openPostgres(where.port);
  }
}

async function openMemory(path: string): Promise<Effects> {
  const database = new DatabaseSync(path, { timeout: 10_000 });
  database.exec('PRAGMA journal_mode = WAL');
  const table = openTable(database);
  return {
    use: (take) => take(memoryStore(), (call) => () => table.write(call)),
    writeAlone: async (call) => table.write(call),
    counts: async () => table.counts(),
    [Symbol.asyncDispose]: async () => database.close(),
  };
}

async function openSqlite(path: string, machineClock?: () => number): Promise<Effects> {
  const store = sqliteStore({ path, busyMilliseconds: 10_000, machineClock });
  const own = new DatabaseSync(path, { timeout: 10_000 });
  const table = openTable(own);
  const inTransaction = openTable(store.database);
  return {
    use: (take) => take(store, (call) => () => inTransaction.write(call)),
    // It may wait, but not in place: another process has the file for seconds now and then.
    writeAlone: async (call) => {
      for (;;) {
        try {
          inTransaction.write(call);
          return;
        } catch (error) {
          if (!(error instanceof Error && error.message.includes('locked'))) throw error;
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      }
    },
    counts: async () => table.counts(),
    [Symbol.asyncDispose]: async () => {
      own.close();
      store.close();
    },
  };
}

function openTable(database: DatabaseSync) {
  const exists = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'effects'").get();
  if (!exists) {
    database.exec('CREATE TABLE IF NOT EXISTS effects (call TEXT PRIMARY KEY, times INTEGER NOT NULL)');
  }
  const insert = database.prepare(
    'INSERT INTO effects VALUES (?, 1) ON CONFLICT (call) DO UPDATE SET times = times + 1',
  );
  return {
    write: (call: string) => void insert.run(call),
    counts: () => {
      const rows = database.prepare('SELECT call, times FROM effects').all();
      return new Map(rows.map(({ call, times }) => [String(call), Number(times)]));
    },
  };
}

async function openRedis(port: number): Promise<Effects> {
  // Loaded where it is needed: many processes are started, and each driver takes its time.
  const { redisStore } = await import('@trtc-call/webhooks/redis');
  const { createClient } = await import('redis');
  const client = createClient({
    url: `redis://127.0.0.1:${port}`,
    socket: { reconnectStrategy: 50 },
  }).on('error', () => {});
  await client.connect();
  const store = redisStore({ client });
  return {
    use: (take) => take(store, (call) => (redis) => void redis.add('HINCRBY', 'effects', call, '1')),
    writeAlone: async (call) => void (await client.hIncrBy('effects', call, 1)),
    counts: async () => {
      const counts = await client.hGetAll('effects');
      return new Map(Object.entries(counts).map(([call, times]) => [call, Number(times)]));
    },
    [Symbol.asyncDispose]: async () => {
      await store.close();
      client.destroy();
    },
  };
}

async function openPostgres(port: number): Promise<Effects> {
  const { postgresStore } = await import('@trtc-call/webhooks/postgres');
  const { Pool } = await import('pg');
  const settings = { host: '127.0.0.1', port, user: 'postgres', database: 'postgres' };
  const pool = new Pool({ ...settings, max: 20, connectionTimeoutMillis: 1000 }).on('error', () => {});
  const store = postgresStore({ pool });
  await store.createTable();
  await pool.query(`
    SELECT pg_advisory_xact_lock(1);
    CREATE TABLE IF NOT EXISTS effects (call text PRIMARY KEY, times integer NOT NULL)`);
  const insert = `
    INSERT INTO effects AS effect VALUES ($1, 1) ON CONFLICT (call) DO UPDATE SET times = effect.times + 1`;
  return {
    use: (take) => take(store, (call) => async (connection) => void (await connection.query(insert, [call]))),
    writeAlone: async (call) => void (await pool.query(insert, [call])),
    counts: async () => {
      const { rows } = await pool.query('SELECT call, times FROM effects');
      return new Map(rows.map(({ call, times }) => [String(call), Number(times)]));
    },
    [Symbol.asyncDispose]: async () => pool.end(),
  };
}
