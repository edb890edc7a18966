import { timingSafeEqual } from 'node:crypto';
import { checkNames, checkSecretKey } from '../check-options.ts';
import { mustBe } from '../errors.ts';
import { type DecodedUserSig, readToken } from './decode.ts';
import { createSignature } from './sign.ts';

export interface VerifyUserSigOptions {
  /** The token as it came, of whatever origin. */
  userSig: string;
  /** The app that it must be for. */
  sdkAppId: number;
  /** The secret key of that app. */
  secretKey: string;
  /** The account that it must be for. */
  identifier: string;
  /** The clock, in milliseconds. Default: `Date.now`. */
  now?: () => number;
  /**
   * How far ahead of `now` the token may have been signed, in seconds, since two clocks never agree. `Infinity` does
   * not look at it. Default: 300.
   */
  toleranceSeconds?: number;
}

const optionNames: readonly (keyof VerifyUserSigOptions)[] = [
  'userSig',
  'sdkAppId',
  'secretKey',
  'identifier',
  'now',
  'toleranceSeconds',
];

const defaultToleranceSeconds = 300;

/** Why a UserSig is refused: the first of these that holds, in this order. */
export type UserSigFault = 'malformed' | 'app' | 'identifier' | 'signature' | 'not-yet-valid' | 'expired';

export type UserSigVerdict =
  | { readonly ok: true; readonly claims: DecodedUserSig }
  | { readonly ok: false; readonly reason: UserSigFault };

/**
 * Verifies a UserSig. It is valid up to and including the second `time + lifetime`, and not before it was signed: one
 * from further ahead than `toleranceSeconds` is refused as `not-yet-valid`. The vendor's own checker lets it through
 * (V1-U-47), and a token that was signed for next year would be good for all the time until then. Never throws for
 * what the token is.
 *
 * @throws ArgumentError when the secret key is empty, since every token could be forged, or when the tolerance is not a
 * number of seconds.
 */
export function verifyUserSig(options: VerifyUserSigOptions): UserSigVerdict {
  const caller = 'verifyUserSig';
  checkNames(caller, 'options', options, optionNames);
  const { userSig, sdkAppId, secretKey, identifier, now = Date.now } = options;
  const { toleranceSeconds = defaultToleranceSeconds } = options;
  checkSecretKey(caller, secretKey);
  if (!(toleranceSeconds >= 0)) {
    throw mustBe(caller, 'toleranceSeconds', 'a number of seconds, 0 or more', toleranceSeconds);
  }
  const claims = readToken(userSig);
  if (!claims) return refused('malformed');
  if (claims.sdkAppId !== sdkAppId) return refused('app');
  if (claims.identifier !== identifier) return refused('identifier');
  if (!equal(claims.signature, createSignature(claims, secretKey))) return refused('signature');
  const second = Math.floor(now() / 1000);
  if (claims.time > second + toleranceSeconds) return refused('not-yet-valid');
  const expired = second > claims.time + claims.lifetimeSeconds;
  return expired ? refused('expired') : { ok: true, claims };
}

function refused(reason: UserSigFault): UserSigVerdict {
  return { ok: false, reason };
}

/** Compares in a time that does not tell how much of the two is alike. */
function equal(given: string, right: string): boolean {
  const one = Buffer.from(given);
  const other = Buffer.from(right);
  return one.length === other.length && timingSafeEqual(one, other);
}
