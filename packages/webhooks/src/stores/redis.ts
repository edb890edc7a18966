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
import { EffectConnections, nameRemedy, type RedisClient, type RedisTransaction } from './redis-effects.ts';
import { type Script, scripts } from './redis-scripts.ts';

export type { EventStore } from './event-store.ts';
export { StoreError } from './event-store.ts';
export type { RedisClient, RedisPool, RedisTransaction } from './redis-effects.ts';

/** What a Redis store is made with. */
export interface RedisStoreOptions {
  /**
   * A client of the package `redis` that is connected, with a listener for `error`, made by `createClient`: one of a cluster
   * or of sentinels is refused. It stays yours to close.
   */
  readonly client: RedisClient;
  /** What the names of its keys begin with. Default `trtc-call:events`. */
  readonly prefix?: string | undefined;
  /** Connections on which effects are committed, each its own. Default 8. */
  readonly effectConnections?: number | undefined;
}

/** A store in Redis. */
export interface RedisStore extends EventStore<RedisTransaction>, KeptList, AsyncDisposable {
  /** Whether an event was ever kept under this prefix: one that is misspelt has an empty list too. */
  hasKept(): Promise<boolean>;
  /** Closes the connections of the effects; the client stays open. */
  close(): Promise<void>;
}

/**
 * Remembers events in Redis 6.2 or newer, for all processes that share it. Each step is one script. What Redis forgets is
 * handled again where it is sent again, and is gone where it was kept: let it write to disk (`appendonly yes`), and not
 * evict (`maxmemory-policy noeviction`).
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

const knownOptions = { client: true, prefix: true, effectConnections: true } satisfies Record<
  keyof RedisStoreOptions,
  true
>;

class OpenRedisStore implements RedisStore {
  readonly #client: RedisClient;
  readonly #tag: string;
  readonly #effects: EffectConnections;

  constructor({ client, prefix = 'trtc-call:events', effectConnections = 8 }: RedisStoreOptions) {
    // Those of a cluster and of sentinels have no pool, and no effect could be committed.
    if (typeof client?.evalSha !== 'function' || typeof client.createPool !== 'function') {
      const what = 'made by createClient() of the package redis, not by createCluster() or createSentinel()';
      throw mustBe('redisStore', 'client', what, client);
    }
    if (typeof prefix !== 'string' || prefix === '' || /[{}]/.test(prefix)) {
      throw mustBe('redisStore', 'prefix', 'a word without braces', prefix);
    }
    if (!Number.isInteger(effectConnections) || effectConnections < 1) {
      throw mustBe('redisStore', 'effectConnections', 'an integer from 1', effectConnections);
    }
    this.#client = client;
    this.#tag = `{${prefix}}`;
    this.#effects = new EffectConnections(client, effectConnections);
  }

  async claim(key: string, { token, leaseMilliseconds }: Claim, payload?: string): Promise<ClaimVerdict> {
    const kept = payload === undefined ? [] : [key, payload];
    const claim = async (seen = ''): Promise<ClaimVerdict | Lapsed<string>> => {
      const verdict = await this.#run(scripts.claim, key, [token, leaseMilliseconds, seen, ...kept]);
      if (isVerdict(verdict)) return verdict;
      return { lapsed: String(verdict) };
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
    if (!effect) return (await this.#run(scripts.complete, key, [token, doneMilliseconds, key])) === 1;
    this.#expectReady();
    const mark = { keys: this.#keys(key), arguments: [token, String(doneMilliseconds), key] };
    return this.#effects.commit(token, mark, effect);
  }

  async release(key: string, token: string, error = '', isUntried = false): Promise<void> {
    await this.#run(scripts.release, key, [token, error, -Number(isUntried)]);
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

  async hasKept(): Promise<boolean> {
    return (await this.#run(scripts.hasKept, '', [])) === 1;
  }

  async close(): Promise<void> {
    await this.#effects.close();
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
      const [code] = error instanceof Error ? error.message.split(' ', 1) : [];
      // Redis was restarted, or has not seen it yet.
      if (code === 'NOSCRIPT') return await this.#client.eval(script.text, given);
      if (code !== 'MOVED') throw nameRemedy(error);
      const message =
        'redisStore: the client is connected to a node of a cluster that does not hold these keys. Connect it to a Redis that is not part of a cluster.';
      throw new StoreError('store-option', message, { cause: error });
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

const verdicts: readonly unknown[] = ['claimed', 'kept', 'in-flight', 'done'] satisfies ClaimVerdict[];

function isVerdict(answer: unknown): answer is ClaimVerdict {
  return verdicts.includes(answer);
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
