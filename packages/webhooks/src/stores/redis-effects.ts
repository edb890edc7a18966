import { ConnectionQueue } from './connection-queue.ts';
import { type MaybePromise, StoreError } from './event-store.ts';
import { scripts } from './redis-scripts.ts';

interface ScriptInput {
  readonly keys: string[];
  readonly arguments: string[];
}

/**
 * What a store needs of a client of the package `redis`. It is spelt out here, since the driver's own types depend on
 * the modules that a client was made with.
 */
export interface RedisClient {
  readonly isReady: boolean;
  eval(script: string, input: ScriptInput): Promise<unknown>;
  evalSha(digest: string, input: ScriptInput): Promise<unknown>;
  createPool(options: { minimum: number; maximum: number; acquireTimeout: number }): RedisPool;
}

export interface RedisPool {
  readonly isOpen: boolean;
  on(event: 'error', listener: () => void): unknown;
  connect(): Promise<unknown>;
  close(): Promise<unknown>;
  destroy(): void;
  execute<Result>(task: (connection: RedisConnection) => Promise<Result>): Promise<Result>;
}

interface RedisConnection {
  readonly isReady: boolean;
  watch(key: string): Promise<unknown>;
  unwatch(): Promise<unknown>;
  get(key: string): Promise<unknown>;
  multi(): RedisMulti;
}

interface RedisMulti {
  eval(script: string, input: ScriptInput): unknown;
  addCommand(words: string[]): unknown;
  exec(): Promise<unknown>;
}

/**
 * What an effect writes with: its commands are carried out together with the mark, or none of them is. Redis undoes
 * nothing, though: a command that it refuses only when it carries it out, such as INCR of a list, fails alone.
 */
export interface RedisTransaction {
  /** Adds a command, such as `add('INCRBY', key, '3')`. Keys are sent as they are, without a `keyPrefix` of the client. */
  add(command: string, ...words: readonly string[]): RedisTransaction;
}

/** What marks an event as done: the input of the script, whose first key is the claim. */
interface Mark {
  readonly keys: [claim: string, ...string[]];
  readonly arguments: string[];
}

/** How long connections have to end by themselves, in milliseconds. */
const closeMilliseconds = 2000;

/** Connections on which effects are committed, each its own. */
export class EffectConnections {
  readonly #client: RedisClient;
  readonly #most: number;
  #pool: RedisPool | undefined;
  #connected: Promise<RedisPool> | undefined;
  readonly #queue = new ConnectionQueue();

  constructor(client: RedisClient, most: number) {
    this.#client = client;
    this.#most = most;
  }

  /**
   * Writes an effect together with the mark that its event is done. First the effect says what it writes, then that is
   * carried out together with the mark: WATCH makes the EXEC void when the claim has changed. Where it was only renewed
   * meanwhile, the same is carried out anew.
   *
   * @returns false when another process has the claim
   */
  commit(
    token: string,
    mark: Mark,
    effect: (transaction: RedisTransaction) => MaybePromise<void>,
  ): Promise<boolean> {
    return this.#queue.ask([token, mark.keys[0]], (begin) => this.#commit(token, mark, effect, begin));
  }

  async #commit(
    token: string,
    mark: Mark,
    effect: (transaction: RedisTransaction) => MaybePromise<void>,
    begin: () => void,
  ): Promise<boolean> {
    this.#connected ??= this.#connect();
    const pool = await this.#connected;
    const claim: ScriptInput = { keys: [mark.keys[0]], arguments: [] };
    const before = await this.#client.eval("return redis.call('GET', KEYS[1])", claim);
    if (!isFreeOrOwn(before, token)) return isDoneBy(before, token);
    const commands: string[][] = [];
    const transaction: RedisTransaction = {
      add: (...words) => {
        // The driver would find out only when it has sent the mark.
        const other = words.findIndex((word: unknown) => typeof word !== 'string');
        if (other !== -1) {
          throw new TypeError(`add: each word of a command must be a string (got ${String(words[other])})`);
        }
        commands.push(words);
        return transaction;
      },
    };
    await effect(transaction);
    return pool.execute(async (connection) => {
      begin();
      for (;;) {
        const isDone = await carryOut(connection, token, mark, commands);
        if (isDone !== undefined) return isDone;
      }
    });
  }

  /** Those that do not end by themselves in time are cut. */
  async close(): Promise<void> {
    const pool = this.#pool;
    this.#pool = undefined;
    this.#connected = undefined;
    if (!pool?.isOpen) return;
    // A connection without an answer would be awaited forever.
    const deadline = Promise.withResolvers<void>();
    const timer = setTimeout(deadline.resolve, closeMilliseconds);
    try {
      await Promise.race([pool.close(), deadline.promise]);
    } finally {
      clearTimeout(timer);
      if (pool.isOpen) pool.destroy();
    }
  }

  async #connect(): Promise<RedisPool> {
    // What waits for a connection keeps its place: the receiver knows for how long it may.
    const pool = this.#client.createPool({ minimum: 1, maximum: this.#most, acquireTimeout: 0 });
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
}

/** @returns undefined where the claim has changed meanwhile, so that nothing was carried out */
async function carryOut(
  connection: RedisConnection,
  token: string,
  mark: Mark,
  commands: readonly string[][],
): Promise<boolean | undefined> {
  await connection.watch(mark.keys[0]);
  let isWatching = true;
  try {
    const claim = await connection.get(mark.keys[0]);
    if (!isFreeOrOwn(claim, token)) return isDoneBy(claim, token);
    const multi = connection.multi();
    multi.eval(scripts.complete.text, mark);
    for (const words of commands) multi.addCommand(words);
    await multi.exec();
    isWatching = false;
    return true;
  } catch (error) {
    if (error instanceof Error && error.constructor.name === 'WatchError') return undefined;
    throw toEffectError(error);
  } finally {
    if (isWatching && connection.isReady) await connection.unwatch();
  }
}

/** Whether a claim, as Redis holds it, is free or the token's; what is done is neither. */
function isFreeOrOwn(claim: unknown, token: string): boolean {
  return claim === null || /^t\d+:(.*)$/s.exec(String(claim))?.[1] === token;
}

function isDoneBy(claim: unknown, token: string): boolean {
  return String(claim) === `d${token}`;
}

/** A server that starts, fails over or is full may take the same commands later. */
const passing = /^(?:LOADING|READONLY|MASTERDOWN|NOREPLICAS|BUSY|OOM|MISCONF|TRYAGAIN|CLUSTERDOWN) /;

/** What a server that is full says, with the remedy; any other error as it is. */
export function nameRemedy(cause: unknown): unknown {
  const remedies = {
    MISCONF: 'Redis cannot write to its disk. Free some space: it then goes on by itself.',
    OOM: 'the memory of Redis is full. Raise its `maxmemory`.',
  };
  const found = Object.entries(remedies).find(
    ([code]) => cause instanceof Error && cause.message.startsWith(`${code} `),
  );
  return found ? new StoreError('store-unavailable', `redisStore: ${found[1]}`, { cause }) : cause;
}

/** What the server refuses each time, with the remedy; any other error as it is. */
function toEffectError(error: unknown): unknown {
  const cause = nameRemedy(error);
  if (!(cause instanceof Error)) return cause;
  if (cause.constructor.name === 'MultiErrorReply') {
    const message =
      'redisStore: Redis refused a command of the effect when it carried it out; the event is marked as done all the same.';
    return new StoreError('effect-not-possible', message, { cause });
  }
  if (cause.constructor.name !== 'SimpleError' || passing.test(cause.message)) return cause;
  const message = `redisStore: the commands of the effect cannot be carried out (${cause.message}). Correct them.`;
  return new StoreError('effect-not-possible', message, { cause });
}
