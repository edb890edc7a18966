/// <reference path="./tls-sig-api-v2.d.ts" />
import { Api } from 'tls-sig-api-v2';

/** What a UserSig states about itself. */
export interface UserSigClaims {
  readonly sdkAppId: number;
  readonly identifier: string;
  /** When it was signed, in Unix seconds. */
  readonly time: number;
  /** How long it is valid from then, in seconds. */
  readonly lifetimeSeconds: number;
  /** Base64 of the privileges, in signs that carry them. */
  readonly userBuf?: string;
}

/** Base64 of the HMAC-SHA256 over the claims, as the vendor's library computes it. */
export function signatureOf(claims: UserSigClaims, secretKey: string): string {
  const { sdkAppId, identifier, time, lifetimeSeconds, userBuf = null } = claims;
  return new Api(sdkAppId, secretKey)._hmacsha256(identifier, time, lifetimeSeconds, userBuf);
}
