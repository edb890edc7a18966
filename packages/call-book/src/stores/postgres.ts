import { setTimeout as wait } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { CallBookError, mustBe, otherStore, refuseUnknownOptions } from '../store.ts';
import { BookStore, type Work } from './book-store.ts';
import type { ReadRow } from './rows.ts';
import type { Dialect, Statement } from './sql.ts';

/** What a book in Postgres is made with. */
export interface PostgresBookOptions {
  /** A pool of the package `pg`. It stays yours to end. */
  readonly pool: Pool;
  /** The name of the table of calls; those beside it begin with it. With its schema, where it is in another one. Default `trtc_calls`. */
  readonly table?: string | undefined;
  /** For how long a call is repeated while Postgres cannot be reached, such as while it restarts, in milliseconds. Default 5000. */
  readonly retryMilliseconds?: number | undefined;
}

/**
 * Keeps a book in Postgres 12 or newer, for all processes that share it.
 *
 * @throws CallBookError for an option that cannot be used
 */
export function postgresBook(options: PostgresBookOptions): PostgresBook {
  refuseUnknownOptions('postgresBook', options, knownOptions);
  return new PostgresBook(options);
}

const knownOptions = { pool: true, table: true, retryMilliseconds: true } satisfies Record<
  keyof PostgresBookOptions,
  true
>;

const integers: readonly string[] = [
  ...['app', 'start_time', 'accept_time', 'end_time', 'talk_seconds', 'began', 'takes_part', 'join_time'],
  ...['leave_time', 'seen', 'apply', 'from_time', 'to_time', 'position', 'updated_at'],
];

const dialect: Dialect = {
  text: 'text COLLATE "C"',
  integer: 'bigint',
  selectRows(columns) {
    const typed = columns.map((name) => `${name} ${integers.includes(name) ? 'bigint' : 'text'}`);
    return `SELECT ${columns.join(', ')} FROM json_to_recordset(CAST(:rows AS json)) AS given(${typed.join(', ')})`;
  },
  // As an array: the planner takes a new table for empty, and would read a list in JSON anew for each of its rows.
  isListed: 'call_id = ANY (ARRAY(SELECT json_array_elements_text(CAST(:ids AS json))))',
  lock: 'FOR UPDATE',
};

type Queries = Pick<PoolClient, 'query'>;

export type { PostgresBook };

/** A book in Postgres, with what makes its tables. */
class PostgresBook extends BookStore<PoolClient> {
  readonly #pool: Pool;
  readonly #table: string;
  readonly #retryMilliseconds: number;
  /** Connections to the database of the book. */
  readonly #own: WeakSet<PoolClient>;

  constructor({ pool, table = 'trtc_calls', retryMilliseconds = 5000 }: PostgresBookOptions) {
    super('postgresBook', table, /^([A-Za-z_]\w{0,62}\.)?[A-Za-z_]\w{0,54}$/, dialect);
    if (typeof pool?.connect !== 'function') throw mustBe('postgresBook', 'pool', 'a Pool of pg', pool);
    if (!Number.isInteger(retryMilliseconds) || retryMilliseconds < 0) {
      throw mustBe('postgresBook', 'retryMilliseconds', 'an integer from 0 on', retryMilliseconds);
    }
    // The pool connects anew by itself. Without a listener the end of an idle connection would end the process.
    if (pool.listenerCount('error') === 0) pool.on('error', () => {});
    this.#own = watchConnections(pool);
    this.#pool = pool;
    this.#table = table;
    this.#retryMilliseconds = retryMilliseconds;
  }

  /** Makes the tables and their indexes where they are not there yet. For migrations of your own there is `tablesSql`. */
  async createTables(): Promise<void> {
    // Nothing is locked where nothing is missing: to make an index waits for all that write, though it is there.
    if (await this.#retry(() => this.#hasTables())) return;
    await this.#retry(() => this.#refuseEncoding());
    // One after the other where several processes start at the same time.
    const lock = `SELECT pg_advisory_xact_lock(hashtext('${this.#table}'));`;
    await this.#retry(() => this.#pool.query(`${lock}${this.tablesSql}`).catch(refuseToCreate));
  }

  /** Names of users are of every script. */
  async #refuseEncoding(): Promise<void> {
    const { rows } = await this.#pool.query("SELECT current_setting('server_encoding') AS encoding");
    const encoding = String(rows[0]?.encoding);
    if (encoding === 'UTF8' || encoding === 'SQL_ASCII') return;
    const message = `postgresBook: the database has the encoding ${encoding}, which lacks characters that names have; use one in UTF8`;
    throw new CallBookError('option', message);
  }

  async #hasTables(): Promise<boolean> {
    const names = this.tablesSql.matchAll(/CREATE (?:TABLE|INDEX) IF NOT EXISTS (\S+)/g);
    const schema = /^(?:\w+\.)?/.exec(this.#table)?.[0] ?? '';
    // An index is in the schema of its table, and is not named with it.
    const wanted = [...names].map(([, name = '']) => (name.startsWith(schema) ? name : `${schema}${name}`));
    const text =
      'SELECT bool_and(to_regclass(name) IS NOT NULL) AS are_there FROM unnest($1::text[]) AS name';
    const { rows } = await this.#pool.query(text, [wanted]);
    return rows[0]?.are_there === true;
  }

  protected read<Result>(work: () => Work<Result>): Promise<Result> {
    return this.#retry(() => run(work, this.#pool));
  }

  protected write<Result>(work: () => Work<Result>, transaction?: PoolClient): Promise<Result> {
    if (!transaction) return this.#retry(() => this.#transact((connection) => run(work, connection)));
    // At once: a store that cannot wait would say so instead.
    if (typeof transaction.query !== 'function') throw otherStore('postgresBook', 'postgresStore');
    return this.#writeIn(transaction, work);
  }

  async #writeIn<Result>(transaction: PoolClient, work: () => Work<Result>): Promise<Result> {
    try {
      if (!this.#own.has(transaction)) await this.#refuseOther(transaction);
      return await run(work, transaction);
    } catch (error) {
      throw toBookError(error);
    }
  }

  /** The receiver's store may have a pool of its own, but in another database the book would be written where no one reads it. */
  async #refuseOther(transaction: PoolClient): Promise<void> {
    const place = `SELECT current_database() || ' ' || pg_postmaster_start_time() || ' ' ||
      coalesce(CAST(to_regclass(:table) AS oid), 0) AS place`;
    const statement = { text: place, values: { table: this.#table } };
    const [[theirs], [own]] = [await ask(transaction, statement), await ask(this.#pool, statement)];
    if (theirs?.place !== own?.place) {
      const message =
        'postgresBook: the postgresStore of the receiver is in another database; give both the same one';
      throw new CallBookError('option', message);
    }
    this.#own.add(transaction);
  }

  /**
   * Begins again where transactions stood in the way of each other, and where the connection was lost: all that is written
   * may be written again.
   */
  async #retry<Result>(work: () => Promise<Result>): Promise<Result> {
    const end = performance.now() + this.#retryMilliseconds;
    for (let pause = 20; ; pause = Math.min(2 * pause, 500)) {
      try {
        return await work();
      } catch (error) {
        const isPassing = conflicts.includes(readCode(error)) || isUnreachable(error);
        if (!isPassing || performance.now() + pause > end) throw toBookError(error);
        await wait(pause * (0.5 + Math.random() / 2));
      }
    }
  }

  /** By a callback: the connection may be cut before a promise of it was read. */
  #connect(onError: () => void): Promise<PoolClient> {
    return new Promise((resolve, reject) => {
      this.#pool.connect((error, connection) => {
        connection?.on('error', onError);
        if (connection) resolve(connection);
        else reject(error);
      });
    });
  }

  async #transact<Result>(work: (connection: PoolClient) => Promise<Result>): Promise<Result> {
    let isBroken = false;
    // A pool listens to idle connections only: one that is cut in use would end the process.
    const onError = () => {
      isBroken = true;
    };
    const connection = await this.#connect(onError);
    try {
      await connection.query('BEGIN');
      const result = await work(connection);
      await connection.query('COMMIT');
      return result;
    } catch (error) {
      // A connection that cannot even roll back is thrown away.
      await connection.query('ROLLBACK').catch(onError);
      throw error;
    } finally {
      connection.off('error', onError);
      connection.release(isBroken);
    }
  }
}

const watched = new WeakMap<Pool, WeakSet<PoolClient>>();

/** The connections of a pool, of which it tells each when it is used. */
function watchConnections(pool: Pool): WeakSet<PoolClient> {
  const known = watched.get(pool);
  if (known) return known;
  const connections = new WeakSet<PoolClient>();
  watched.set(pool, connections);
  pool.on('acquire', (connection) => connections.add(connection));
  return connections;
}

async function run<Result>(work: () => Work<Result>, connection: Queries): Promise<Result> {
  const statements = work();
  for (let step = statements.next(); ; ) {
    if (step.done) return step.value;
    step = statements.next(await ask(connection, step.value));
  }
}

/** Postgres counts its parameters. */
async function ask(connection: Queries, { text, values }: Statement): Promise<readonly ReadRow[]> {
  const names = Object.keys(values);
  const counted = text.replaceAll(/:([a-zA-Z_]\w*)/g, (whole, name: string) => {
    const at = names.indexOf(name);
    return at === -1 ? whole : `$${at + 1}`;
  });
  return (await connection.query<ReadRow>(counted, Object.values(values))).rows;
}

/** Two transactions have locked rows of each other, or one of them came too late. */
const conflicts: readonly unknown[] = ['40P01', '40001'];

const problems: Readonly<Record<string, string>> = {
  '42P01': 'the tables are not there; call createTables(), or run tablesSql',
  '42501':
    'the user of the pool lacks a permission; grant it SELECT, INSERT, UPDATE and DELETE on the tables',
  '25006': 'the database is read-only; connect to the primary one',
  '53100': 'the disk of the database is full; free some space',
};

function readCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function refuseToCreate(cause: unknown): never {
  if (readCode(cause) !== '42501') throw cause;
  const message =
    'postgresBook: the user of the pool may not make the tables; run tablesSql as their owner, or grant CREATE on the schema';
  throw new CallBookError('unavailable', message, { cause });
}

/** Connections that fail or are cut, as while Postgres is restarted, and too many of them. */
function isUnreachable(error: unknown): boolean {
  const ofNetwork = 'ECONN[A-Z]+|EPIPE|ETIMEDOUT|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOENT|ENOTFOUND';
  if (new RegExp(`^(08...|57P0.|53300|${ofNetwork})$`).test(readCode(error))) return true;
  const ofDriver = /^(Connection terminated|timeout exceeded|Client has encountered a connection error)/;
  return error instanceof Error && ofDriver.test(error.message);
}

/** What has a remedy, with it; any other error as it is. */
function toBookError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof CallBookError) return error;
  const isEnded = /pool after calling end/.test(error.message);
  const problem =
    problems[readCode(error)] ??
    (isEnded ? 'the pool has ended; end it after the last use of the book' : undefined) ??
    (isUnreachable(error)
      ? `Postgres cannot be reached (${readCode(error) || error.message}); see that it runs, and try again`
      : undefined);
  if (problem === undefined) return error;
  return new CallBookError('unavailable', `postgresBook: ${problem}`, { cause: error });
}
