import { findUnknownName, isObject } from '@trtc-call/reporting/values';
import type { Contract } from './contract.ts';
import { ArgumentError, mustBe } from './errors.ts';
import { account } from './generated/user-sig.gen.ts';

/** What a value must be, in words, and whether it is that. */
export type Rule = readonly [expected: string, fits: (value: unknown) => boolean];
export type Rules = Readonly<Record<string, Rule>>;

export const anything: Rule = ['', () => true];
export const aFunction: Rule = ['a function', (value) => typeof value === 'function'];

export function anInteger(least: number, most = Number.MAX_SAFE_INTEGER): Rule {
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  const fits = (value: unknown) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
  return [`an integer ${range}`, fits];
}

/**
 * Checks an object of options. Those that are undefined are as if they were not there.
 *
 * @param prefix stands in front of their names in errors.
 * @throws ArgumentError for a name without a rule, and for a value that does not fit its rule.
 */
export function checkOptions(caller: string, field: string, given: unknown, rules: Rules, prefix = ''): void {
  checkNames(caller, field, given, Object.keys(rules));
  for (const [name, [expected, fits]] of Object.entries(rules)) {
    const value: unknown = Reflect.get(Object(given), name);
    if (value !== undefined && !fits(value)) throw mustBe(caller, prefix + name, expected, value);
  }
}

/** What other clients call their options, and what they are called here. */
const namesElsewhere: Readonly<Record<string, string>> = {
  timeout: 'timeoutMilliseconds',
  maxRetries: 'retry: { maxAttempts }, one more than the retries',
  retries: 'retry: { maxAttempts }, one more than the retries',
  baseURL: 'region: a URL',
  baseUrl: 'region: a URL',
  logger: 'onRequest: a function, and onResponse and onRetry',
};

/** @throws ArgumentError when it is not an object, or has a name that means nothing: a slip would go unnoticed. */
export function checkNames(caller: string, field: string, value: unknown, names: readonly string[]): void {
  if (!isObject(value)) throw mustBe(caller, field, 'an object', value);
  const unknown = findUnknownName(value, names);
  if (!unknown) return;
  const { name, remedy } = unknown;
  const meant = Object.hasOwn(namesElsewhere, name) ? namesElsewhere[name] : undefined;
  const isHere = meant !== undefined && names.includes(/^\w+/.exec(meant)?.[0] ?? '');
  throw new ArgumentError(caller, `${field}.${name}`, 'is not known', isHere ? `use ${meant}` : remedy);
}

/** @throws ArgumentError when limits name something that is not an operation, or are not integers of at least 1. */
export function checkLimits(caller: string, limits: unknown, operationIds: readonly string[]): void {
  checkNames(caller, 'limits', limits, operationIds);
  for (const [name, limit] of Object.entries(Object(limits))) {
    if (limit === undefined) continue;
    const field = `limits.${name}`;
    checkNames(caller, field, limit, ['requests', 'perSeconds']);
    for (const part of ['requests', 'perSeconds'])
      checkInteger(caller, `${field}.${part}`, Reflect.get(Object(limit), part), 1);
  }
}

/** @throws ArgumentError when it is not an integer in these bounds. */
export function checkInteger(
  caller: string,
  field: string,
  value: unknown,
  least: number,
  most?: number,
): void {
  const [expected, fits] = anInteger(least, most);
  if (!fits(value)) throw mustBe(caller, field, expected, value);
}

// Timers overflow beyond 31 bits and fire at once.
const longestWait = 2 ** 31 - 1;

/** How long a call may take: no less than the service may still be at work on it. */
export function createWaitRules({ backendTimeoutMilliseconds: least }: WaitFacts) {
  const [, fits] = anInteger(least + 1, longestWait);
  const rule: Rule = [
    `an integer from ${least + 1} (the service itself gives up after ${least} ms) to ${longestWait}`,
    fits,
  ];
  return { timeoutMilliseconds: rule, deadlineMilliseconds: rule };
}

/** What a wait depends on. */
type WaitFacts = Pick<Contract, 'backendTimeoutMilliseconds'>;

const retryRules: Rules = {
  maxAttempts: anInteger(1, 20),
  baseMilliseconds: anInteger(1),
  capMilliseconds: anInteger(1),
};

/** @throws ArgumentError when it is neither `false` nor an object of integers of at least 1. */
export function checkRetry(caller: string, field: string, retry: unknown): void {
  if (retry !== undefined && retry !== false) checkOptions(caller, field, retry, retryRules, `${field}.`);
}

/** The defaults, with what is given in their place. */
export function withDefaults<Values extends object>(
  given: { readonly [Name in keyof Values]?: Values[Name] | undefined } | undefined,
  defaults: Values,
): Values {
  const set = Object.entries(given ?? {}).filter(([name, value]) => value !== undefined && name in defaults);
  return { ...defaults, ...Object.fromEntries(set) };
}

// By what is used of it, not by its class: a signal may come from another realm.
const aSignal: Rule = ['an AbortSignal', (value) => isObject(value) && aFunction[1](value.addEventListener)];

/** @throws ArgumentError when the options of a call are wrong. */
export function checkCallOptions(
  contract: WaitFacts,
  caller: string,
  options: unknown,
  others: readonly string[] = [],
): void {
  const rules: Rules = {
    ...createWaitRules(contract),
    signal: aSignal,
    retry: anything,
    ...Object.fromEntries(others.map((name) => [name, anything])),
  };
  checkOptions(caller, 'options', options, rules, 'options.');
  checkRetry(caller, 'options.retry', Reflect.get(Object(options), 'retry'));
}

// A year of 365 days: the shorter reading of the vendor's limit.
const secondsPerYear = 365 * 24 * 60 * 60;

/** What is signed in whose name. @throws ArgumentError naming the first that cannot be. */
export function checkAccount(
  caller: string,
  sdkAppId: unknown,
  identifier: unknown,
  lifetime: Readonly<Record<string, unknown>>,
): void {
  checkInteger(caller, 'sdkAppId', sdkAppId, account.leastSdkAppId);
  if (typeof identifier !== 'string' || identifier === '') {
    throw mustBe(caller, 'identifier', 'the name of an administrator account', identifier);
  }
  // The documented form is not enforced. A line end would make another signed text of it, and half of a pair no URL.
  if (/[\p{Cc}\p{Cs}]/u.test(identifier)) {
    const remedy = 'pass the name as the console shows it';
    throw new ArgumentError(caller, 'identifier', 'has a control character', remedy);
  }
  for (const [field, seconds] of Object.entries(lifetime)) {
    checkInteger(caller, field, seconds, 1, account.longestLifetimeYears * secondsPerYear);
  }
}

/** @throws ArgumentError without the key. */
export function checkSecretKey(caller: string, secretKey: unknown): asserts secretKey is string {
  const expected = 'the secret key of the app, as the console shows it';
  if (typeof secretKey !== 'string' || secretKey === '')
    throw mustBe(caller, 'secretKey', expected, secretKey);
  if (secretKey.trim() === secretKey) return;
  throw new ArgumentError(caller, 'secretKey', 'has blanks around it', `pass ${expected}`);
}
