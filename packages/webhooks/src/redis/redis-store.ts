import type {
  RedisClientType,
  RedisFunctions,
  RedisModules,
  RedisScripts,
  RespVersions,
  TypeMapping,
} from 'redis';
import type {
  Claim,
  ClaimVerdict,
  EventStore,
  KeptEvent,
  MaybePromise,
  TakeOver,
} from '../store/event-store.ts';
import { StoreError } from '../store/store-error.ts';
import { type Script, scripts } from './scripts.ts';

/** A client of the package `redis`, with whichever modules it has. */
type Client<
  M extends RedisModules,
  F extends RedisFunctions,
  S extends RedisScripts,
  R extends RespVersions,
  T extends TypeMapping,
> = RedisClientType<M, F, S, R, T>;

const multiOf = <
  M extends RedisModules,
  F extends RedisFunctions,
  S extends RedisScripts,
  R extends RespVersions,
  T extends TypeMapping,
>(
  client: Client<M, F, S, R, T>,
) => client.multi();

/** What `multi()` of such a client gives. */
type Multi<
  M extends RedisModules,
  F extends RedisFunctions,
  S extends RedisScripts,
  R extends RespVersions,
  T extends TypeMapping,
> = ReturnType<typeof multiOf<M, F, S, R, T>>;

/** What a Redis store is made with. */
export interface RedisStoreOptions<Connected> {
  /** A client of the package `redis` that is connected, with a listener for `error`. It stays yours to close. */
  readonly client: Connected;
  /** What the names of its keys begin with. Default `trtc-call:events`. */
  readonly prefix?: string | undefined;
  /** Connections on which effects are committed, each its own. Default 8. */
  readonly effectConnections?: number | undefined;
}

/** A store in Redis. An effect is written as commands on the MULTI that it is given. */
export interface RedisStore<Transaction> extends EventStore<Transaction>, AsyncDisposable {
  /** Closes the connections of the effects; the client stays open. */
  close(): Promise<void>;
}

/**
 * Remembers events in Redis 6.2 or newer, for all processes that share it. Each claim is one `SET NX PX`, and all keys
 * have one hash tag, so that a cluster keeps them together. What Redis forgets is handled again: let it write to disk
 * (`appendonly yes`), and not evict (`maxmemory-policy noeviction`).
 *
 * @example
 * ```ts
 * const client = await createClient({ url }).on('error', console.error).connect();
 * const receiver = createReceiver({
 *   sdkAppId,
 *   store: redisStore({ client }),
 *   on: { normal_end: (event, { commit }) => commit((multi) => void multi.incr(`calls:${event.UserId}`)) },
 * });
 * ```
 *
 * @throws StoreError of code `store-unavailable`, at once, while the client is not connected
 */
export function redisStore<
  M extends RedisModules,
  F extends RedisFunctions,
  S extends RedisScripts,
  R extends RespVersions,
  T extends TypeMapping,
>(options: RedisStoreOptions<Client<M, F, S, R, T>>): RedisStore<Multi<M, F, S, R, T>> {
  return new OpenRedisStore(options);
}

class OpenRedisStore<
  M extends RedisModules,
  F extends RedisFunctions,
  S extends RedisScripts,
  R extends RespVersions,
  T extends TypeMapping,
> implements RedisStore<Multi<M, F, S, R, T>>
{
  readonly #client: Client<M, F, S, R, T>;
  readonly #tag: string;
  readonly #effectConnections: number;
  #pool: ReturnType<OpenRedisStore<M, F, S, R, T>['openPool']> | undefined;

  constructor({
    client,
    prefix = 'trtc-call:events',
    effectConnections = 8,
  }: RedisStoreOptions<Client<M, F, S, R, T>>) {
    if (prefix === '' || /[{}]/.test(prefix)) {
      const message = `redisStore: prefix: ${JSON.stringify(prefix)} is not possible. Give a word without braces.`;
      throw new StoreError('store-option', message);
    }
    if (!Number.isInteger(effectConnections) || effectConnections < 1) {
      const message = `redisStore: effectConnections: ${String(effectConnections)} is not possible. Give a whole number from 1.`;
      throw new StoreError('store-option', message);
    }
    this.#client = client;
    this.#tag = `{${prefix}}`;
    this.#effectConnections = effectConnections;
  }

  async claim(key: string, { token, leaseMilliseconds }: Claim): Promise<ClaimVerdict> {
    const verdict = await this.#run(scripts.claim, key, [token, leaseMilliseconds]);
    return verdict === 'claimed' || verdict === 'done' ? verdict : 'in-flight';
  }

  async renew(key: string, { token, leaseMilliseconds }: Claim): Promise<boolean> {
    return (await this.#run(scripts.renew, key, [token, leaseMilliseconds])) === 1;
  }

  async keep(key: string, token: string, payload: string): Promise<boolean> {
    return (await this.#run(scripts.keep, key, [token, payload, key])) === 1;
  }

  async complete(
    key: string,
    token: string,
    doneMilliseconds: number,
    effect?: (multi: Multi<M, F, S, R, T>) => MaybePromise<void>,
  ): Promise<boolean> {
    if (effect) return this.#completeWith(key, token, doneMilliseconds, effect);
    return (await this.#run(scripts.complete, key, [token, doneMilliseconds, key])) === 1;
  }

  async release(key: string, token: string): Promise<void> {
    await this.#run(scripts.release, key, [token]);
  }

  async takeOver({ token, leaseMilliseconds, limit, maxAttempts }: TakeOver): Promise<readonly KeptEvent[]> {
    const taken = await this.#run(scripts.takeOver, '', [token, leaseMilliseconds, limit, maxAttempts]);
    const texts = Array.isArray(taken) ? taken.map(String) : [];
    return Array.from({ length: texts.length / 3 }, (_, row) => {
      const [key = '', payload = '', attempts] = texts.slice(row * 3);
      return { key, payload, attempts: Number(attempts) };
    });
  }

  async close(): Promise<void> {
    const opening = this.#pool;
    this.#pool = undefined;
    const pool = await opening?.catch(() => undefined);
    if (pool?.isOpen) await pool.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #keys(key: string): [claim: string, kept: string, order: string, number: string] {
    const tag = this.#tag;
    return [`${tag}:claim:${key}`, `${tag}:kept:${key}`, `${tag}:order`, `${tag}:number`];
  }

  async #run(script: Script, key: string, values: readonly (string | number)[]): Promise<unknown> {
    this.#expectReady();
    const given = { keys: this.#keys(key), arguments: values.map(String) };
    try {
      return await this.#client.evalSha(script.digest, given);
    } catch (error) {
      // Redis was restarted, or has not seen it yet.
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return await this.#client.eval(script.text, given);
    }
  }

  /** WATCH makes the EXEC void as soon as the claim runs out or is another's. */
  async #completeWith(
    key: string,
    token: string,
    doneMilliseconds: number,
    effect: (multi: Multi<M, F, S, R, T>) => MaybePromise<void>,
  ): Promise<boolean> {
    this.#expectReady();
    this.#pool ??= this.openPool();
    const pool = await this.#pool;
    const [claim, kept, order] = this.#keys(key);
    return pool.execute(async (connection) => {
      await connection.watch(claim);
      try {
        const holder: unknown = await connection.get(claim);
        if (String(holder) !== `t${token}`) return false;
        const multi = multiOf<M, F, S, R, T>(connection);
        multi.set(claim, 'done', { expiration: { type: 'PX', value: doneMilliseconds } });
        multi.del(kept);
        multi.zRem(order, key);
        await effect(multi);
        await multi.exec();
        return true;
      } catch (error) {
        if (isWatchError(error)) return false;
        throw error;
      } finally {
        if (connection.isReady) await connection.unwatch();
      }
    });
  }

  private async openPool() {
    const pool = this.#client.createPool({ minimum: 1, maximum: this.#effectConnections });
    // The client that it was made from tells of the same troubles.
    pool.on('error', () => {});
    try {
      await pool.connect();
      return pool;
    } catch (error) {
      this.#pool = undefined;
      throw error;
    }
  }

  /** The driver would keep commands until the connection is back, and the vendor would wait. */
  #expectReady(): void {
    if (this.#client.isReady) return;
    const message =
      'redisStore: the client is not connected. Call `connect()` before the first event; it connects again by itself.';
    throw new StoreError('store-unavailable', message);
  }
}

function isWatchError(error: unknown): boolean {
  return error instanceof Error && error.constructor.name === 'WatchError';
}
