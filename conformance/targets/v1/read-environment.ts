import { defaultMockSecretKey } from '@trtc-call/mock';
import { queryParameters, servers } from '@trtc-call/spec/v1';
import type { Account } from '../../requirements/v1/check/account.ts';
import { CannotRunError } from '../../run/cannot-run-error.ts';
import type { Environment } from '../../run/run-options.ts';

/** Where a target is and who asks. */
export interface Address {
  readonly baseUrl: string;
  readonly account: Account;
}

const mockSdkAppId = 1400000000;

/**
 * Reads the address of the live endpoint.
 *
 * @throws CannotRunError naming the variable that is missing or wrong
 */
export function readLiveAddress(environment: Environment): Address {
  const baseUrl = value(environment, 'TRTC_CALL_BASE_URL') ?? servers.intl;
  return { baseUrl: readUrl(baseUrl, 'TRTC_CALL_BASE_URL'), account: readAccount(environment) };
}

/**
 * Reads who asks a given URL. Without any credentials the mock's public ones are used: a URL without
 * credentials is most likely that of a mock.
 *
 * @throws CannotRunError naming the variable that is missing or wrong
 */
export function readUrlAddress(url: string, environment: Environment): Address {
  const names = ['TRTC_CALL_SDK_APP_ID', 'TRTC_CALL_SECRET_KEY', 'TRTC_CALL_USER_SIG'];
  const isSilent = names.every((name) => value(environment, name) === undefined);
  const identifier = value(environment, 'TRTC_CALL_IDENTIFIER') ?? queryParameters.identifier.example;
  const account = isSilent
    ? { sdkAppId: mockSdkAppId, identifier, secretKey: defaultMockSecretKey }
    : readAccount(environment);
  return { baseUrl: readUrl(url, '--target'), account };
}

function readAccount(environment: Environment): Account {
  const sdkAppId = require(environment, 'TRTC_CALL_SDK_APP_ID', 'the SDKAppID that the console shows');
  if (!/^[1-9]\d*$/.test(sdkAppId)) {
    throw new CannotRunError(
      'bad-variable',
      'TRTC_CALL_SDK_APP_ID is not a positive integer: set the SDKAppID that the console shows',
    );
  }
  const account = {
    sdkAppId: Number(sdkAppId),
    identifier: value(environment, 'TRTC_CALL_IDENTIFIER') ?? queryParameters.identifier.example,
  };
  const userSig = value(environment, 'TRTC_CALL_USER_SIG');
  const secretKey = value(environment, 'TRTC_CALL_SECRET_KEY');
  if (secretKey !== undefined) return { ...account, secretKey };
  if (userSig !== undefined) return { ...account, userSig };
  throw new CannotRunError(
    'missing-variable',
    'TRTC_CALL_SECRET_KEY is not set: set it to the secret key of the app, or TRTC_CALL_USER_SIG to a UserSig of its administrator',
  );
}

function require(environment: Environment, name: string, what: string): string {
  const found = value(environment, name);
  if (found !== undefined) return found;
  throw new CannotRunError('missing-variable', `${name} is not set: set it to ${what}`);
}

function readUrl(text: string, where: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url.origin + url.pathname.replace(/\/+$/, '');
  throw new CannotRunError(
    where === '--target' ? 'unknown-target' : 'bad-variable',
    `${where} "${text}" is not a target: use mock, live, or a URL that begins with http:// or https://`,
  );
}

function value(environment: Environment, name: string): string | undefined {
  const found = environment[name]?.trim();
  return found === '' ? undefined : found;
}
