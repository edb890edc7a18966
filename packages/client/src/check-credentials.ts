import { checkInteger } from './check-options.ts';
import { describeValue } from './describe-value.ts';
import { ArgumentError } from './errors.ts';
import { leastSdkAppId, longestLifetimeYears } from './generated/v1-tables.gen.ts';

// A year of 365 days: the shorter reading of the vendor's limit.
const secondsPerYear = 365 * 24 * 60 * 60;
const longestLifetimeSeconds = longestLifetimeYears * secondsPerYear;

/** @throws ArgumentError */
export function checkSdkAppId(caller: string, sdkAppId: unknown): void {
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
export function checkLifetimeSeconds(caller: string, field: string, seconds: unknown): void {
  checkInteger(caller, field, seconds, 1, longestLifetimeSeconds);
}
