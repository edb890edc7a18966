import { limits, queryParameters } from '@trtc-call/spec/v1';
import { checkArgument } from './check-argument.ts';
import { ArgumentError } from './errors.ts';

// A year of 365 days: the shorter reading of the vendor's limit.
const secondsPerYear = 365 * 24 * 60 * 60;
const longestLifetimeSeconds = limits.userSigLifetimeMaximum.value * secondsPerYear;

/** @throws ArgumentError */
export function checkSdkAppId(caller: string, sdkAppId: unknown): void {
  checkArgument(caller, 'sdkAppId', sdkAppId, queryParameters.sdkappid);
}

/** @throws ArgumentError */
export function checkIdentifier(caller: string, identifier: unknown): void {
  checkArgument(caller, 'identifier', identifier, queryParameters.identifier);
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
  checkArgument(caller, field, seconds, { type: 'integer', minimum: 1, maximum: longestLifetimeSeconds });
}
