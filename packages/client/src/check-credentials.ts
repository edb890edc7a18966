import { checkInteger } from './check-options.ts';
import { describeValue } from './describe-value.ts';
import { ArgumentError } from './errors.ts';
import { identifierPattern, leastSdkAppId, longestLifetimeYears } from './generated/v1-tables.gen.ts';

// A year of 365 days: the shorter reading of the vendor's limit.
const secondsPerYear = 365 * 24 * 60 * 60;
const longestLifetimeSeconds = longestLifetimeYears * secondsPerYear;

/** @throws ArgumentError */
export function checkSdkAppId(caller: string, sdkAppId: unknown): void {
  checkInteger(caller, 'sdkAppId', sdkAppId, leastSdkAppId);
}

/** @throws ArgumentError */
export function checkIdentifier(caller: string, identifier: unknown): void {
  if (typeof identifier === 'string' && new RegExp(identifierPattern).test(identifier)) return;
  const got = typeof identifier === 'string' ? 'another string' : describeValue(identifier);
  const remedy = `pass a string that matches ${identifierPattern}`;
  throw new ArgumentError(caller, 'identifier', `is ${got}`, remedy);
}

/** @throws ArgumentError without the key. */
export function checkSecretKey(caller: string, secretKey: unknown): void {
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
