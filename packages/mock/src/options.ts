import { isIP } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CallRecord } from '@trtc-call/client';
import { queryParameters } from '@trtc-call/spec/v1';
import type { Wait } from './core/exchange.ts';
import { readHost } from './core/hosts.ts';
import { MockOptionError } from './errors.ts';
import type { CorsOption } from './http/cors.ts';

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
   * The records that each app begins with: samples, or these, completed where a member is missing. Default
   * `'sample'`.
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

/** Fills in the defaults and refuses what cannot be. */
export function resolveOptions(given: StartMockOptions): ResolvedOptions {
  const options = {
    sdkAppId: given.sdkAppId ?? defaultMockSdkAppId,
    secretKey: given.secretKey ?? defaultMockSecretKey,
    administrators: given.administrators ?? [queryParameters.identifier.example],
    now: given.now ?? Date.now,
    userSigToleranceSeconds: given.userSigToleranceSeconds ?? 300,
    seed: given.seed ?? 1,
    rateLimit: given.rateLimit ?? true,
    packageActive: given.packageActive ?? true,
    records: given.records ?? 'sample',
    maxBodyBytes: given.maxBodyBytes ?? 1024 * 1024,
    journalSize: given.journalSize ?? 1000,
    journalBytes: given.journalBytes ?? 16 * 1024 * 1024,
    maxApps: given.maxApps ?? 1000,
    cors: given.cors ?? false,
    allowWebhooksTo: given.allowWebhooksTo ?? [],
    allowHosts: given.allowHosts ?? [],
    wait: given.wait ?? timer,
    port: given.port ?? 0,
    host: given.host ?? '127.0.0.1',
    maxConnections: given.maxConnections ?? 1000,
    maxHeaderBytes: given.maxHeaderBytes ?? 16 * 1024,
    requestTimeoutMilliseconds: given.requestTimeoutMilliseconds ?? 5000,
    keepAliveMilliseconds: given.keepAliveMilliseconds ?? 30_000,
  };
  requireInteger('sdkAppId', options.sdkAppId, 1, Number.MAX_SAFE_INTEGER);
  requireInteger('seed', options.seed, 0, Number.MAX_SAFE_INTEGER);
  requireInteger('maxBodyBytes', options.maxBodyBytes, 2, 1024 ** 3);
  requireInteger('journalSize', options.journalSize, 0, 1_000_000);
  requireInteger('journalBytes', options.journalBytes, 1024, 1024 ** 3);
  requireInteger('maxApps', options.maxApps, 1, 1_000_000);
  requireInteger('port', options.port, 0, 65_535);
  requireInteger('maxConnections', options.maxConnections, 1, 65_535);
  requireInteger('maxHeaderBytes', options.maxHeaderBytes, 1024, 1024 ** 2);
  requireInteger('requestTimeoutMilliseconds', options.requestTimeoutMilliseconds, 1, 600_000);
  requireInteger('keepAliveMilliseconds', options.keepAliveMilliseconds, 1, 600_000);
  if (!(options.userSigToleranceSeconds >= 0)) {
    const problem = `must be a number of seconds from 0, or Infinity (got ${String(options.userSigToleranceSeconds)})`;
    throw new MockOptionError('userSigToleranceSeconds', problem, 'Give 300, or leave it out.');
  }
  requireText('secretKey', options.secretKey);
  requireText('host', options.host);
  if (!Array.isArray(options.administrators) || options.administrators.length === 0) {
    throw new MockOptionError('administrators', 'there is none', 'Name at least one account.');
  }
  for (const name of options.administrators) requireText('administrators', name);
  for (const name of ['now', 'wait'] as const) {
    if (typeof options[name] !== 'function') {
      throw new MockOptionError(name, 'it is no function', 'Give a function, or leave it out.');
    }
  }
  if (options.records !== 'sample' && !Array.isArray(options.records)) {
    throw new MockOptionError('records', 'it is no list', "Give 'sample' or an array of records.");
  }
  requireCors(options.cors);
  requireHosts('allowWebhooksTo', options.allowWebhooksTo);
  requireHosts('allowHosts', options.allowHosts);
  return options;
}

function requireCors(cors: unknown): void {
  if (typeof cors === 'boolean' || (Array.isArray(cors) && cors.every(isOrigin))) return;
  throw new MockOptionError(
    'cors',
    `${JSON.stringify(cors)} is not possible`,
    "Give true, false, or a list of origins such as 'http://localhost:5173', without a slash at the end.",
  );
}

function isOrigin(text: unknown): boolean {
  return typeof text === 'string' && URL.canParse(text) && new URL(text).origin === text;
}

function requireHosts(field: string, hosts: unknown): void {
  const remedy = "Give a list of hosts, such as 'hooks.example.com' or '10.0.0.7'.";
  if (!Array.isArray(hosts)) throw new MockOptionError(field, 'must be a list', remedy);
  for (const host of hosts) {
    const hasPort = typeof host === 'string' && isIP(host) !== 6 && /:\d*$/.test(host);
    if (typeof host === 'string' && !hasPort && readHost(host) !== undefined) continue;
    const problem = `${JSON.stringify(host)} is not a host without scheme, port and path`;
    throw new MockOptionError(field, problem, remedy);
  }
}

function requireInteger(field: string, value: unknown, low: number, high: number): void {
  if (Number.isInteger(value) && Number(value) >= low && Number(value) <= high) return;
  throw new MockOptionError(
    field,
    `${String(value)} is not possible`,
    `Give a whole number from ${low} to ${high}.`,
  );
}

function requireText(field: string, value: unknown): void {
  if (typeof value === 'string' && value !== '') return;
  throw new MockOptionError(field, 'it is no text, or empty', 'Give a string of at least one character.');
}

async function timer(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch {
    throw signal.reason;
  }
}
