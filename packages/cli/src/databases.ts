import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CommandError, readErrorCode } from './command-error.ts';

/** What a command expects to find in a database. */
export interface WantedTable {
  /** The option that names the database. */
  readonly option: string;
  /** Whose it is, such as `the receiver's store`. */
  readonly owner: string;
  readonly table: string;
  /** Columns by which it is recognized. */
  readonly columns: readonly string[];
}

/** How a text names a database: by an address, or as a file. */
export function findDatabaseKind(text: string): 'postgres' | 'redis' | 'file' | 'unknown' {
  const { protocol } = URL.parse(text) ?? {};
  if (protocol === 'postgres:' || protocol === 'postgresql:') return 'postgres';
  if (protocol === 'redis:' || protocol === 'rediss:') return 'redis';
  return /^[a-z][a-z\d+]+:\/\//i.test(text) ? 'unknown' : 'file';
}

/** @throws CommandError unless it is a file of SQLite with the table; nothing is made where there is none */
export async function checkSqliteFile(path: string, wanted: WantedTable): Promise<void> {
  checkName(wanted);
  const { option, owner } = wanted;
  const found = await stat(path).catch((error: unknown) => readErrorCode(error));
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

/** @throws CommandError without the address, which may hold a password, unless it has the table */
export async function openPostgres(connectionString: string, wanted: WantedTable) {
  checkName(wanted);
  const { default: pg } = await loadDriver<typeof import('pg')>(wanted.option, 'pg', 'Postgres');
  const pool = new pg.Pool({ connectionString, connectionTimeoutMillis: 5000, max: 2 });
  // The end of an idle connection is heard where the next one is asked for.
  pool.on('error', () => {});
  const read = async () => {
    const text = `SELECT attname AS name FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0`;
    return (await pool.query<{ name: string }>(text, [wanted.table])).rows;
  };
  try {
    const columns = await read().catch((error: unknown) => {
      throw describeUnreachable(wanted.option, 'Postgres', error);
    });
    checkColumns(columns, 'the database', wanted);
    return pool;
  } catch (error) {
    await pool.end();
    throw error;
  }
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

export function describeUnreachable(option: string, what: string, error: unknown): CommandError {
  const why = readErrorCode(error) || 'no answer';
  return new CommandError(`${option}: ${what} cannot be reached (${why}): correct the address`, 2, {
    cause: error,
  });
}

/** Loads a driver, which is not a dependency of this command: from beside it, or from the folder that it runs in. */
export async function loadDriver<Driver>(
  option: string,
  name: 'pg' | 'redis',
  what: string,
): Promise<Driver> {
  try {
    return await import(name);
  } catch {
    try {
      const path = createRequire(join(process.cwd(), 'package.json')).resolve(name);
      return await import(pathToFileURL(path).href);
    } catch (error) {
      const remedy = `npm install ${name}, in the folder where you run this`;
      throw new CommandError(`${option}: ${what} needs the package ${name}: ${remedy}`, 2, { cause: error });
    }
  }
}
