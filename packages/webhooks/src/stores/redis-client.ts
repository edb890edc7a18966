/** The keys that a script touches, and its other arguments. */
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
  createPool(options: { minimum: number; maximum: number }): RedisPool;
}

/** Its connections for transactions. */
export interface RedisPool {
  readonly isOpen: boolean;
  on(event: 'error', listener: () => void): unknown;
  connect(): Promise<unknown>;
  close(): Promise<unknown>;
  destroy(): void;
  execute<Result>(task: (connection: RedisConnection) => Promise<Result>): Promise<Result>;
}

/** One of them. */
export interface RedisConnection {
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
