import { isObject } from '@trtc-call/reporting/values';
import { createNodePool, readEnvironment, regionVariables } from '#node';
import {
  accountRules,
  aFunction,
  aLifetime,
  anInteger,
  anObject,
  anything,
  checkNames,
  checkOptions,
  createWaitRules,
  isFunction,
  longestWait,
  must,
  type Rule,
  withDefaults,
} from './check-options.ts';
import type { Contract } from './contract.ts';
import { ArgumentError, mustBe } from './errors.ts';
import { account } from './generated/user-sig.gen.ts';
import {
  type AccountOptions,
  type ClientOptions,
  type ClientSettings,
  type DefaultedSettings,
  defaultRetry,
  type EnvironmentOptions,
  type PoolSettings,
  type UserSigSource,
} from './options.ts';
import { isNode, isPrivate } from './transport/transport.ts';

const caller = 'createTrtcCallClient';

const defaultPool: PoolSettings = { connections: 64, idleMilliseconds: 30_000 };

const defaults: DefaultedSettings = {
  identifier: account.defaultIdentifier,
  // Looked up at each call, as fake timers replace it.
  now: () => Date.now(),
  random: Math.random,
  userSigLifetimeSeconds: 86400,
  timeoutMilliseconds: 10_000,
  deadlineMilliseconds: 30_000,
  maxAnswerBytes: 8 * 1024 * 1024,
  validate: 'report',
};

const validations: readonly unknown[] = ['off', 'report', 'strict'];

/** Every option. What depends on others is looked at where it is read. */
const rules: Readonly<Record<keyof AccountOptions | keyof ClientOptions, Rule>> = {
  ...accountRules,
  generation: anything,
  // A file or a shell adds a line end.
  userSig: must(
    'a UserSig, or a function that returns one',
    (value) => isFunction(value) || (typeof value === 'string' && value.trim() !== ''),
  ),
  region: anything,
  fetch: aFunction,
  pool: anObject({ connections: anInteger(1), idleMilliseconds: anInteger(1, longestWait) }),
  now: aFunction,
  random: aFunction,
  userSigLifetimeSeconds: aLifetime,
  timeoutMilliseconds: anything,
  deadlineMilliseconds: anything,
  retry: anything,
  limiter: must(
    'createLocalLimiter(), a limiter with a function take, or false',
    (value) => value === false || (isObject(value) && isFunction(value.take)),
  ),
  maxAnswerBytes: anInteger(1),
  validate: must("'off', 'report' or 'strict'", (value) => validations.includes(value)),
  allowSecretKeyInBrowser: anything,
  onRequest: aFunction,
  onResponse: aFunction,
  onRetry: aFunction,
  onExchange: aFunction,
  onContractViolation: aFunction,
};

/** @throws ArgumentError naming the option and what to pass instead. */
export function readOptions(contract: Contract, given: ClientOptions): ClientSettings {
  checkOptionNames(given);
  const isOwn = hasAccount(given);
  const options: CheckedOptions = isOwn ? given : withEnvironment(given);
  const { generation } = contract;
  const ofContract = {
    ...createWaitRules(contract),
    generation: must(`'${generation}' in this entry of the package`, (value) => value === generation),
  };
  checkOptions(caller, 'options', options, { ...rules, ...ofContract }, '', ['sdkAppId']);
  if (options.pool !== undefined && (options.fetch || !createNodePool || !isNode())) {
    const problem = options.fetch ? 'is given beside fetch' : 'is given outside of Node';
    throw new ArgumentError(caller, 'pool', problem, 'leave it out: the fetch keeps its own connections');
  }
  return {
    ...withDefaults(options, defaults),
    contract,
    sdkAppId: options.sdkAppId,
    credential: readCredential(options),
    baseUrl: readBaseUrl(contract, options.region, isOwn ? '' : regionVariables),
    fetch: options.fetch,
    pool: withDefaults(options.pool, defaultPool),
    retry: options.retry !== false && withDefaults(options.retry, defaultRetry),
    limiter: options.limiter,
    listeners: options,
  };
}

/** @throws ArgumentError when it is not an object, or has a name that means nothing. */
export function checkOptionNames(options: unknown): void {
  checkNames(caller, 'options', options, Object.keys(rules));
}

/** The options of one account, whose credentials are checked one by one. */
type CheckedOptions = Omit<AccountOptions, 'secretKey' | 'userSig'> & {
  secretKey?: string | undefined;
  userSig?: UserSigSource | undefined;
  region?: string | undefined;
};

/** Whether the account is given: otherwise it is that of the environment. */
export function hasAccount(options: ClientOptions): options is AccountOptions & ClientOptions {
  const { sdkAppId, secretKey, userSig } = options;
  return sdkAppId !== undefined || secretKey !== undefined || userSig !== undefined;
}

function withEnvironment(options: EnvironmentOptions): CheckedOptions {
  const { identifier, region, ...account } = readEnvironment(caller);
  return {
    ...options,
    ...account,
    identifier: options.identifier ?? identifier,
    region: options.region ?? region,
  };
}

function readCredential(options: CheckedOptions): ClientSettings['credential'] {
  const { secretKey, userSig } = options;
  if (userSig !== undefined && secretKey === undefined) {
    return { userSig: typeof userSig === 'string' ? userSig.trim() : userSig };
  }
  if (userSig !== undefined || secretKey === undefined) {
    const problem = `and userSig are both ${userSig === undefined ? 'missing' : 'given'}`;
    throw new ArgumentError(caller, 'secretKey', problem, 'pass exactly one of secretKey and userSig');
  }
  if (isBrowserLike() && options.allowSecretKeyInBrowser !== true) {
    const remedy =
      'pass a userSig function that asks your server, or allowSecretKeyInBrowser: true if only you can read this page';
    throw new ArgumentError(caller, 'secretKey', 'is given in a browser, where its user can read it', remedy);
  }
  return { secretKey };
}

/** A page, a worker of one, or an app on a phone. */
function isBrowserLike(): boolean {
  const [document, importScripts, navigator] = ['document', 'importScripts', 'navigator'].map(
    (name): unknown => Reflect.get(globalThis, name),
  );
  const isWorker = typeof importScripts === 'function' && globalThis.process === undefined;
  const isPhone = isObject(navigator) && navigator.product === 'ReactNative';
  return isObject(document) || isWorker || isPhone;
}

/** The URL in front of every path. @throws ArgumentError when it is neither a region nor a URL that may be asked. */
function readBaseUrl(
  { servers: hosts, operations, defaultRegion, otherRegions }: Contract,
  given: string | undefined,
  otherPlaces: string,
): string {
  const region = given === undefined || otherRegions.includes(given) ? defaultRegion : given;
  if (typeof region === 'string' && Object.hasOwn(hosts, region)) return hosts[region] ?? region;
  const url = typeof region === 'string' && URL.canParse(region) ? new URL(region) : undefined;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isPrivate(url.hostname));
  if (!url || !isSafe || url.href !== url.origin + url.pathname) {
    const regions = Object.keys(hosts).join(', ');
    const expected = `one of ${regions}, or an https: URL of a host and a path (http: for hosts of this machine and of a private network only)`;
    const shown = url?.host ? `${url.protocol}//${url.host}` : undefined;
    throw mustBe(caller, 'region', expected + otherPlaces, region, shown);
  }
  const path = url.pathname.replace(/\/+$/, '');
  const ending = Object.values(operations)
    .flatMap(listPrefixes)
    .find((prefix) => path.endsWith(prefix));
  if (ending === undefined) return url.origin + path;
  const remedy = `leave "${ending}" off the end: the client adds the paths of the API`;
  throw new ArgumentError(caller, 'region', 'ends with a path of the API', remedy);
}

/** `/v1`, `/v1/records` and `/v1/records/get` of the last one, the longest first. */
function listPrefixes({ path }: { readonly path: string }): string[] {
  const parts = path.split('/').slice(1);
  return parts.map((_, index) => `/${parts.slice(0, parts.length - index).join('/')}`);
}
