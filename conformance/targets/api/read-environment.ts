import { defaultMockSdkAppId, defaultMockSecretKey } from '@trtc-call/mock';
import type { Contract } from '@trtc-call/spec';
import type { Account } from '../../requirements/check/account.ts';
import { CannotRunError, type Environment } from '../../run/options.ts';

/** The account that comes with every app; the contracts have it as their example. */
const administrator = 'administrator';

/**
 * The address of the live endpoint of a generation: `TRTC_CALL_BASE_URL`, the host of `TRTC_CALL_REGION`, or the only
 * one of a generation whose hosts are not those of data centres. An app has one data centre: it is never guessed.
 *
 * @returns the reason why it is not known, where it is not
 * @throws CannotRunError when a variable is wrong
 */
export function readLiveUrl(
  environment: Environment,
  { servers, generation }: Contract,
): string | { readonly missing: string } {
  const url = value(environment, 'TRTC_CALL_BASE_URL');
  if (url !== undefined) return readUrl(url, 'TRTC_CALL_BASE_URL');
  const region = value(environment, 'TRTC_CALL_REGION');
  const server = servers[region ?? ''] ?? servers.intl;
  if (server !== undefined) return server;
  const regions = Object.keys(servers).join(', ');
  const what = region === undefined ? 'is not set' : `"${region}" is not one of its data centres`;
  return {
    missing: `TRTC_CALL_REGION ${what}: set it to the data centre of the app for ${generation} (${regions})`,
  };
}

/**
 * Reads who asks a given URL. Without any credentials the mock's public ones are used: a URL without
 * credentials is most likely that of a mock.
 *
 * @throws CannotRunError naming the variable that is missing or wrong
 */
export function readUrlAddress(url: string, environment: Environment): { baseUrl: string; account: Account } {
  const names = ['TRTC_CALL_SDK_APP_ID', 'TRTC_CALL_SECRET_KEY', 'TRTC_CALL_USER_SIG'];
  const isSilent = names.every((name) => value(environment, name) === undefined);
  const identifier = value(environment, 'TRTC_CALL_IDENTIFIER') ?? administrator;
  const account = isSilent
    ? { sdkAppId: defaultMockSdkAppId, identifier, secretKey: defaultMockSecretKey }
    : readAccount(environment);
  return { baseUrl: readUrl(url, '--target'), account };
}

/** Reads the account that asks. @throws CannotRunError naming the variable that is missing or wrong */
export function readAccount(environment: Environment): Account {
  const sdkAppId = require(environment, 'TRTC_CALL_SDK_APP_ID', 'the SDKAppID that the console shows');
  if (!/^[1-9]\d*$/.test(sdkAppId) || !Number.isSafeInteger(Number(sdkAppId))) {
    throw new CannotRunError(
      'bad-variable',
      `TRTC_CALL_SDK_APP_ID is not an integer from 1 to ${Number.MAX_SAFE_INTEGER}: set the SDKAppID that the console shows`,
    );
  }
  const account = {
    sdkAppId: Number(sdkAppId),
    identifier: value(environment, 'TRTC_CALL_IDENTIFIER') ?? administrator,
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
  const code = where === '--target' ? 'unknown-target' : 'bad-variable';
  const url = URL.parse(text);
  // The part after these may be a secret.
  const shown = text.replace(/[?#].*|\/\/.*@/s, '…');
  if (!url || !/^https?:$/.test(url.protocol)) {
    const remedy = 'use mock, live, or a URL that begins with http:// or https://';
    throw new CannotRunError(code, `${where} "${shown}" is not a target: ${remedy}`);
  }
  if (url.username || url.password || url.search || url.hash) {
    const problem = 'has credentials, a query or a fragment, which no request would carry';
    throw new CannotRunError(code, `${where} ${problem}: give it without them`);
  }
  return url.origin + url.pathname.replace(/\/+$/, '');
}

function value(environment: Environment, name: string): string | undefined {
  const found = environment[name]?.trim();
  return found === '' ? undefined : found;
}
