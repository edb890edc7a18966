import { isIP } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CallRecord } from '@trtc-call/client';
import { MockOptionError, requireInteger, requireOptions, requireText, shown } from './errors.ts';
import type { Wait } from './faults.ts';
import { type CorsOption, readHost } from './pages.ts';

/** The secret key of a mock that was given none. It opens nothing but mocks. */
export const defaultMockSecretKey = '6d6f636b'.repeat(8);

/** The app of a mock that was given none. */
export const defaultMockSdkAppId = 1400000000;

/** What a mock is made with. Everything has a default. */
export interface MockOptions {
  /** The app of `mock.userSig()` and of records without an app. Any other SDKAppID is served as well. Default 1400000000. */
  readonly sdkAppId?: number;
  /** The key with which the UserSigs of every app are verified. Default `defaultMockSecretKey`. */
  readonly secretKey?: string;
  /** The accounts that may call; the first one is `mock.identifier`. Default `['administrator']` (60138). */
  readonly administrators?: readonly string[];
  /** The clock, in milliseconds since 1970. Default `Date.now`. */
  readonly now?: () => number;
  /** How far ahead of the clock a UserSig may have been signed, in seconds; `Infinity` does not look at it. Default 300. */
  readonly userSigToleranceSeconds?: number;
  /** Chooses request ids and sample records; the same seed gives the same ones. Default 1. */
  readonly seed?: number;
  /** Whether the rate limits of the contract hold, for each app and operation. Default true. */
  readonly rateLimit?: boolean;
  /** Whether the apps have the package without which every call is refused. Default true. */
  readonly packageActive?: boolean;
  /**
   * The records that each app begins with: samples, or these, completed where a member is missing. Given records are of
   * v1, and an app of v4 then begins with none. Default `'sample'`.
   */
  readonly records?: 'sample' | readonly Partial<CallRecord>[];
  /** Longest body that is read, in bytes. Default 1 MiB. */
  readonly maxBodyBytes?: number;
  /** Number of requests that `mock.requests` remembers, and of deliveries that `mock.deliveries` does. Default 1000. */
  readonly journalSize?: number;
  /** Memory that each of the two takes at most, in bytes; the oldest entries go first. Default 16 MiB. */
  readonly journalBytes?: number;
  /** Number of apps whose state is kept; the one used longest ago goes first. Default 1000. */
  readonly maxApps?: number;
  /**
   * Lets pages in a browser call: of any origin, or of those listed, such as `['http://localhost:5173']`. Default
   * false: the vendor's pages say nothing of CORS.
   */
  readonly cors?: CorsOption;
  /**
   * Hosts, beside this machine, to which webhooks of `POST /_mock/simulate_call` may be sent, such as
   * `['hooks.example.com']`. `mock.simulateCall()` in code may send anywhere. Default none.
   */
  readonly allowWebhooksTo?: readonly string[];
  /**
   * Further hosts by which `/_mock/` may be called, such as `['mock.ci.internal']`. Names of this machine are always
   * good; with a `host` that other machines reach, also that host, IP addresses and names without a dot. Default none.
   */
  readonly allowHosts?: readonly string[];
  /** Waits for delayed answers; rejects when the signal is aborted. Default a timer. */
  readonly wait?: Wait;
}

/** What a mock that listens on a port is made with. */
export interface StartMockOptions extends MockOptions {
  /** Default 0: a free port, which `mock.port` tells. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Connections at the same time; more are closed at once. Default 1000. */
  readonly maxConnections?: number;
  /** Size of a request's line and headers, in bytes. Default 16 KiB. */
  readonly maxHeaderBytes?: number;
  /** Time in which a request must have come in whole. Default 5000 milliseconds. */
  readonly requestTimeoutMilliseconds?: number;
  /** Time after which a connection without a request is closed; answers announce it. Default 30000 milliseconds. */
  readonly keepAliveMilliseconds?: number;
}

/** Options with every default filled in. */
export type ResolvedOptions = {
  readonly [Name in keyof StartMockOptions]-?: Exclude<StartMockOptions[Name], undefined>;
};

type Check = (field: string, value: unknown) => void;

/** The default of each option, and what a value of it has to be. */
const shared: { readonly [Name in keyof MockOptions]-?: readonly [ResolvedOptions[Name], Check] } = {
  sdkAppId: [defaultMockSdkAppId, checkInteger(1, Number.MAX_SAFE_INTEGER)],
  secretKey: [defaultMockSecretKey, requireText],
  administrators: [[], requireAccounts],
  now: [Date.now, requireFunction],
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

function requireBoolean(field: string, value: unknown): void {
  if (typeof value !== 'boolean')
    throw new MockOptionError(field, 'must be true or false', 'leave it out for the default');
}

function requireFunction(field: string, value: unknown): void {
  if (typeof value !== 'function')
    throw new MockOptionError(field, 'must be a function', 'pass one, or leave it out');
}

function requireAccounts(field: string, value: unknown): void {
  if (Array.isArray(value) && value.length > 0) {
    for (const account of value) requireText(field, account);
    return;
  }
  throw new MockOptionError(field, 'must be a list of accounts', 'name at least one');
}

function requireTolerance(field: string, value: unknown): void {
  if (typeof value === 'number' && value >= 0) return;
  const problem = `must be a number of seconds from 0, or Infinity (got ${shown(value)})`;
  throw new MockOptionError(field, problem, 'leave it out for the default');
}

function requireRecords(field: string, value: unknown): void {
  if (value === 'sample' || Array.isArray(value)) return;
  throw new MockOptionError(field, 'must be a list', "pass 'sample' or an array of records");
}

function requireCors(field: string, value: unknown): void {
  if (typeof value === 'boolean' || (Array.isArray(value) && value.every(isOrigin))) return;
  const problem = `must be true, false, or a list of origins without a slash at the end (got ${shown(value)})`;
  throw new MockOptionError(field, problem, "pass origins such as 'http://localhost:5173'");
}

function isOrigin(text: unknown): boolean {
  return typeof text === 'string' && URL.canParse(text) && new URL(text).origin === text;
}

function requireHosts(field: string, value: unknown): void {
  if (Array.isArray(value) && value.every(isHost)) return;
  const problem = `must be a list of hosts without scheme, port and path (got ${shown(value)})`;
  throw new MockOptionError(field, problem, "pass hosts such as 'hooks.example.com' or '10.0.0.7'");
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
