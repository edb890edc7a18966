import { redisStore } from '@trtc-call/webhooks/redis';
import type { EventStore } from '@trtc-call/webhooks/sqlite';
import { sqliteStore } from '@trtc-call/webhooks/sqlite';
import { createClient } from 'redis';
import type { StoreSettings } from './messages.ts';

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
export type Write<Transaction> = (call: string) => (transaction: Transaction) => void;

/** Opens what the receivers of one run share. */
export function openEffects(where: StoreSettings): Promise<Effects> {
  return where.store === 'sqlite' ? openSqlite(where.path) : openRedis(where.port);
}

async function openSqlite(path: string): Promise<Effects> {
  const store = sqliteStore({ path, busyMilliseconds: 10_000 });
  store.database.exec('CREATE TABLE IF NOT EXISTS effects (call TEXT PRIMARY KEY, times INTEGER NOT NULL)');
  const insert = store.database.prepare(
    'INSERT INTO effects VALUES (?, 1) ON CONFLICT (call) DO UPDATE SET times = times + 1',
  );
  const write = (call: string) => () => void insert.run(call);
  return {
    use: (take) => take(store, write),
    writeAlone: async (call) => write(call)(),
    counts: async () => {
      const rows = store.database.prepare('SELECT call, times FROM effects').all();
      return new Map(rows.map(({ call, times }) => [String(call), Number(times)]));
    },
    [Symbol.asyncDispose]: async () => store.close(),
  };
}

async function openRedis(port: number): Promise<Effects> {
  const client = createClient({ url: `redis://127.0.0.1:${port}` }).on('error', () => {});
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
