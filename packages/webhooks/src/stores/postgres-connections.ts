import type { Pool, PoolClient, QueryConfig, QueryResult } from 'pg';
import { StoreError } from './event-store.ts';

/** After this time without an answer to a statement its connection is thrown away, in milliseconds. */
const statementMilliseconds = 10_000;

/** `pg` has had `query_timeout` for single queries for long; its types have not. */
interface TimedQuery extends QueryConfig<unknown[]> {
  readonly query_timeout: number;
}

/** Asks Postgres in time, by a pool or on a connection of its own. */
export class PostgresConnections {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
    // The pool connects anew by itself. Without a listener the end of an idle connection would end the process.
    if (pool.listenerCount('error') === 0) pool.on('error', () => {});
  }

  query(
    text: string,
    values: unknown[],
    connection: Pick<PoolClient, 'query'> = this.#pool,
  ): Promise<QueryResult> {
    const query: TimedQuery = { text, values, query_timeout: statementMilliseconds };
    return connection.query(query).catch(nameRemedy);
  }

  /**
   * @param begin is called once there is a connection, which may take long
   * @param work may discard the connection: it is not used again then
   */
  async use(
    begin: () => void,
    work: (connection: PoolClient, discard: () => void) => Promise<boolean>,
  ): Promise<boolean> {
    let isBroken = false;
    // A pool listens to idle connections only: one that is cut in use would end the process.
    const discard = () => {
      isBroken = true;
    };
    const connection = await this.#connect(discard);
    begin();
    try {
      return await work(connection, discard);
    } finally {
      connection.off('error', discard);
      connection.release(isBroken);
    }
  }

  /**
   * Commits what the work has written, or nothing.
   *
   * @param work says whether there is anything to commit
   */
  transact(begin: () => void, work: (connection: PoolClient) => Promise<boolean>): Promise<boolean> {
    return this.use(begin, async (connection, discard) => {
      try {
        await this.query('BEGIN', [], connection);
        const isWritten = await work(connection);
        const end = isWritten ? 'COMMIT' : 'ROLLBACK';
        const { command } = await this.query(end, [], connection).catch(refuseEffect);
        if (command === end) return isWritten;
        // Postgres answers so where a statement of the effect failed, and its error was swallowed.
        const message =
          'postgresStore: a statement of the effect failed, so that nothing could be committed. Let the effect throw its error.';
        throw new StoreError('effect-not-possible', message);
      } catch (error) {
        // An effect that is no longer awaited may still use the connection.
        if (readCode(error) === 'handler-timeout') discard();
        // A connection that cannot even roll back is thrown away.
        else await this.query('ROLLBACK', [], connection).catch(discard);
        throw error;
      }
    });
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
}

/** What has a remedy, with it; any other error as it is. */
function nameRemedy(error: unknown): never {
  if (readCode(error) !== '53100') throw error;
  const message =
    'postgresStore: the disk of the database is full. Free some space: it then goes on by itself.';
  throw new StoreError('store-unavailable', message, { cause: error });
}

/** What a commit is refused for each time, such as a constraint that is checked only then. */
function refuseEffect(error: unknown): never {
  const code = readCode(error);
  if (!/^(?:22|23|42|44|P0)...$|^40002$/.test(code)) throw error;
  const message = `postgresStore: the effect cannot be committed (${code}): what it has written breaks a rule of its table. Correct it.`;
  throw new StoreError('effect-not-possible', message, { cause: error });
}

function readCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
