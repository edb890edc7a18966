import { isIP } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CallRecord } from '@trtc-call/client';
import { isObject } from '@trtc-call/reporting/values';
import { requireWaits } from '@trtc-call/webhooks/send';
import {
  MockOptionError,
  requireInteger,
  requireOptions,
  requireText,
  shown,
  toMockError,
} from './errors.ts';
import type { Wait } from './exchange.ts';
import type { RecordParts } from './mock.ts';
import { type CorsOption, readHost } from './pages.ts';

/** Default secret key. It is valid for mocks only. */
export const defaultMockSecretKey = '6d6f636b'.repeat(8);

/** Default SDKAppID. */
export const defaultMockSdkAppId = 1400000000;

/** How webhooks are sent, those of `mock.simulateCall` and those of calls that servers place. */
export interface WebhookOptions {
  /** Sends them, such as `receiver.fetch`. Default the global `fetch`, for calls asked for over HTTP to this machine only. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** Signs webhooks of v4 (V4-U-40). Default none. */
  readonly token?: string | undefined;
  /**
   * The wait before each attempt, in seconds. Default of v1 the vendor's six: 0, 1, 1, 2, 3, 5 (V1-U-22); of v4 one
   * attempt (V4-38), and with more of them a webhook is sent again only where no answer came.
   */
  readonly waitsSeconds?: readonly number[] | undefined;
}

/** Options of `createMock`. */
export interface MockOptions {
  /** SDKAppID used where a method is given none. Requests for any other SDKAppID are served too. Default 1400000000. */
  readonly sdkAppId?: number | undefined;
  /** Secret key that verifies the UserSigs of all apps. Default `defaultMockSecretKey`. */
  readonly secretKey?: string | undefined;
  /** Accounts that may call the API. The first is `mock.identifier`. Default `['administrator']` (60138). */
  readonly administrators?: readonly string[] | undefined;
  /** Clock, in milliseconds since 1970. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
  /** Seconds that a UserSig may be signed ahead of the clock. `Infinity` turns the check off. Default 300. */
  readonly userSigToleranceSeconds?: number | undefined;
  /** Seed of request ids, call ids and sample records. Default 1. */
  readonly seed?: number | undefined;
  /** Enforces the contract's rate limits for each app and operation. Default true. */
  readonly rateLimit?: boolean | undefined;
  /** Whether the apps have the package that the API requires. Without it every request is refused. Default true. */
  readonly packageActive?: boolean | undefined;
  /**
   * Initial records of each app: generated samples, or a list of v1 records, in which missing members are filled in. With
   * a list, v4 starts empty. Default `'sample'`.
   */
  readonly records?: 'sample' | readonly RecordParts<CallRecord>[] | undefined;
  /** Maximum size of a request body, in bytes. Default 1 MiB. */
  readonly maxBodyBytes?: number | undefined;
  /** Maximum length of `mock.requests`, and of `mock.deliveries`. Default 1000. */
  readonly journalSize?: number | undefined;
  /** Maximum memory for each of these two lists, in bytes. The oldest entries are dropped first. Default 16 MiB. */
  readonly journalBytes?: number | undefined;
  /** Maximum number of apps with state. The least recently used is dropped first. Default 1000. */
  readonly maxApps?: number | undefined;
  /**
   * Allows requests from web pages: from any origin, or from those listed, such as `['http://localhost:5173']`. Default
   * false, since the vendor documents no CORS.
   */
  readonly cors?: CorsOption | undefined;
  /**
   * Hosts other than this machine that `POST /_mock/simulate_call` may send webhooks to, such as
   * `['hooks.example.com']`. `mock.simulateCall()` is not restricted. Default none.
   */
  readonly allowWebhooksTo?: readonly string[] | undefined;
  /**
   * Additional `Host` values accepted under `/_mock/`, such as `['mock.ci.internal']`. Names of this machine are always
   * accepted. If `host` is reachable from other machines, so are that host, IP addresses and names without a dot.
   * Default none.
   */
  readonly allowHosts?: readonly string[] | undefined;
  /** How webhooks are sent. */
  readonly webhooks?: WebhookOptions | undefined;
  /** Performs every wait. Must reject when the signal is aborted. Default a timer. */
  readonly wait?: Wait | undefined;
}

/** Options of `startMock`. */
export interface StartMockOptions extends MockOptions {
  /** Port to listen on. 0 picks a free one, see `mock.port`. Default 0. */
  readonly port?: number | undefined;
  /** Address to listen on. Default 127.0.0.1. */
  readonly host?: string | undefined;
  /** Maximum number of open connections. Further ones are closed. Default 1000. */
  readonly maxConnections?: number | undefined;
  /** Maximum size of the request line and headers, in bytes. Default 16 KiB. */
  readonly maxHeaderBytes?: number | undefined;
  /** Time limit for receiving a whole request, in milliseconds. Default 5000. */
  readonly requestTimeoutMilliseconds?: number | undefined;
  /** Idle time after which a connection is closed, in milliseconds. Sent in the `Keep-Alive` header. Default 30000. */
  readonly keepAliveMilliseconds?: number | undefined;
}

/** Options with every default filled in. */
export type ResolvedOptions = {
  readonly [Name in keyof StartMockOptions]-?: Exclude<StartMockOptions[Name], undefined>;
};

type Check = (field: string, value: unknown) => void;

const requireBoolean = check(
  (value) => typeof value === 'boolean',
  'must be true or false',
  'leave it out for the default',
);
const requireFunction = check(
  (value) => typeof value === 'function',
  'must be a function',
  'pass one, or leave it out',
);
const requireTolerance = check(
  (value) => typeof value === 'number' && value >= 0,
  'must be a number of seconds from 0, or Infinity',
  'leave it out for the default',
);
const requireRecords = check(
  (value) => value === 'sample' || Array.isArray(value),
  'must be a list',
  "pass 'sample' or an array of records",
);
const requireCors = check(
  (value) => typeof value === 'boolean' || (Array.isArray(value) && value.every(isOrigin)),
  'must be true, false, or a list of origins without a slash at the end',
  "pass origins such as 'http://localhost:5173'",
);
const requireHosts = check(
  (value) => Array.isArray(value) && value.every(isHost),
  'must be a list of hosts without scheme, port and path',
  "pass hosts such as 'hooks.example.com' or '10.0.0.7'",
);

/** The default of each option, and what a value of it has to be. */
const shared: { readonly [Name in keyof MockOptions]-?: readonly [ResolvedOptions[Name], Check] } = {
  sdkAppId: [defaultMockSdkAppId, checkInteger(1, Number.MAX_SAFE_INTEGER)],
  secretKey: [defaultMockSecretKey, requireText],
  administrators: [[], requireAccounts],
  // Looked up at each call: a test may fake `Date` after this module was loaded.
  now: [() => Date.now(), requireFunction],
  userSigToleranceSeconds: [300, requireTolerance],
  seed: [1, checkInteger(0, Number.MAX_SAFE_INTEGER)],
  rateLimit: [true, requireBoolean],
  packageActive: [true, requireBoolean],
  records: ['sample', requireRecords],
  maxBodyBytes: [1024 * 1024, checkInteger(2, 1024 ** 3)],
  journalSize: [1000, checkInteger(0, 1_000_000)],
  journalBytes: [16 * 1024 * 1024, checkInteger(1024, 1024 ** 3)],
  maxApps: [1000, checkInteger(1, 1_000_000)],
  cors: [false, requireCors],
  allowWebhooksTo: [[], requireHosts],
  allowHosts: [[], requireHosts],
  webhooks: [{}, requireWebhooks],
  wait: [timer, requireFunction],
};

const listening: {
  readonly [Name in Exclude<keyof StartMockOptions, keyof MockOptions>]-?: readonly [
    ResolvedOptions[Name],
    Check,
  ];
} = {
  port: [0, checkInteger(0, 65_535)],
  host: ['127.0.0.1', requireText],
  maxConnections: [1000, checkInteger(1, 65_535)],
  maxHeaderBytes: [16 * 1024, checkInteger(1024, 1024 ** 2)],
  requestTimeoutMilliseconds: [5000, checkInteger(1, 600_000)],
  keepAliveMilliseconds: [30_000, checkInteger(1, 600_000)],
};

/**
 * Fills in the defaults.
 *
 * @param administrator the account that may call where none is named
 * @throws MockOptionError for an unknown name, or a value that is invalid
 */
export function resolveOptions(
  caller: 'createMock' | 'startMock',
  given: StartMockOptions,
  administrator: string,
): ResolvedOptions {
  const rows = { ...shared, ...listening };
  requireOptions(caller, given, Object.keys(rows));
  const misplaced = Object.keys(given).find((name) => Object.hasOwn(listening, name));
  if (misplaced && caller === 'createMock') {
    const problem = 'is an option of startMock, not of createMock';
    throw new MockOptionError(misplaced, problem, 'call startMock to listen on a port');
  }
  const options = Object.entries(rows).map(([name, [usual, check]]) => {
    const value = Reflect.get(given, name) ?? (name === 'administrators' ? [administrator] : usual);
    check(name, value);
    return [name, value];
  });
  return Object.fromEntries(options);
}

function checkInteger(low: number, high: number): Check {
  return (field, value) => requireInteger(field, value, low, high);
}

function check(isGood: (value: unknown) => boolean, problem: string, remedy: string): Check {
  return (field, value) => {
    if (!isGood(value)) throw new MockOptionError(field, `${problem} (got ${shown(value)})`, remedy);
  };
}

function requireAccounts(field: string, value: unknown): void {
  if (!Array.isArray(value) || value.length === 0)
    throw new MockOptionError(field, 'must be a list of accounts', 'name at least one');
  for (const account of value) requireText(field, account);
}

function requireWebhooks(field: string, value: unknown): void {
  const names: readonly (keyof WebhookOptions)[] = ['fetch', 'token', 'waitsSeconds'];
  if (!isObject(value))
    throw new MockOptionError(field, `must be an object (got ${shown(value)})`, 'leave it out');
  requireOptions(field, value, names);
  const { fetch, token, waitsSeconds }: WebhookOptions = value;
  if (fetch !== undefined) requireFunction('webhooks.fetch', fetch);
  if (token !== undefined) requireText('webhooks.token', token);
  if (waitsSeconds !== undefined) toMockError(() => requireWaits('webhooks.waitsSeconds', waitsSeconds));
}

function isOrigin(text: unknown): boolean {
  return typeof text === 'string' && URL.parse(text)?.origin === text;
}

function isHost(text: unknown): boolean {
  if (typeof text !== 'string' || readHost(text) === undefined) return false;
  return isIP(text) === 6 || !/:\d*$/.test(text);
}

async function timer(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch {
    throw signal.reason;
  }
}
