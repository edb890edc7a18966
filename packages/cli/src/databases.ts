import { open, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CallBook } from '@trtc-call/call-book';
import type { EventStore, KeptList } from '@trtc-call/webhooks';
import { CommandError, readErrorCode } from './command-error.ts';
import { logLine } from './io/print.ts';

// Nothing is made where there is none: a misspelt name would be an empty list, or miss every call. No error names an
// address, which may hold a password.

/** A book of calls, closed when it is done. */
export interface OpenBook extends AsyncDisposable {
  readonly book: CallBook<never>;
}

/** The store of a receiver, closed when it is done. */
export interface OpenStore extends AsyncDisposable {
  readonly store: EventStore<unknown> & KeptList;
}

interface WantedTable {
  /** The option that names the database. */
  readonly option: string;
  /** Whose it is, such as `the receiver's store`. */
  readonly owner: string;
  readonly table: string;
  /** Columns by which it is recognized. */
  readonly columns: readonly string[];
}

const bookColumns = ['generation', 'app', 'call_id', 'state', 'talk_seconds', 'began', 'evidence'];
const storeColumns = ['number', 'key', 'payload', 'attempts'];

export async function openBook(place: string, table = 'trtc_calls'): Promise<OpenBook> {
  const wanted = { option: '--book', owner: 'the book', table, columns: bookColumns };
  const kind = findKind(place);
  if (kind !== 'postgres' && kind !== 'file')
    throw new CommandError('--book: give a file of SQLite, or postgres://HOST/DATABASE');
  const { createCallBook } = await import('@trtc-call/call-book');
  if (kind === 'postgres') {
    const { postgresBook } = await import('@trtc-call/call-book/postgres');
    const pool = await openPostgres(place, wanted);
    const book = createCallBook({ store: postgresBook({ pool, table }) });
    return { book, [Symbol.asyncDispose]: () => pool.end() };
  }
  await checkSqliteFile(place, wanted);
  const { sqliteBook } = await import('@trtc-call/call-book/sqlite');
  const store = sqliteBook({ path: place, table });
  return { book: createCallBook({ store }), [Symbol.asyncDispose]: async () => store.close() };
}

/** @param name its table, or the prefix of its keys in Redis */
export async function openStore(place: string, name: string | undefined): Promise<OpenStore> {
  const kind = findKind(place);
  if (kind === 'redis') return openRedis(place, name);
  if (kind === 'unknown')
    throw new CommandError('--store: give a file of SQLite, redis://HOST or postgres://HOST/DATABASE');
  const table = name ?? 'trtc_call_events';
  const wanted = { option: '--store', owner: "the receiver's store", table, columns: storeColumns };
  if (kind === 'postgres') {
    const { postgresStore } = await import('@trtc-call/webhooks/postgres');
    const pool = await openPostgres(place, { ...wanted, columns: [...storeColumns, 'error'] });
    return { store: postgresStore({ pool, table }), [Symbol.asyncDispose]: () => pool.end() };
  }
  await checkSqliteFile(place, wanted);
  const { sqliteStore } = await import('@trtc-call/webhooks/sqlite');
  const store = sqliteStore({ path: place, table });
  return { store, [Symbol.asyncDispose]: async () => store.close() };
}

function findKind(place: string): 'postgres' | 'redis' | 'file' | 'unknown' {
  const { protocol } = URL.parse(place) ?? {};
  if (protocol === 'postgres:' || protocol === 'postgresql:') return 'postgres';
  if (protocol === 'redis:' || protocol === 'rediss:') return 'redis';
  // Also an address without its scheme, which may hold a password.
  return /^$|^[a-z][a-z\d+]+:\/\/|^[^/\\@]*:.*@/i.test(place) ? 'unknown' : 'file';
}

async function checkSqliteFile(path: string, wanted: WantedTable): Promise<void> {
  checkName(wanted);
  const { option, owner } = wanted;
  const found = await stat(path).catch(readErrorCode);
  const fault = typeof found === 'string' ? found : found.isFile() ? await findAccessFault(path) : '';
  if (fault === 'EACCES' || fault === 'EPERM') {
    const remedy = 'run this as the user who owns it';
    throw new CommandError(`${option}: the file ${path} may not be read and written (${fault}): ${remedy}`);
  }
  if (typeof found === 'string' || !found.isFile()) {
    const isMissing = found === 'ENOENT' || found === 'ENOTDIR';
    const isOther = typeof found === 'string' ? `cannot be read (${found})` : 'is not a file';
    const why = isMissing ? 'is not there' : isOther;
    throw new CommandError(`${option}: the file ${path} ${why}: name the file of ${owner}`);
  }
  const { DatabaseSync } = await import('node:sqlite');
  try {
    using database = new DatabaseSync(path, { readOnly: true });
    const columns = database.prepare('SELECT name FROM pragma_table_info(?)').all(wanted.table);
    checkColumns(columns, `the file ${path}`, wanted);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`${option}: ${path} is not a file of SQLite: name the file of ${owner}`);
  }
}

/** The code of what keeps this user from reading and writing a file; empty where nothing does. */
async function findAccessFault(path: string): Promise<string> {
  return open(path, 'r+').then((file) => file.close().then(() => ''), readErrorCode);
}

async function openPostgres(connectionString: string, wanted: WantedTable) {
  checkName(wanted);
  const { default: pg } = await loadDriver<typeof import('pg')>(wanted.option, 'pg', 'Postgres');
  const pool = new pg.Pool({ connectionString, connectionTimeoutMillis: 5000, max: 2 });
  // The end of an idle connection is heard where the next one is asked for.
  pool.on('error', () => {});
  try {
    const text = `SELECT attname AS name FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0`;
    // The files that an address names are read when it connects, and what is wrong with them is thrown.
    const ask = async () => pool.query<{ name: string }>(text, [wanted.table]);
    const { rows } = await ask().catch((error: unknown) => {
      throw describeUnreachable(wanted.option, 'Postgres', error);
    });
    checkColumns(rows, 'the database', wanted);
    return pool;
  } catch (error) {
    await pool.end();
    throw error;
  }
}

async function openRedis(url: string, prefix = 'trtc-call:events'): Promise<OpenStore> {
  const { createClient } = await loadDriver<typeof import('redis')>('--store', 'redis', 'Redis');
  const { redisStore } = await import('@trtc-call/webhooks/redis');
  if (prefix === '' || /[{}]/.test(prefix))
    throw new CommandError(`--table: the prefix "${prefix}" must be a word without braces`);
  // As its own command takes it: command lines are seen by others.
  const password = process.env.REDISCLI_AUTH || undefined;
  const create = async () => {
    const socket = { connectTimeout: 5000, reconnectStrategy: false } as const;
    const client = createClient({ url, ...(password && { password }), socket });
    client.on('error', () => {});
    return client.connect();
  };
  const client = await create().catch((error: unknown) => {
    throw describeUnreachable('--store', 'Redis', error);
  });
  const store = redisStore({ client, prefix });
  const hasKept = await store.hasKept().catch((error: unknown) => {
    client.destroy();
    throw describeUnreachable('--store', 'Redis', error);
  });
  // There are no tables to look for: nothing else tells a misspelt prefix from an empty list.
  if (!hasKept)
    logLine(`No event was ever kept under the prefix "${prefix}": if it has another one, give --table`);
  return {
    store,
    async [Symbol.asyncDispose]() {
      await store.close();
      client.destroy();
    },
  };
}

function checkName({ table }: WantedTable): void {
  if (/^([A-Za-z_]\w*\.)?[A-Za-z_]\w*$/.test(table)) return;
  throw new CommandError(
    `--table: "${table}" is not the name of a table: use letters, digits and _, with its schema before a dot`,
  );
}

function checkColumns(
  found: readonly { readonly name?: unknown }[],
  place: string,
  { option, owner, table, columns }: WantedTable,
): void {
  const names = found.map(({ name }) => name);
  const remedy = `name that of ${owner} with --table`;
  if (names.length === 0) throw new CommandError(`${option}: ${place} has no table ${table}: ${remedy}`);
  const missing = columns.find((name) => !names.includes(name));
  if (missing === undefined) return;
  throw new CommandError(`${option}: the table ${table} of ${place} has no column ${missing}: ${remedy}`);
}

/** What a server said that was reached, by the code of Postgres or the words of a driver. */
const refusals: readonly (readonly [pattern: RegExp, says: string])[] = [
  [/^28/, 'refused the user or the password: correct them in the address, or in PGUSER and PGPASSWORD'],
  [/^3D000/, 'has no database of that name: correct the address'],
  [/^(53|57)/, 'takes no connection now: try again later'],
  [
    /^(WRONGPASS|NOAUTH)/,
    'refused the user or the password: correct them in the address, or in REDISCLI_AUTH',
  ],
  [/^URI malformed$/, 'is at no address: write a % in it as %25'],
  [/DB index is out of range|Invalid pathname/, 'has no database of that number: correct the address'],
  // Of a file that is opened: the error of a socket begins with "connect".
  [
    /^(ENOENT|EACCES|EISDIR):/,
    'is named with a file that cannot be read: correct sslrootcert, sslcert and sslkey',
  ],
  [/does not support SSL/, 'takes no TLS: leave sslmode out of the address'],
];

function describeUnreachable(option: string, what: string, cause: unknown): CommandError {
  const code = readErrorCode(cause);
  const words = cause instanceof Error ? cause.message : '';
  const [, refused] = refusals.find(([pattern]) => pattern.test(code) || pattern.test(words)) ?? [];
  const says = refused ?? `cannot be reached (${code || 'no answer'}): correct the address`;
  return new CommandError(`${option}: ${what} ${says}`, 2, { cause });
}

/** Loads a driver, which is not a dependency of this command: from beside it, or from the folder that it runs in. */
async function loadDriver<Driver>(option: string, name: 'pg' | 'redis', what: string): Promise<Driver> {
  try {
    return await import(name);
  } catch {
    try {
      const path = createRequire(join(process.cwd(), 'package.json')).resolve(name);
      return await import(pathToFileURL(path).href);
    } catch (cause) {
      const remedy = `npm install ${name}, in the folder where you run this`;
      throw new CommandError(`${option}: ${what} needs the package ${name}: ${remedy}`, 2, { cause });
    }
  }
}
