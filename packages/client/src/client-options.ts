import { queryParameters, type Region, servers } from '@trtc-call/spec/v1';
import { checkArgument, checkNames } from './check-argument.ts';
import { checkIdentifier, checkLifetimeSeconds, checkSdkAppId, checkSecretKey } from './check-credentials.ts';
import { describeValue } from './check-shape.ts';
import { ArgumentError } from './errors.ts';

/** What is called to send a request: the global `fetch`, or anything that answers like it. */
export type FetchLike = (url: string, init: RequestInit) => Promise<Response>;

/**
 * A UserSig, or a function that gives one. The function is asked for each request, calls at the same time share
 * its answer; whatever it throws reaches the caller unchanged.
 */
export type UserSigSource = string | (() => string | Promise<string>);

/** What the client needs to know. Exactly one of `secretKey` and `userSig` is given. */
export type TrtcCallClientOptions = CommonOptions &
  (
    | {
        /** The secret key of the app, for servers only: whoever has it can sign for every account. */
        secretKey: string;
        userSig?: undefined;
      }
    | {
        /** Where the key must not be: a UserSig of `identifier`, or a function that fetches one. */
        userSig: UserSigSource;
        secretKey?: undefined;
      }
  );

interface CommonOptions {
  /** The app, as the console shows it. */
  sdkAppId: number;
  /** An administrator account of the app. Default: `administrator`, which comes with the package (60138). */
  identifier?: string | undefined;
  /** The vendor's hosts, or a base URL. `http:` is for loopback hosts only. Default: `intl`. */
  region?: Region | (string & {}) | undefined;
  /** Sends the requests. Default: the global `fetch`, looked up for each request. */
  fetch?: FetchLike | undefined;
  /** The clock, in milliseconds. Default: `Date.now`. */
  now?: (() => number) | undefined;
  /** A number from 0 up to, but not including, 1; for the number that each request carries. Default: `Math.random`. */
  random?: (() => number) | undefined;
  /** How long a UserSig made from `secretKey` is valid, in seconds. Default: 86400, a day. */
  userSigLifetimeSeconds?: number | undefined;
  /** How long a request may take until its whole answer is read, in milliseconds. Default: 10000. */
  timeoutMilliseconds?: number | undefined;
}

/** The options, checked and complete. */
export interface ClientSettings {
  readonly sdkAppId: number;
  readonly credential: { readonly secretKey: string } | { readonly userSig: UserSigSource };
  readonly identifier: string;
  readonly baseUrl: string;
  readonly fetch: FetchLike;
  readonly now: () => number;
  readonly random: () => number;
  readonly userSigLifetimeSeconds: number;
  readonly timeoutMilliseconds: number;
}

const caller = 'createTrtcCallClient';

const optionNames: readonly (keyof TrtcCallClientOptions)[] = [
  'sdkAppId',
  'secretKey',
  'userSig',
  'identifier',
  'region',
  'fetch',
  'now',
  'random',
  'userSigLifetimeSeconds',
  'timeoutMilliseconds',
];

// Timers overflow beyond 31 bits and fire at once.
const longestTimeout = 2 ** 31 - 1;

/** @throws ArgumentError naming the option and what to pass instead. */
export function readOptions(options: TrtcCallClientOptions): ClientSettings {
  checkNames(caller, 'options', options, optionNames);
  const {
    sdkAppId,
    identifier = queryParameters.identifier.default,
    region = 'intl',
    fetch = (url, init) => globalThis.fetch(url, init),
    now = Date.now,
    random = Math.random,
    userSigLifetimeSeconds = 86400,
    timeoutMilliseconds = 10000,
  } = options;
  checkSdkAppId(caller, sdkAppId);
  checkIdentifier(caller, identifier);
  checkLifetimeSeconds(caller, 'userSigLifetimeSeconds', userSigLifetimeSeconds);
  const timeoutShape = { type: 'integer', minimum: 1, maximum: longestTimeout } as const;
  checkArgument(caller, 'timeoutMilliseconds', timeoutMilliseconds, timeoutShape);
  for (const [field, value] of Object.entries({ fetch, now, random })) {
    if (typeof value === 'function') continue;
    throw new ArgumentError(caller, field, `is ${describeValue(value)}`, 'pass a function');
  }
  return {
    sdkAppId,
    credential: readCredential(options),
    identifier,
    baseUrl: readBaseUrl(region),
    fetch,
    now,
    random,
    userSigLifetimeSeconds,
    timeoutMilliseconds,
  };
}

function readCredential(options: TrtcCallClientOptions): ClientSettings['credential'] {
  const { secretKey, userSig } = options;
  if ((secretKey === undefined) === (userSig === undefined)) {
    const problem = secretKey === undefined ? 'and userSig are both missing' : 'and userSig are both given';
    throw new ArgumentError(caller, 'secretKey', problem, 'pass exactly one of secretKey and userSig');
  }
  if (userSig === undefined) {
    checkSecretKey(caller, secretKey);
    return { secretKey };
  }
  if (typeof userSig === 'function' || (typeof userSig === 'string' && userSig !== '')) return { userSig };
  const remedy = 'pass a UserSig, or a function that returns one';
  throw new ArgumentError(caller, 'userSig', `is ${describeValue(userSig)}`, remedy);
}

function readBaseUrl(region: string): string {
  if (isRegion(region)) return servers[region];
  const url = typeof region === 'string' && URL.canParse(region) ? new URL(region) : undefined;
  if (!url) return refuseRegion('is neither a region nor a URL');
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    return refuseRegion('has more than a host and a path');
  }
  const isLocal = url.protocol === 'http:' && isLoopback(url.hostname);
  if (url.protocol !== 'https:' && !isLocal) return refuseRegion('is not secure');
  return url.origin + url.pathname.replace(/\/+$/, '');
}

function refuseRegion(problem: string): never {
  const regions = Object.keys(servers).join(', ');
  throw new ArgumentError(
    caller,
    'region',
    problem,
    `pass one of ${regions}, or an https: URL (http: for loopback hosts only)`,
  );
}

function isRegion(region: unknown): region is Region {
  return typeof region === 'string' && Object.hasOwn(servers, region);
}

function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127\.[\d.]+$/.test(host)
  );
}
