export interface ScriptInput {
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

export interface RedisPool {
  readonly isOpen: boolean;
  on(event: 'error', listener: () => void): unknown;
  connect(): Promise<unknown>;
  close(): Promise<unknown>;
  destroy(): void;
  execute<Result>(task: (connection: RedisConnection) => Promise<Result>): Promise<Result>;
}

export interface RedisConnection {
  readonly isReady: boolean;
  watch(key: string): Promise<unknown>;
  unwatch(): Promise<unknown>;
  get(key: string): Promise<unknown>;
  multi(): RedisMulti;
}

export interface RedisMulti {
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
