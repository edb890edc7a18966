import type { Pool, PoolClient } from 'pg';
import type {
  Claim,
  ClaimVerdict,
  EventStore,
  KeptEvent,
  MaybePromise,
  TakeOver,
} from '../store/event-store.ts';
import { StoreError } from '../store/store-error.ts';
import { type Statements, statementsOf, tableOf } from './statements.ts';

/** What a Postgres store is made with. */
export interface PostgresStoreOptions {
  /** A pool of the package `pg`. It stays yours to end. Give it `connectionTimeoutMillis`, or a database that is away is waited for. */
  readonly pool: Pool;
  /** Default `trtc_call_events`; with its schema, where it is in another one. */
  readonly table?: string | undefined;
}

/** A store in Postgres, with what makes its table. */
export interface PostgresStore extends EventStore<PoolClient> {
  /** Makes the table and its indexes where they are not there yet. For migrations of your own there is `tableSql`. */
  createTable(): Promise<void>;
  /** The statements that `createTable` runs. */
  readonly tableSql: string;
}

/**
 * Remembers events in Postgres 12 or newer, for all processes that share it, by the clock of the server. An effect gets
 * the connection on which the mark is written, inside its transaction.
 *
 * @example
 * ```ts
 * const store = postgresStore({ pool: new Pool({ connectionString, connectionTimeoutMillis: 1000 }) });
 * await store.createTable();
 * const receiver = createReceiver({
 *   sdkAppId,
 *   store,
 *   on: {
 *     normal_end: (event, { commit }) =>
 *       commit(async (connection) => {
 *         await connection.query('INSERT INTO bills VALUES ($1)', [event.CallId]);
 *       }),
 *   },
 * });
 * ```
 *
 * @throws StoreError of code `store-option` for a table whose name is not plain
 */
export function postgresStore(options: PostgresStoreOptions): PostgresStore {
  return new OpenPostgresStore(options);
}

/** So many events that are done for long enough, or whose process has died, are forgotten with each one that is done. */
const swept = 2;

class OpenPostgresStore implements PostgresStore {
  readonly tableSql: string;
  readonly #pool: Pool;
  readonly #statements: Statements;

  constructor({ pool, table = 'trtc_call_events' }: PostgresStoreOptions) {
    if (!/^([A-Za-z_]\w*\.)?[A-Za-z_]\w*$/.test(table)) {
      const message = `postgresStore: table: ${JSON.stringify(table)} is no plain name.`;
      throw new StoreError('store-option', message);
    }
    this.#pool = pool;
    this.#statements = statementsOf(table);
    this.tableSql = tableOf(table);
  }

  async createTable(): Promise<void> {
    await this.#pool.query(this.tableSql);
  }

  async claim(key: string, { token, leaseMilliseconds }: Claim): Promise<ClaimVerdict> {
    const { rows } = await this.#pool.query(this.#statements.claim, [bytesOf(key), token, leaseMilliseconds]);
    const verdict: unknown = rows[0]?.verdict;
    return verdict === 'claimed' || verdict === 'done' ? verdict : 'in-flight';
  }

  async renew(key: string, { token, leaseMilliseconds }: Claim): Promise<boolean> {
    return this.#changes(this.#statements.renew, [bytesOf(key), token, leaseMilliseconds]);
  }

  async keep(key: string, token: string, payload: string): Promise<boolean> {
    return this.#changes(this.#statements.keep, [bytesOf(key), token, payload]);
  }

  async complete(
    key: string,
    token: string,
    doneMilliseconds: number,
    effect?: (connection: PoolClient) => MaybePromise<void>,
  ): Promise<boolean> {
    const given = [bytesOf(key), token, doneMilliseconds];
    const isDone = effect
      ? await this.#completeWith(given, effect)
      : await this.#changes(this.#statements.complete, given);
    if (isDone) await this.#pool.query(this.#statements.sweep, [swept]).catch(() => {});
    return isDone;
  }

  async release(key: string, token: string): Promise<void> {
    await this.#pool.query(this.#statements.release, [bytesOf(key), token]);
  }

  async takeOver(wanted: TakeOver): Promise<readonly KeptEvent[]> {
    const { token, leaseMilliseconds, limit, after, maxAttempts } = wanted;
    const given = [token, leaseMilliseconds, limit, maxAttempts, after];
    const { rows } = await this.#pool.query(this.#statements.takeOver, given);
    return rows.map(({ number, key, payload, attempts }) => ({
      key: Buffer.from(key).toString(),
      payload: String(payload),
      attempts: Number(attempts),
      position: Number(number),
    }));
  }

  async #changes(statement: string, given: readonly unknown[]): Promise<boolean> {
    const { rowCount } = await this.#pool.query(statement, [...given]);
    return rowCount === 1;
  }

  async #completeWith(
    given: readonly unknown[],
    effect: (connection: PoolClient) => MaybePromise<void>,
  ): Promise<boolean> {
    const connection = await this.#pool.connect();
    let broken: unknown;
    // A pool listens to idle connections only: one that is cut in use would end the process.
    const listener = (reason: Error) => {
      broken = reason;
    };
    connection.on('error', listener);
    try {
      await connection.query('BEGIN');
      const { rowCount } = await connection.query(this.#statements.complete, [...given]);
      if (rowCount === 1) await effect(connection);
      await connection.query(rowCount === 1 ? 'COMMIT' : 'ROLLBACK');
      return rowCount === 1;
    } catch (error) {
      // A connection that cannot even roll back is thrown away.
      await connection.query('ROLLBACK').catch((reason: unknown) => {
        broken = reason;
      });
      throw error;
    } finally {
      connection.off('error', listener);
      connection.release(broken !== undefined);
    }
  }
}

/** Text of Postgres holds no NUL, bytes do. */
function bytesOf(key: string): Buffer {
  return Buffer.from(key);
}
