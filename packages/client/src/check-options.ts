import { findUnknownName } from '@trtc-call/reporting/names';
import type { Contract } from './contract.ts';
import { isObject } from './describe-value.ts';
import { ArgumentError, mustBe } from './errors.ts';
import { account } from './generated/user-sig.gen.ts';

/** What a wait depends on. */
type WaitFacts = Pick<Contract, 'backendTimeoutMilliseconds'>;

// Timers overflow beyond 31 bits and fire at once.
const longestWait = 2 ** 31 - 1;

/** What other clients call their options, and what they are called here. */
const namesElsewhere: Readonly<Record<string, readonly string[]>> = {
  timeout: ['timeoutMilliseconds'],
  maxRetries: ['retry: { maxAttempts }', 'maxAttempts: one more than the retries'],
  retries: ['retry: { maxAttempts }', 'maxAttempts: one more than the retries'],
  baseURL: ['region: a URL'],
  baseUrl: ['region: a URL'],
  logger: ['onRequest: a function, and onResponse and onRetry'],
};

/** @throws ArgumentError when it is not an object, or has a name that means nothing: a slip would go unnoticed. */
export function checkNames(caller: string, field: string, value: unknown, names: readonly string[]): void {
  if (!isObject(value)) throw mustBe(caller, field, 'an object', value);
  const unknown = findUnknownName(value, names);
  if (!unknown) return;
  const { name, remedy } = unknown;
  const elsewhere = Object.hasOwn(namesElsewhere, name) ? namesElsewhere[name] : undefined;
  const meant = elsewhere?.find((text) => names.includes(text.split(':', 1)[0] ?? ''));
  throw new ArgumentError(caller, `${field}.${name}`, 'is not known', meant ? `use ${meant}` : remedy);
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
  minimum: number,
  maximum = Number.MAX_SAFE_INTEGER,
): void {
  if (Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum) return;
  const range =
    maximum === Number.MAX_SAFE_INTEGER ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`;
  throw mustBe(caller, field, `an integer ${range}`, value);
}

/** @throws ArgumentError naming the first that is given and not a function. */
export function checkFunctions(caller: string, functions: Readonly<Record<string, unknown>>): void {
  for (const [field, value] of Object.entries(functions)) {
    if (value !== undefined && typeof value !== 'function') throw mustBe(caller, field, 'a function', value);
  }
}

/** @throws ArgumentError when it is not a time to wait for an answer, or one in which the service may still be at work. */
export function checkWaitMilliseconds(
  { backendTimeoutMilliseconds }: WaitFacts,
  caller: string,
  field: string,
  milliseconds: unknown,
): void {
  checkInteger(caller, field, milliseconds, 1, longestWait);
  if (Number(milliseconds) > backendTimeoutMilliseconds) return;
  const why = `the service itself gives up only after ${backendTimeoutMilliseconds} ms`;
  const problem = `must be more than ${backendTimeoutMilliseconds} (got ${milliseconds}), since ${why}; end a call sooner by a signal`;
  throw new ArgumentError(caller, field, problem, `pass more than ${backendTimeoutMilliseconds}`);
}

const waits = ['timeoutMilliseconds', 'deadlineMilliseconds'] as const;
const mostAttempts = 20;

/** @throws ArgumentError when they are not integers of at least 1. */
export function checkRetry(caller: string, field: string, retry: unknown): void {
  checkNumbers(caller, field, retry, ['maxAttempts', 'baseMilliseconds', 'capMilliseconds']);
}

/** @throws ArgumentError when it is not an object of integers of at least 1. */
export function checkNumbers(caller: string, field: string, given: unknown, names: readonly string[]): void {
  checkNames(caller, field, given, names);
  for (const [name, value] of Object.entries(Object(given))) {
    if (value === undefined) continue;
    checkInteger(caller, `${field}.${name}`, value, 1, name === 'maxAttempts' ? mostAttempts : undefined);
  }
}

/** The defaults, with what is given in their place. */
export function withDefaults<Numbers extends object>(
  given: { [Name in keyof Numbers]?: number | undefined } | undefined,
  defaults: Numbers,
): Numbers {
  const set = Object.entries(given ?? {}).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(set) };
}

/** @throws ArgumentError when the options of a call are wrong. */
export function checkCallOptions(
  contract: WaitFacts,
  caller: string,
  options: unknown,
  others: readonly string[] = [],
): void {
  checkNames(caller, 'options', options, [...waits, 'signal', 'retry', ...others]);
  const given: Record<string, unknown> = isObject(options) ? options : {};
  for (const name of waits) {
    if (given[name] !== undefined) checkWaitMilliseconds(contract, caller, `options.${name}`, given[name]);
  }
  const { signal, retry } = given;
  if (retry !== undefined && retry !== false) checkRetry(caller, 'options.retry', retry);
  // By what is used of it, not by its class: a signal may come from another realm.
  if (signal === undefined || (isObject(signal) && typeof signal.addEventListener === 'function')) return;
  throw mustBe(caller, 'options.signal', 'an AbortSignal', signal);
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
