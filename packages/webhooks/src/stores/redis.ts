import {
  type Claim,
  type ClaimVerdict,
  claimTwice,
  type EventStore,
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
import type { RedisClient, RedisConnection, RedisPool, RedisTransaction } from './redis-client.ts';
import { type Script, scripts } from './redis-scripts.ts';

export type { EventStore } from './event-store.ts';
export { StoreError } from './event-store.ts';
export type { RedisClient, RedisPool, RedisTransaction } from './redis-client.ts';

/** What a Redis store is made with. */
export interface RedisStoreOptions {
  /** A client of the package `redis` that is connected, with a listener for `error`. It stays yours to close. */
  readonly client: RedisClient;
  /** What the names of its keys begin with. Default `trtc-call:events`. */
  readonly prefix?: string | undefined;
  /** Connections on which effects are committed, each its own. Default 8. */
  readonly effectConnections?: number | undefined;
}

/** A store in Redis. */
export interface RedisStore extends EventStore<RedisTransaction>, KeptList, AsyncDisposable {
  /** Closes the connections of the effects; the client stays open. */
  close(): Promise<void>;
}

/**
 * Remembers events in Redis 6.2 or newer, for all processes that share it. Each step is one script, and all keys have
 * one hash tag, so that a cluster keeps them together. What Redis forgets is handled again: let it write to disk
 * (`appendonly yes`), and not evict (`maxmemory-policy noeviction`).
 *
 * @example
 * ```ts
 * const client = await createClient({ url }).on('error', console.error).connect();
 * const receiver = createReceiver({
 *   sdkAppId,
 *   store: redisStore({ client }),
 *   on: { normal_end: (event, { commit }) => commit((redis) => void redis.add('HSETNX', 'bills', event.CallId || event.fingerprint, '1')) },
 * });
 * ```
 *
 * @throws StoreError of code `store-unavailable`, at once, while the client is not connected
 */
export function redisStore(options: RedisStoreOptions): RedisStore {
  refuseUnknownOptions('redisStore', options, knownOptions);
  return new OpenRedisStore(options);
}

/** How long the connections of effects have to end by themselves, in milliseconds. */
const closeMilliseconds = 2000;

const knownOptions = { client: true, prefix: true, effectConnections: true } satisfies Record<
  keyof RedisStoreOptions,
  true
>;

class OpenRedisStore implements RedisStore {
  readonly #client: RedisClient;
  readonly #tag: string;
  readonly #effectConnections: number;
  #pool: RedisPool | undefined;
  #connected: Promise<RedisPool> | undefined;

  constructor({ client, prefix = 'trtc-call:events', effectConnections = 8 }: RedisStoreOptions) {
    if (typeof client?.evalSha !== 'function') {
      throw mustBe('redisStore', 'client', 'a client of the package redis', client);
    }
    if (typeof prefix !== 'string' || prefix === '' || /[{}]/.test(prefix)) {
      throw mustBe('redisStore', 'prefix', 'a word without braces', prefix);
    }
    if (!Number.isInteger(effectConnections) || effectConnections < 1) {
      throw mustBe('redisStore', 'effectConnections', 'an integer from 1', effectConnections);
    }
    this.#client = client;
    this.#tag = `{${prefix}}`;
    this.#effectConnections = effectConnections;
  }

  async claim(key: string, { token, leaseMilliseconds }: Claim): Promise<ClaimVerdict> {
    const claim = async (seen = ''): Promise<ClaimVerdict | Lapsed<string>> => {
      const verdict = String(await this.#run(scripts.claim, key, [token, leaseMilliseconds, seen]));
      if (verdict === 'claimed' || verdict === 'done' || verdict === 'in-flight') return verdict;
      return { lapsed: verdict };
    };
    return claimTwice(claim, leaseMilliseconds);
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
    effect?: (transaction: RedisTransaction) => MaybePromise<void>,
  ): Promise<boolean> {
    if (effect) return this.#completeWith(key, token, doneMilliseconds, effect);
    return (await this.#run(scripts.complete, key, [token, doneMilliseconds, key])) === 1;
  }

  async release(key: string, token: string, error = ''): Promise<void> {
    await this.#run(scripts.release, key, [token, error]);
  }

  async takeOver(wanted: TakeOver): Promise<readonly KeptEvent[]> {
    const { token, leaseMilliseconds, limit, after, maxAttempts } = wanted;
    const lapsed = readTexts(await this.#run(scripts.lapsed, '', [limit, maxAttempts, after]));
    if (lapsed.length > 0) await waitForRenewal(leaseMilliseconds);
    const given = [token, leaseMilliseconds, limit, maxAttempts, after, ...lapsed];
    return readKept(await this.#run(scripts.takeOver, '', given));
  }

  async listKept({ limit, after }: Pick<TakeOver, 'limit' | 'after'>): Promise<readonly KeptEvent[]> {
    return readKept(await this.#run(scripts.kept, '', [limit, after]));
  }

  async close(): Promise<void> {
    const pool = this.#pool;
    this.#pool = undefined;
    this.#connected = undefined;
    if (!pool?.isOpen) return;
    // A connection that gives no answer would be awaited for ever.
    const deadline = Promise.withResolvers<void>();
    const timer = setTimeout(deadline.resolve, closeMilliseconds);
    try {
      await Promise.race([pool.close(), deadline.promise]);
    } finally {
      clearTimeout(timer);
      if (pool.isOpen) pool.destroy();
    }
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

  /**
   * First the effect says what it writes, then that is carried out together with the mark: WATCH makes the EXEC void when
   * the claim has changed. Where it was only renewed meanwhile, the same is carried out anew.
   */
  async #completeWith(
    key: string,
    token: string,
    doneMilliseconds: number,
    effect: (transaction: RedisTransaction) => MaybePromise<void>,
  ): Promise<boolean> {
    this.#expectReady();
    this.#connected ??= this.#connect();
    const pool = await this.#connected;
    const [claim] = this.#keys(key);
    const before = await pool.execute((connection) => connection.get(claim));
    if (!isFreeOrOwn(before, token)) return isDoneBy(before, token);
    const commands: string[][] = [];
    const transaction: RedisTransaction = {
      add: (...words) => {
        commands.push(words);
        return transaction;
      },
    };
    await effect(transaction);
    return pool.execute((connection) => this.#carryOut(connection, key, token, doneMilliseconds, commands));
  }

  async #carryOut(
    connection: RedisConnection,
    key: string,
    token: string,
    doneMilliseconds: number,
    commands: readonly string[][],
  ): Promise<boolean> {
    const keys = this.#keys(key);
    for (;;) {
      await connection.watch(keys[0]);
      try {
        const claim = await connection.get(keys[0]);
        if (!isFreeOrOwn(claim, token)) return isDoneBy(claim, token);
        const multi = connection.multi();
        multi.eval(scripts.complete.text, { keys, arguments: [token, String(doneMilliseconds), key] });
        for (const words of commands) multi.addCommand(words);
        await multi.exec();
        return true;
      } catch (error) {
        if (isMultiErrorReply(error)) {
          const message =
            'redisStore: Redis refused a command of the effect when it carried it out; the event is marked as done all the same.';
          throw new StoreError('effect-not-possible', message, { cause: error });
        }
        if (!isWatchError(error)) throw error;
      } finally {
        if (connection.isReady) await connection.unwatch();
      }
    }
  }

  async #connect(): Promise<RedisPool> {
    const pool = this.#client.createPool({ minimum: 1, maximum: this.#effectConnections });
    this.#pool = pool;
    // The client that it was made from reports the same errors.
    pool.on('error', () => {});
    try {
      await pool.connect();
      return pool;
    } catch (error) {
      if (this.#pool === pool) this.#connected = undefined;
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

/** Whether a claim, as Redis holds it, is free or the token's; what is done is neither. */
function isFreeOrOwn(claim: unknown, token: string): boolean {
  return claim === null || /^t\d+:(.*)$/s.exec(String(claim))?.[1] === token;
}

function isDoneBy(claim: unknown, token: string): boolean {
  return String(claim) === `d${token}`;
}

function readKept(answer: unknown): KeptEvent[] {
  const texts = readTexts(answer);
  return Array.from({ length: texts.length / 5 }, (_, row) => {
    const [key = '', payload = '', attempts, position, error] = texts.slice(row * 5, row * 5 + 5);
    return {
      key,
      payload,
      attempts: Number(attempts),
      position: Number(position),
      error: error || undefined,
    };
  });
}

function readTexts(answer: unknown): string[] {
  return Array.isArray(answer) ? answer.map(String) : [];
}

function isWatchError(error: unknown): boolean {
  return error instanceof Error && error.constructor.name === 'WatchError';
}

function isMultiErrorReply(error: unknown): boolean {
  return error instanceof Error && error.constructor.name === 'MultiErrorReply';
}
