import { createHmac } from 'node:crypto';
import { signedTextOf, type UserSigClaims } from './claims.ts';

/** Base64 of the HMAC-SHA256 over the claims. */
export function signatureOf(claims: UserSigClaims, secretKey: string): string {
  return createHmac('sha256', secretKey).update(signedTextOf(claims)).digest('base64');
}
