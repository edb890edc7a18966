import type { EventStore, KeptList } from '@trtc-call/webhooks';
import { CommandError } from '../../command-error.ts';
import {
  checkSqliteFile,
  describeUnreachable,
  findDatabaseKind,
  loadDriver,
  openPostgres,
} from '../../databases.ts';

/** A store of a receiver, as a command uses it; closed when it is done. */
export interface OpenStore extends AsyncDisposable {
  readonly store: EventStore<unknown> & KeptList;
}

const option = '--store';

/**
 * Opens the store of a receiver by a file of SQLite, or an address of Redis or Postgres. Nothing is made where there is
 * none, so that a wrong name is reported and not answered by an empty list.
 *
 * @param name its table, or the prefix of its keys in Redis; default that of the stores
 * @throws CommandError without the address, which may hold a password
 */
export async function openStore(text: string, name: string | undefined): Promise<OpenStore> {
  const kind = findDatabaseKind(text);
  if (kind === 'redis') return openRedis(text, name);
  const table = name ?? 'trtc_call_events';
  const wanted = { option, owner: "the receiver's store", table, columns: [] };
  if (kind === 'postgres') {
    const { postgresStore } = await import('@trtc-call/webhooks/postgres');
    const pool = await openPostgres(text, wanted);
    return { store: postgresStore({ pool, table }), [Symbol.asyncDispose]: () => pool.end() };
  }
  if (kind === 'unknown') {
    throw new CommandError(`${option}: give a file of SQLite, redis://HOST or postgres://HOST/DATABASE`);
  }
  await checkSqliteFile(text, wanted);
  const { sqliteStore } = await import('@trtc-call/webhooks/sqlite');
  const store = sqliteStore({ path: text, table });
  return { store, [Symbol.asyncDispose]: async () => store.close() };
}

async function openRedis(url: string, prefix: string | undefined): Promise<OpenStore> {
  const { createClient } = await loadDriver<typeof import('redis')>(option, 'redis', 'Redis');
  const { redisStore } = await import('@trtc-call/webhooks/redis');
  const client = createClient({ url, socket: { connectTimeout: 5000, reconnectStrategy: false } });
  client.on('error', () => {});
  await client.connect().catch((error: unknown) => {
    throw describeUnreachable(option, 'Redis', error);
  });
  const store = redisStore({ client, prefix });
  return {
    store,
    async [Symbol.asyncDispose]() {
      await store.close();
      client.destroy();
    },
  };
}
