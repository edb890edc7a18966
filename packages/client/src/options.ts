import type { Contract } from './contract.ts';
import type { Limiter } from './limits/local-limiter.ts';
import type { Listeners } from './request/events.ts';

/** What is called to send a request: the global `fetch`, or anything that answers like it. */
export type FetchLike = (url: string, init: RequestInit) => Promise<Response>;

/**
 * A UserSig, or a function that gives one. The function is asked for each attempt, calls at the same time share
 * its answer; whatever it throws reaches the caller unchanged.
 */
export type UserSigSource = string | (() => string | Promise<string>);

/**
 * What is done with an answer that differs from the contract: nothing is looked at, violations are told, or they are
 * told and those that break the contract are errors.
 */
export type Validate = 'off' | 'report' | 'strict';

/** What every call takes besides its arguments. */
export interface CallOptions {
  /** Ends the call; it then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** How long this call may take with all its attempts, in milliseconds, in place of the client's setting. */
  deadlineMilliseconds?: number | undefined;
  /** How long one attempt of this call may take, in milliseconds, in place of the client's setting. */
  timeoutMilliseconds?: number | undefined;
  /** Retries of this call: what is given takes the place of the client's setting; `false` for none. */
  retry?: RetryOptions | false | undefined;
}

/** What a client of any generation needs to know. Exactly one of `secretKey` and `userSig` is given. */
export type AccountOptions = CommonOptions & {
  /** The SDKAppID of the app, as the console shows it. */
  sdkAppId: number;
} & (
    | {
        /** The secret key of the app, for servers only: it signs for every account. */
        secretKey: string;
        userSig?: undefined;
      }
    | {
        /** Where the key must not be: a UserSig of `identifier`, or a function that fetches one. */
        userSig: UserSigSource;
        secretKey?: undefined;
      }
  );

/** When and how often a call is tried again. What may be retried at all stands in the contract. */
export interface RetryOptions {
  /** Attempts of a call, the first one included, from 1 to 20. Default: 5. */
  maxAttempts?: number | undefined;
  /** Upper bound of the wait after the first attempt, in milliseconds; it doubles with each. Default: 200. */
  baseMilliseconds?: number | undefined;
  /**
   * Upper bound of every wait, in milliseconds; where an answer asks for a longer one (`Retry-After`), that is kept.
   * Default: 5000.
   */
  capMilliseconds?: number | undefined;
}

/** Keep-alive connections. */
export interface PoolOptions {
  /** Connections at the same time; further requests wait for one. Default: 64. */
  connections?: number | undefined;
  /** How long an idle connection is kept, in milliseconds. Default: 30000. */
  idleMilliseconds?: number | undefined;
}

interface CommonOptions extends Listeners {
  /** An administrator account of the app. Default: `administrator`, which comes with the package (60138). */
  identifier?: string | undefined;
  /**
   * Sends the requests. Default: a pool of keep-alive connections in Node; elsewhere the global `fetch`, looked up
   * for each request.
   */
  fetch?: FetchLike | undefined;
  /** The pool of connections, in Node and without `fetch`. Default: 64 connections, idle ones are kept for 30 seconds. */
  pool?: PoolOptions | undefined;
  /** The clock, in milliseconds. Default: `Date.now`. */
  now?: (() => number) | undefined;
  /** A number from 0 up to, but not including, 1: for what each request carries and how long retries wait. Default: `Math.random`. */
  random?: (() => number) | undefined;
  /** How long a UserSig made from `secretKey` is valid, in seconds. Default: 86400, a day. */
  userSigLifetimeSeconds?: number | undefined;
  /**
   * How long one attempt may take until its whole answer is read, in milliseconds. Default: 10000. The service itself
   * gives up after 3 seconds (60138); a shorter wait would lose its answer and is refused.
   */
  timeoutMilliseconds?: number | undefined;
  /** How long a call may take with all its attempts and waits, in milliseconds. Default: 30000. */
  deadlineMilliseconds?: number | undefined;
  /** Retries, or `false` for none. Default: up to 5 attempts, with waits from 200 to 5000 milliseconds. */
  retry?: RetryOptions | false | undefined;
  /**
   * Keeps the rate limits. Default: one of this client's own, as `createLocalLimiter()` of the entry `limiter` makes it.
   * `false` for none.
   */
  limiter?: Limiter | false | undefined;
  /** The longest answer that is read, in bytes. Default: 8388608, which is 8 MiB. */
  maxAnswerBytes?: number | undefined;
  /** What is done with answers that are not as documented. Default: `report`, to `onContractViolation`. */
  validate?: Validate | undefined;
  /** A page of a browser can be read by its user. Default: `false`, a `secretKey` there is refused. */
  allowSecretKeyInBrowser?: boolean | undefined;
}

/** Options without an account, which is then that of the environment: see `createTrtcCallClient`. */
export interface EnvironmentOptions extends CommonOptions {
  /** Default: that of the environment. */
  sdkAppId?: undefined;
  secretKey?: undefined;
  userSig?: undefined;
  /** A region or a base URL, in place of the one of the environment. */
  region?: (string & {}) | undefined;
}

/** The options as the clients of all generations read them. */
export type ClientOptions = (AccountOptions | EnvironmentOptions) & {
  generation?: string | undefined;
  region?: string | undefined;
};

export type RetrySettings = Readonly<Required<{ [Name in keyof RetryOptions]: number }>>;
export type PoolSettings = Readonly<Required<{ [Name in keyof PoolOptions]: number }>>;

export const defaultRetry: RetrySettings = { maxAttempts: 5, baseMilliseconds: 200, capMilliseconds: 5000 };

/** The options that have a default and are used as they are. */
export type DefaultedSettings = {
  readonly [Name in
    | ('identifier' | 'now' | 'random' | 'validate' | 'maxAnswerBytes')
    | `${'timeout' | 'deadline'}Milliseconds`
    | 'userSigLifetimeSeconds']: Exclude<CommonOptions[Name], undefined>;
};

/** The options, checked and complete. */
export interface ClientSettings extends DefaultedSettings {
  readonly contract: Contract;
  readonly sdkAppId: number;
  readonly credential: { readonly secretKey: string } | { readonly userSig: UserSigSource };
  readonly baseUrl: string;
  readonly fetch: FetchLike | undefined;
  readonly pool: PoolSettings;
  readonly retry: RetrySettings | false;
  /** Undefined for one of this client's own. */
  readonly limiter: Limiter | false | undefined;
  readonly listeners: Listeners;
}
