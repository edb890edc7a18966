import { userSigForm } from '../generated/user-sig.gen.ts';

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

const { version, versionMember, signatureMember } = userSigForm;
const signedMembers: readonly (readonly [claim: string, member: string])[] = Object.entries(
  userSigForm.signedMembers,
);
const letters: Readonly<Record<string, string>> = userSigForm.letters;

/** The text that is signed: a line for each claim, in the order of the vendor's libraries. */
export function writeSignedText(claims: UserSigClaims): string {
  return listClaims(claims)
    .map(([member, value]) => `${member}:${value}\n`)
    .join('');
}

/** What a token holds, before it is compressed. */
export function writeTokenContent(claims: Omit<UserSigClaims, 'userBuf'>, signature: string): string {
  const signed = Object.fromEntries(listClaims(claims));
  return JSON.stringify({ [versionMember]: version, ...signed, [signatureMember]: signature });
}

/** Base64 with the letters that the vendor writes otherwise, since a token stands in a query. */
export function replaceLetters(base64: string): string {
  return base64.replace(/[+/=]/g, (letter) => letters[letter] ?? letter);
}

function listClaims(claims: UserSigClaims): [member: string, value: unknown][] {
  const values: Readonly<Record<string, unknown>> = { ...claims };
  return signedMembers.flatMap(([claim, member]) =>
    values[claim] === undefined ? [] : [[member, values[claim]]],
  );
}

/**
 * Signs a UserSig with what every runtime has: Web Crypto and compression streams. `signUserSig` of the entry
 * `usersig` gives the same signature at once, and needs Node.
 *
 * @see https://trtc.io/document/34385
 */
export async function signUserSigAnywhere(
  claims: Omit<UserSigClaims, 'userBuf'>,
  secretKey: string,
): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secretKey), algorithm, false, ['sign']);
  const signature = await crypto.subtle.sign('HMAC', key, encoder.encode(writeSignedText(claims)));
  const content = writeTokenContent(claims, base64(new Uint8Array(signature)));
  const compressed = new Response(content).body?.pipeThrough(new CompressionStream('deflate'));
  return replaceLetters(base64(new Uint8Array(await new Response(compressed ?? null).arrayBuffer())));
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
