import { createHmac, timingSafeEqual } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { isObject } from '@trtc-call/reporting/values';
import {
  accountRules,
  aFunction,
  aLifetime,
  anInteger,
  anything,
  checkOptions,
  must,
  notSigned,
} from '../check-options.ts';
import { ArgumentError } from '../errors.ts';
import { userSigPattern } from '../generated/user-sig.gen.ts';
import { replaceLetters, type UserSigClaims, writeSignedText, writeTokenContent } from './token.ts';

export type { TrtcCallError } from '../errors.ts';
export { ArgumentError, isTrtcCallError } from '../errors.ts';
export type { UserSigClaims } from './token.ts';

export interface SignUserSigOptions {
  /** The app, as the console shows it. */
  sdkAppId: number;
  /** The secret key of that app. */
  secretKey: string;
  /** The account that the sign is for. The documented form, 32 bytes of `a-z A-Z 0-9 _ -`, is not enforced. */
  identifier: string;
  /** How long the sign is valid, in seconds, at most ten years. Default: 86400, a day. */
  lifetimeSeconds?: number | undefined;
  /** The clock, in milliseconds. Default: `Date.now`. */
  now?: (() => number) | undefined;
}

/**
 * Signs a UserSig. The signature is deterministic; the whole token is not the same text in every library.
 *
 * @throws ArgumentError when an option cannot be used; the vendor's own libraries sign anything.
 * @see https://trtc.io/document/34385
 */
export function signUserSig(options: SignUserSigOptions): string {
  const caller = 'signUserSig';
  const rules = { ...accountRules, lifetimeSeconds: aLifetime, now: aFunction };
  checkOptions(caller, 'options', options, rules, '', Object.keys(accountRules));
  const { sdkAppId, secretKey, identifier, lifetimeSeconds = 86400, now = Date.now } = options;
  const time = Math.floor(now() / 1000);
  const claims = { sdkAppId, identifier, time, lifetimeSeconds };
  const content = writeTokenContent(claims, createSignature(claims, secretKey));
  return replaceLetters(deflateSync(content).toString('base64'));
}

/** Base64 of the HMAC-SHA256 over the claims. */
function createSignature(claims: UserSigClaims, secretKey: string): string {
  return createHmac('sha256', secretKey).update(writeSignedText(claims)).digest('base64');
}

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
  now?: (() => number) | undefined;
  /**
   * How far ahead of `now` the token may have been signed, in seconds, since two clocks never agree. `Infinity` does
   * not look at it. Default: 300.
   */
  toleranceSeconds?: number | undefined;
}

const verifyRules = {
  userSig: anything,
  sdkAppId: anything,
  secretKey: accountRules.secretKey,
  identifier: anything,
  now: aFunction,
  toleranceSeconds: must('a number of seconds, 0 or more', (value) => Number(value) >= 0),
};
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
  checkOptions(caller, 'options', options, verifyRules, '', ['secretKey']);
  const { userSig, sdkAppId, secretKey, identifier, now = Date.now } = options;
  const { toleranceSeconds = defaultToleranceSeconds } = options;
  const claims = readToken(userSig);
  // With a line end in one of them, the signature of other claims would do for these.
  if (!claims || notSigned.test(claims.identifier + (claims.userBuf ?? ''))) return refused('malformed');
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

/** What stands in a UserSig. Nothing of it is verified. */
export interface DecodedUserSig extends UserSigClaims {
  /** Base64 of the signature. */
  readonly signature: string;
}

export interface DecodeUserSigOptions {
  /**
   * The most that the token may inflate to, in bytes; a token that goes on is given up there. Default: 4096, some
   * ten times what a UserSig holds.
   */
  maxInflatedBytes?: number | undefined;
}

const defaultMaxInflatedBytes = 4096;

const alphabet = new RegExp(userSigPattern);

/**
 * Reads a UserSig without verifying it.
 *
 * @throws ArgumentError when the text is not a UserSig. The error does not show it.
 */
export function decodeUserSig(userSig: string, options: DecodeUserSigOptions = {}): DecodedUserSig {
  const caller = 'decodeUserSig';
  checkOptions(caller, 'options', options, { maxInflatedBytes: anInteger(1) });
  const { maxInflatedBytes = defaultMaxInflatedBytes } = options;
  const decoded = readToken(userSig, maxInflatedBytes);
  if (decoded) return decoded;
  throw new ArgumentError(caller, 'userSig', 'is not a UserSig', 'pass what signUserSig returned, whole');
}

/** Reads a token of unknown origin; `undefined` when it is not a UserSig. */
function readToken(userSig: unknown, maxInflatedBytes = defaultMaxInflatedBytes): DecodedUserSig | undefined {
  // Base64 of a stored, not compressed, content is the longest that a token of this size can be.
  if (typeof userSig !== 'string' || userSig.length > 2 * maxInflatedBytes + 64) return undefined;
  const text = inflate(userSig, maxInflatedBytes);
  if (text === undefined) return undefined;
  try {
    return readContent(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function inflate(userSig: string, maxOutputLength: number): string | undefined {
  if (!alphabet.test(userSig)) return undefined;
  const base64 = userSig.replaceAll('*', '+').replaceAll('-', '/').replaceAll('_', '=');
  const compressed = Buffer.from(base64, 'base64');
  // Buffer skips what is not base64, and bits beyond the last byte: two texts would be one token.
  if (compressed.length === 0 || compressed.toString('base64') !== base64) return undefined;
  try {
    const inflated: unknown = inflateSync(compressed, { maxOutputLength, info: true });
    if (!isInflated(inflated)) return undefined;
    // Bytes after the end of the stream would be ignored.
    if (inflated.engine.bytesWritten !== compressed.length) return undefined;
    return new TextDecoder('utf-8', { fatal: true }).decode(inflated.buffer);
  } catch {
    return undefined;
  }
}

// What `info: true` makes of the result; the declared type knows only the bytes.
function isInflated(value: unknown): value is { buffer: Uint8Array; engine: { bytesWritten: number } } {
  return isObject(value) && value.buffer instanceof Uint8Array && typeof value.engine === 'object';
}

function readContent(content: unknown): DecodedUserSig | undefined {
  if (!isObject(content)) return undefined;
  const version = content['TLS.ver'];
  const identifier = content['TLS.identifier'];
  const sdkAppId = content['TLS.sdkappid'];
  const time = content['TLS.time'];
  const lifetimeSeconds = content['TLS.expire'];
  const signature = content['TLS.sig'];
  const userBuf = content['TLS.userbuf'];
  if (version !== '2.0' || typeof identifier !== 'string' || typeof signature !== 'string') return undefined;
  if (!isWhole(sdkAppId) || !isWhole(time) || !isWhole(lifetimeSeconds)) return undefined;
  const claims = { sdkAppId, identifier, time, lifetimeSeconds, signature };
  if (userBuf === undefined) return claims;
  return typeof userBuf === 'string' ? { ...claims, userBuf } : undefined;
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
