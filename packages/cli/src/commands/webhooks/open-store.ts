import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EventStore, KeptList } from '@trtc-call/webhooks';
import { CommandError, readErrorCode } from '../../command-error.ts';

/** A store of a receiver, as a command uses it; closed when it is done. */
export interface OpenStore extends AsyncDisposable {
  readonly store: EventStore<unknown> & KeptList;
}

/**
 * Opens the store of a receiver by a file of SQLite, or an address of Redis or Postgres. Nothing is made where there is
 * none, so that a wrong name is reported and not answered by an empty list.
 *
 * @param name its table, or the prefix of its keys in Redis; default that of the stores
 * @throws CommandError without the address, which may hold a password
 */
export async function openStore(text: string, name: string | undefined): Promise<OpenStore> {
  const { protocol } = URL.parse(text) ?? {};
  if (protocol === 'redis:' || protocol === 'rediss:') return openRedis(text, name);
  if (protocol === 'postgres:' || protocol === 'postgresql:') return openPostgres(text, name);
  if (/^[a-z][a-z\d+]+:\/\//i.test(text)) {
    throw new CommandError('--store: give a file of SQLite, redis://HOST or postgres://HOST/DATABASE');
  }
  return openSqlite(text, name);
}

async function openSqlite(path: string, table = 'trtc_call_events'): Promise<OpenStore> {
  const found = await stat(path).catch((error: unknown) => readErrorCode(error));
  if (typeof found === 'string' || !found.isFile()) {
    const why =
      typeof found === 'string' && found !== 'ENOENT' ? `cannot be read (${found})` : 'is not there';
    throw new CommandError(`--store: the file ${path} ${why}: name the file of the receiver's store`);
  }
  const { DatabaseSync } = await import('node:sqlite');
  const { sqliteStore } = await import('@trtc-call/webhooks/sqlite');
  try {
    using database = new DatabaseSync(path, { readOnly: true });
    const tables = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?");
    if (!tables.get(table)) throw noTable(path, table);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`--store: ${path} is not a file of SQLite: name the file of the receiver's store`);
  }
  const store = sqliteStore({ path, table });
  return { store, [Symbol.asyncDispose]: async () => store.close() };
}

async function openRedis(url: string, prefix: string | undefined): Promise<OpenStore> {
  const { createClient } = await loadDriver<typeof import('redis')>('redis', 'Redis');
  const { redisStore } = await import('@trtc-call/webhooks/redis');
  const client = createClient({ url, socket: { connectTimeout: 5000, reconnectStrategy: false } });
  client.on('error', () => {});
  await client.connect().catch((error: unknown) => {
    throw unreachable('Redis', error);
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

async function openPostgres(connectionString: string, table = 'trtc_call_events'): Promise<OpenStore> {
  const { default: pg } = await loadDriver<typeof import('pg')>('pg', 'Postgres');
  const { postgresStore } = await import('@trtc-call/webhooks/postgres');
  const pool = new pg.Pool({ connectionString, connectionTimeoutMillis: 5000, max: 2 });
  const store = postgresStore({ pool, table });
  const [found] = await pool
    .query('SELECT to_regclass($1) IS NOT NULL AS there', [table])
    .then(({ rows }) => rows)
    .catch(async (error: unknown) => {
      await pool.end();
      throw unreachable('Postgres', error);
    });
  if (found.there !== true) {
    await pool.end();
    throw noTable('the database', table);
  }
  return { store, [Symbol.asyncDispose]: () => pool.end() };
}

function noTable(place: string, table: string): CommandError {
  return new CommandError(
    `--store: ${place} has no table ${table}: name that of the receiver's store with --table`,
  );
}

function unreachable(what: string, error: unknown): CommandError {
  const why = readErrorCode(error) || 'no answer';
  return new CommandError(`--store: ${what} cannot be reached (${why}): correct the address`, 2, {
    cause: error,
  });
}

/** Loads a driver, which is no dependency of this command: from beside it, or from the folder that it runs in. */
async function loadDriver<Driver>(name: 'pg' | 'redis', what: string): Promise<Driver> {
  try {
    return await import(name);
  } catch {
    try {
      const path = createRequire(join(process.cwd(), 'package.json')).resolve(name);
      return await import(pathToFileURL(path).href);
    } catch (error) {
      const remedy = `npm install ${name}, in the folder where you run this`;
      throw new CommandError(`--store: a store in ${what} needs the package ${name}: ${remedy}`, 2, {
        cause: error,
      });
    }
  }
}
