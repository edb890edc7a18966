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

const { version, versionMember, signedMembers, signatureMember, letters } = userSigForm;

/** The text that is signed: a line for each claim, in the order of the vendor's libraries. */
export function writeSignedText(claims: UserSigClaims): string {
  return claimsByMember(claims)
    .map(([member, value]) => `${member}:${value}\n`)
    .join('');
}

/** What a token holds, before it is compressed. */
export function writeTokenContent(claims: Omit<UserSigClaims, 'userBuf'>, signature: string): string {
  const signed = Object.fromEntries(claimsByMember(claims));
  return JSON.stringify({ [versionMember]: version, ...signed, [signatureMember]: signature });
}

/** Base64 with the letters that the vendor writes otherwise, since a token stands in a query. */
export function replaceLetters(base64: string): string {
  return base64.replace(/[+/=]/g, (letter) => (isReplaced(letter) ? letters[letter] : letter));
}

function claimsByMember(claims: UserSigClaims): [member: string, value: string | number][] {
  const { sdkAppId, identifier, time, lifetimeSeconds, userBuf } = claims;
  const values = { sdkAppId, identifier, time, lifetimeSeconds, userBuf };
  return Object.entries(signedMembers).flatMap(([claim, member]) => {
    const value = isClaim(claim, values) ? values[claim] : undefined;
    return value === undefined ? [] : [[member, value]];
  });
}

function isClaim<Values extends object>(name: string, values: Values): name is keyof Values & string {
  return name in values;
}

function isReplaced(letter: string): letter is keyof typeof letters {
  return letter in letters;
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
