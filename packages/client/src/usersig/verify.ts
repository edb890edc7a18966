import { timingSafeEqual } from 'node:crypto';
import { checkSecretKey } from '../check-credentials.ts';
import { type DecodedUserSig, readToken } from './decode.ts';
import { signatureOf } from './signature.ts';

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
}

/** Why a UserSig is refused: the first of these that holds, in this order. */
export type UserSigFault = 'malformed' | 'app' | 'identifier' | 'signature' | 'expired';

export type UserSigVerdict =
  | { readonly ok: true; readonly claims: DecodedUserSig }
  | { readonly ok: false; readonly reason: UserSigFault };

/**
 * Verifies a UserSig. It is valid up to and including the second `time + lifetime`. A time in the future is let
 * through, as the vendor's own checker does. Never throws for what the token is.
 *
 * @throws ArgumentError when the secret key is empty: every token could be forged.
 */
export function verifyUserSig(options: VerifyUserSigOptions): UserSigVerdict {
  const { userSig, sdkAppId, secretKey, identifier, now = Date.now } = options;
  checkSecretKey('verifyUserSig', secretKey);
  const claims = readToken(userSig);
  if (!claims) return refused('malformed');
  if (claims.sdkAppId !== sdkAppId) return refused('app');
  if (claims.identifier !== identifier) return refused('identifier');
  if (!equal(claims.signature, signatureOf(claims, secretKey))) return refused('signature');
  const expired = Math.floor(now() / 1000) > claims.time + claims.lifetimeSeconds;
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
