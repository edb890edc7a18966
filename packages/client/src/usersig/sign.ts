import { createHmac } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { checkAccount, checkNames, checkSecretKey } from '../check-options.ts';
import { replaceLetters, type UserSigClaims, writeSignedText, writeTokenContent } from './token.ts';

export interface SignUserSigOptions {
  /** The app, as the console shows it. */
  sdkAppId: number;
  /** The secret key of that app. */
  secretKey: string;
  /** The account that the sign is for. The documented form, 32 bytes of `a-z A-Z 0-9 _ -`, is not enforced. */
  identifier: string;
  /** How long the sign is valid, in seconds, at most ten years. Default: 86400, a day. */
  lifetimeSeconds?: number;
  /** The clock, in milliseconds. Default: `Date.now`. */
  now?: () => number;
}

/**
 * Signs a UserSig. The signature is deterministic; the whole token is not the same text in every library.
 *
 * @throws ArgumentError when an option cannot be used; the vendor's own libraries sign anything.
 * @see https://trtc.io/document/34385
 */
export function signUserSig(options: SignUserSigOptions): string {
  const caller = 'signUserSig';
  checkNames(caller, 'options', options, ['sdkAppId', 'secretKey', 'identifier', 'lifetimeSeconds', 'now']);
  const { sdkAppId, secretKey, identifier, lifetimeSeconds = 86400, now = Date.now } = options;
  checkAccount(caller, sdkAppId, identifier, { lifetimeSeconds });
  checkSecretKey(caller, secretKey);
  const time = Math.floor(now() / 1000);
  const claims = { sdkAppId, identifier, time, lifetimeSeconds };
  const content = writeTokenContent(claims, createSignature(claims, secretKey));
  return replaceLetters(deflateSync(content).toString('base64'));
}

/** Base64 of the HMAC-SHA256 over the claims. */
export function createSignature(claims: UserSigClaims, secretKey: string): string {
  return createHmac('sha256', secretKey).update(writeSignedText(claims)).digest('base64');
}
