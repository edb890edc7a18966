import { findUnknownName } from '@trtc-call/reporting/names';
import type { AccountFacts, Contract } from './contract.ts';
import { describeValue, isObject } from './describe-value.ts';
import { ArgumentError } from './errors.ts';

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
  if (!isObject(value)) {
    throw new ArgumentError(caller, field, `is ${describeValue(value)}`, 'pass an object');
  }
  const unknown = findUnknownName(value, names);
  if (!unknown) return;
  const { name, remedy } = unknown;
  const elsewhere = Object.hasOwn(namesElsewhere, name) ? namesElsewhere[name] : undefined;
  const meant = elsewhere?.find((one) => names.includes(one.split(':', 1)[0] ?? ''));
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
  const upTo =
    maximum === Number.MAX_SAFE_INTEGER ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`;
  const got = typeof value === 'number' ? value : describeValue(value);
  throw new ArgumentError(caller, field, `is ${got}`, `pass an integer ${upTo}`);
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
  const problem = `is ${milliseconds}, and the service itself gives up only after ${backendTimeoutMilliseconds} ms`;
  const remedy = `pass more than ${backendTimeoutMilliseconds}, or end the call sooner by a signal`;
  throw new ArgumentError(caller, field, problem, remedy);
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
  throw new ArgumentError(caller, 'options.signal', `is ${describeValue(signal)}`, 'pass an AbortSignal');
}

// A year of 365 days: the shorter reading of the vendor's limit.
const secondsPerYear = 365 * 24 * 60 * 60;

/** @throws ArgumentError */
export function checkSdkAppId({ leastSdkAppId }: AccountFacts, caller: string, sdkAppId: unknown): void {
  checkInteger(caller, 'sdkAppId', sdkAppId, leastSdkAppId);
}

/** @throws ArgumentError */
export function checkIdentifier(caller: string, identifier: unknown): void {
  // The documented form is not enforced. A line end would make another signed text of it, and half of a pair no URL.
  if (typeof identifier === 'string' && identifier !== '') {
    if (!/[\p{Cc}\p{Cs}]/u.test(identifier)) return;
    throw new ArgumentError(
      caller,
      'identifier',
      'has a control character',
      'pass the name as the console shows it',
    );
  }
  const remedy = 'pass the name of an administrator account';
  throw new ArgumentError(caller, 'identifier', `is ${describeValue(identifier)}`, remedy);
}

/** @throws ArgumentError without the key. */
export function checkSecretKey(caller: string, secretKey: unknown): asserts secretKey is string {
  if (typeof secretKey === 'string' && secretKey !== '' && secretKey.trim() === secretKey) return;
  const problem = typeof secretKey === 'string' && secretKey !== '' ? 'has blanks around it' : 'is missing';
  throw new ArgumentError(
    caller,
    'secretKey',
    problem,
    'pass the secret key of the app as the console shows it',
  );
}

/** @throws ArgumentError */
export function checkLifetimeSeconds(
  { longestLifetimeYears }: AccountFacts,
  caller: string,
  field: string,
  seconds: unknown,
): void {
  checkInteger(caller, field, seconds, 1, longestLifetimeYears * secondsPerYear);
}
