import { inflateSync } from 'node:zlib';
import { isObject } from '@trtc-call/reporting/values';
import { checkInteger, checkNames } from '../check-options.ts';
import { ArgumentError } from '../errors.ts';
import { account } from '../generated/user-sig.gen.ts';
import type { UserSigClaims } from './token.ts';

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
  maxInflatedBytes?: number;
}

const defaultMaxInflatedBytes = 4096;

const alphabet = new RegExp(account.userSigPattern);

/**
 * Reads a UserSig without verifying it.
 *
 * @throws ArgumentError when the text is not a UserSig. The error does not show it.
 */
export function decodeUserSig(userSig: string, options: DecodeUserSigOptions = {}): DecodedUserSig {
  const caller = 'decodeUserSig';
  checkNames(caller, 'options', options, ['maxInflatedBytes']);
  const { maxInflatedBytes = defaultMaxInflatedBytes } = options;
  checkInteger(caller, 'maxInflatedBytes', maxInflatedBytes, 1);
  const decoded = readToken(userSig, maxInflatedBytes);
  if (decoded) return decoded;
  throw new ArgumentError(caller, 'userSig', 'is not a UserSig', 'pass what signUserSig returned, whole');
}

/** Reads a token of unknown origin; `undefined` when it is not a UserSig. */
export function readToken(
  userSig: unknown,
  maxInflatedBytes = defaultMaxInflatedBytes,
): DecodedUserSig | undefined {
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
