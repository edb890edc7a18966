import type { Pool, PoolClient, QueryResult } from 'pg';
import { ConnectionQueue } from './connection-queue.ts';
import {
  type Claim,
  type ClaimVerdict,
  checkTable,
  claimTwice,
  type EventStore,
  foreignTable,
  type KeptEvent,
  type KeptList,
  type Lapsed,
  type MaybePromise,
  mustBe,
  refuseUnknownOptions,
  StoreError,
  type TakeOver,
  waitForRenewal,
} from './event-store.ts';
import { PostgresConnections } from './postgres-connections.ts';
import { writeStatements, writeTableSql } from './postgres-statements.ts';

export type { EventStore } from './event-store.ts';
export { StoreError } from './event-store.ts';

/** What a Postgres store is made with. */
export interface PostgresStoreOptions {
  /**
   * A pool of the package `pg`. It stays yours to end. Give it `connectionTimeoutMillis`, or a database that is away is
   * waited for, and a listener for `error`, to learn of idle connections that were lost. Where it has none, the store
   * adds one that does nothing: `pg` would end the process otherwise.
   */
  readonly pool: Pool;
  /** Default `trtc_call_events`; with its schema, where it is in another one. */
  readonly table?: string | undefined;
}

/** A store in Postgres, with what makes its table. */
export interface PostgresStore extends EventStore<PoolClient>, KeptList {
  /**
   * Makes the table, its indexes and the columns of this version where they are not there yet. For migrations of your own there is `tableSql`.
   *
   * @throws StoreError of code `store-option` when there is another table of that name, or the database is not in UTF8
   */
  createTable(): Promise<void>;
  /** The statements that make the table. */
  readonly tableSql: string;
}

/**
 * Remembers events in Postgres 12 or newer, for all processes that share it, by the clock of the server. An effect gets
 * the connection on which the mark is written, inside its transaction.
 *
 * @example
 * ```ts
 * const pool = new Pool({ connectionString, connectionTimeoutMillis: 1000 }).on('error', console.error);
 * const store = postgresStore({ pool });
 * await store.createTable();
 * const receiver = createReceiver({
 *   sdkAppId,
 *   store,
 *   on: {
 *     normal_end: (event, { commit }) =>
 *       commit(async (connection) => {
 *         const insert = 'INSERT INTO bills VALUES ($1) ON CONFLICT DO NOTHING';
 *         await connection.query(insert, [event.CallId || event.fingerprint]);
 *       }),
 *   },
 * });
 * ```
 *
 * @throws StoreError of code `store-option` for a table whose name is not plain
 */
export function postgresStore(options: PostgresStoreOptions): PostgresStore {
  refuseUnknownOptions('postgresStore', options, knownOptions);
  return new OpenPostgresStore(options);
}

/** How many old events are forgotten with each one that is done. */
const swept = 2;
const columns = ['number', 'key', 'token', 'done', 'until', 'payload', 'attempts', 'lease', 'error'];

/** The key, the token, and what else the statement takes. */
type Change = readonly [key: Buffer, token: string, value: number | string];

const knownOptions = { pool: true, table: true } satisfies Record<keyof PostgresStoreOptions, true>;

class OpenPostgresStore implements PostgresStore {
  readonly tableSql: string;
  readonly #pool: Pool;
  readonly #connections: PostgresConnections;
  readonly #table: string;
  readonly #committing = new Set<string>();
  readonly #queue = new ConnectionQueue();
  readonly #statements: ReturnType<typeof writeStatements>;

  constructor({ pool, table = 'trtc_call_events' }: PostgresStoreOptions) {
    if (typeof pool?.connect !== 'function') throw mustBe('postgresStore', 'pool', 'a Pool of pg', pool);
    checkTable('postgresStore', table, /^([A-Za-z_]\w{0,62}\.)?[A-Za-z_]\w{0,57}$/);
    this.#pool = pool;
    this.#connections = new PostgresConnections(pool);
    this.#table = table;
    this.#statements = writeStatements(table);
    this.tableSql = writeTableSql(table);
  }

  async createTable(): Promise<void> {
    await this.#refuseEncoding();
    const existing = await this.#readColumns();
    const missing = columns.filter((column) => !existing.includes(column));
    // Nothing is locked where nothing is missing, since other processes may be at work.
    if (missing.length === 0) return;
    if (existing.length > 0 && missing.some((column) => column !== 'error'))
      throw foreignTable('postgresStore', this.#table);
    // One after the other where several processes start at the same time.
    const lock = `SELECT pg_advisory_xact_lock(hashtext('${this.#table}'));`;
    // Without a limit of time: it waits for transactions that hold the table.
    await this.#pool.query(`${lock}${this.tableSql}`);
  }

  async claim(key: string, { token, leaseMilliseconds }: Claim, payload?: string): Promise<ClaimVerdict> {
    const claim = async (seen?: string): Promise<ClaimVerdict | Lapsed<string>> => {
      const given = [toBytes(key), token, leaseMilliseconds, seen, payload];
      const { rows } = await this.#connections.query(this.#statements.claim, given);
      const verdict: unknown = rows[0]?.verdict;
      if (verdict === 'lapsed') return { lapsed: String(rows[0].seen) };
      if (verdict === 'claimed') return payload === undefined ? 'claimed' : 'kept';
      return verdict === 'done' ? verdict : 'in-flight';
    };
    return claimTwice(claim, leaseMilliseconds);
  }

  async renew(key: string, { token, leaseMilliseconds }: Claim): Promise<boolean> {
    // Its row is locked by the transaction of the effect: it cannot be taken, and a renewal would only wait.
    if (this.#committing.has(key)) return true;
    return this.#queue.ask(['renew', token, key], (begin) =>
      this.#change(this.#statements.renew, [toBytes(key), token, leaseMilliseconds], begin),
    );
  }

  async keep(key: string, token: string, payload: string): Promise<boolean> {
    return this.#queue.ask(['keep', token, key], (begin) =>
      this.#change(this.#statements.keep, [toBytes(key), token, payload], begin),
    );
  }

  async complete(
    key: string,
    token: string,
    doneMilliseconds: number,
    effect?: (connection: PoolClient) => MaybePromise<void>,
  ): Promise<boolean> {
    return this.#queue.ask(['complete', token, key], async (begin) => {
      const given = [toBytes(key), token, doneMilliseconds] as const;
      const isDone = await (effect
        ? this.#commit(key, given, effect, begin)
        : this.#change(this.#statements.complete, given, begin));
      if (isDone) await this.#connections.query(this.#statements.sweep, [swept]).catch(() => {});
      return isDone;
    });
  }

  async release(key: string, token: string, error?: string, isUntried = false): Promise<void> {
    await this.#connections.query(this.#statements.release, [toBytes(key), token, error, Number(isUntried)]);
  }

  async takeOver(wanted: TakeOver): Promise<readonly KeptEvent[]> {
    const { token, leaseMilliseconds, limit, after, maxAttempts } = wanted;
    const lapsed = await this.#connections.query(this.#statements.lapsed, [limit, maxAttempts, after]);
    const numbers = lapsed.rows.map(({ number }) => String(number));
    const seen = lapsed.rows.map((row) => String(row.seen));
    if (numbers.length > 0) await waitForRenewal(leaseMilliseconds);
    const given = [token, leaseMilliseconds, limit, maxAttempts, after, numbers, seen];
    const { rows } = await this.#connections.query(this.#statements.takeOver, given);
    return rows.map(readKept);
  }

  async listKept({ limit, after }: Pick<TakeOver, 'limit' | 'after'>): Promise<readonly KeptEvent[]> {
    const { rows } = await this.#connections.query(this.#statements.kept, [limit, after]);
    return rows.map(readKept);
  }

  /** Whether it was changed, now or by the same token before: then it is done. */
  async #change(statement: string, given: Change, begin: () => void): Promise<boolean> {
    const isChanged = await this.#connections.use(begin, async (connection, discard) => {
      try {
        return (await this.#connections.query(statement, [...given], connection)).rowCount === 1;
      } catch (error) {
        discard();
        throw error;
      }
    });
    return isChanged || this.#isDoneBy(given);
  }

  /** The same together with an effect. */
  async #commit(
    key: string,
    given: Change,
    effect: (connection: PoolClient) => MaybePromise<void>,
    begin: () => void,
  ): Promise<boolean> {
    this.#committing.add(key);
    try {
      const isCommitted = await this.#connections.transact(begin, async (connection) => {
        const marked = await this.#connections.query(this.#statements.complete, [...given], connection);
        if (marked.rowCount !== 1) return false;
        await effect(connection);
        return true;
      });
      return isCommitted || (await this.#isDoneBy(given));
    } finally {
      this.#committing.delete(key);
    }
  }

  async #isDoneBy([key, token]: Change): Promise<boolean> {
    return (await this.#connections.query(this.#statements.isDoneBy, [key, token])).rowCount === 1;
  }

  /** Texts of users are of every script. */
  async #refuseEncoding(): Promise<void> {
    const { rows } = await this.#connections.query(
      "SELECT current_setting('server_encoding') AS encoding",
      [],
    );
    const encoding = String(rows[0]?.encoding);
    if (encoding === 'UTF8' || encoding === 'SQL_ASCII') return;
    const message = `postgresStore: the database has the encoding ${encoding}, which lacks characters that are sent. Use one in UTF8.`;
    throw new StoreError('store-option', message);
  }

  async #readColumns(): Promise<string[]> {
    const text = `
SELECT attname FROM pg_attribute
WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped`;
    const { rows } = await this.#connections.query(text, [this.#table]);
    return rows.map(({ attname }) => String(attname));
  }
}

function readKept({ key, payload, attempts, number, error }: QueryResult['rows'][number]): KeptEvent {
  return {
    key: Buffer.from(key, 'hex').toString(),
    payload: String(payload),
    attempts: Number(attempts),
    position: Number(number),
    error: error ?? undefined,
  };
}

/** Text of Postgres holds no NUL, bytes do. */
function toBytes(key: string): Buffer {
  return Buffer.from(key);
}
