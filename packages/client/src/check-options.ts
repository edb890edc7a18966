import { findUnknownName, isObject } from '@trtc-call/reporting/values';
import type { Contract } from './contract.ts';
import { ArgumentError, mustBe } from './errors.ts';
import { account } from './generated/user-sig.gen.ts';

/** Checks one option. @throws ArgumentError naming the field and what to pass instead. */
export type Rule = (caller: string, field: string, value: unknown) => void;
export type Rules = Readonly<Record<string, Rule>>;

export function must(expected: string, fits: (value: unknown) => boolean): Rule {
  return (caller, field, value) => {
    if (!fits(value)) throw mustBe(caller, field, expected, value);
  };
}

export const anything: Rule = () => {};
export const isFunction = (value: unknown): boolean => typeof value === 'function';
export const aFunction: Rule = must('a function', isFunction);

/** @param reason why it may not be less. */
export function anInteger(least: number, most = Number.MAX_SAFE_INTEGER, reason = ''): Rule {
  const range =
    most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least}${reason} to ${most}`;
  return must(
    `an integer ${range}`,
    (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  );
}

/** An object of options, each with a rule. */
export function anObject(rules: Rules, required: readonly string[] = []): Rule {
  return (caller, field, value) => checkOptions(caller, field, value, rules, `${field}.`, required);
}

/**
 * Checks an object of options. Those that are undefined are as if they were not there.
 *
 * @param prefix stands in front of their names in errors.
 * @param required those that must be there.
 * @throws ArgumentError for a name without a rule, and for a value that does not fit its rule.
 */
export function checkOptions(
  caller: string,
  field: string,
  given: unknown,
  rules: Rules,
  prefix = '',
  required: readonly string[] = [],
): void {
  checkNames(caller, field, given, Object.keys(rules));
  for (const [name, check] of Object.entries(rules)) {
    const value: unknown = Reflect.get(Object(given), name);
    if (value !== undefined || required.includes(name)) check(caller, prefix + name, value);
  }
}

/** What other clients call their options, and what they are called here. */
const namesElsewhere: ReadonlyMap<string, string> = new Map([
  ['timeout', 'timeoutMilliseconds'],
  ['maxRetries', 'retry: { maxAttempts }, one more than the retries'],
  ['retries', 'retry: { maxAttempts }, one more than the retries'],
  ['baseURL', 'region: a URL'],
  ['baseUrl', 'region: a URL'],
  ['logger', 'onRequest: a function, and onResponse and onRetry'],
]);

/** @throws ArgumentError when it is not an object, or has a name that means nothing: a slip would go unnoticed. */
export function checkNames(caller: string, field: string, value: unknown, names: readonly string[]): void {
  if (!isObject(value)) throw mustBe(caller, field, 'an object', value);
  const unknown = findUnknownName(value, names);
  if (!unknown) return;
  const { name, remedy } = unknown;
  const meant = namesElsewhere.get(name) ?? '';
  const isHere = names.some((option) => option === meant.split(':')[0]);
  throw new ArgumentError(caller, `${field}.${name}`, 'is not known', isHere ? `use ${meant}` : remedy);
}

/** The longest wait of a timer, in milliseconds: a longer one overflows and ends at once. */
export const longestWait = 2 ** 31 - 1;

/** What a wait depends on. */
type WaitFacts = Pick<Contract, 'backendTimeoutMilliseconds'>;

const retryRules: Rules = {
  maxAttempts: anInteger(1, 20),
  baseMilliseconds: anInteger(1),
  capMilliseconds: anInteger(1),
};

/** How long and how often a call may be tried: no shorter than the service may still be at work on it. */
export function createWaitRules({ backendTimeoutMilliseconds: least }: WaitFacts) {
  const wait = anInteger(least + 1, longestWait, ` (the service itself gives up after ${least} ms)`);
  const retry: Rule = (caller, field, value) => value === false || anObject(retryRules)(caller, field, value);
  return { timeoutMilliseconds: wait, deadlineMilliseconds: wait, retry };
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
const aSignal = must('an AbortSignal', (value) => isObject(value) && isFunction(value.addEventListener));

/** @throws ArgumentError when the options of a call are wrong. */
export function checkCallOptions(facts: WaitFacts, caller: string, options: unknown, others?: Rules): void {
  anObject({ ...createWaitRules(facts), signal: aSignal, ...others })(caller, 'options', options);
}

// A year of 365 days: the shorter reading of the vendor's limit.
const secondsPerYear = 365 * 24 * 60 * 60;

export const aLifetime: Rule = anInteger(1, account.longestLifetimeYears * secondsPerYear);

/** A name with a line end could be read as other signed lines, and half of a surrogate pair cannot be written as UTF-8. */
export const notSigned = /[\p{Cc}\p{Cs}]/u;

/** What is signed, in whose name and with what. */
export const accountRules = {
  sdkAppId: anInteger(account.leastSdkAppId),
  // The documented form is not enforced.
  identifier: must(
    'the name of an administrator account, without control characters',
    (value) => typeof value === 'string' && value !== '' && !notSigned.test(value),
  ),
  secretKey: must(
    'the secret key of the app, as the console shows it and without blanks around it',
    (value) => typeof value === 'string' && value !== '' && value.trim() === value,
  ),
} satisfies Rules;
