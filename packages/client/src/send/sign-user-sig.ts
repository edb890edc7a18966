import { signedTextOf, tokenContentOf, tokenLetters, type UserSigClaims } from '../usersig/claims.ts';

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
  const signature = await crypto.subtle.sign('HMAC', key, encoder.encode(signedTextOf(claims)));
  const content = tokenContentOf(claims, base64(new Uint8Array(signature)));
  const compressed = new Response(content).body?.pipeThrough(new CompressionStream('deflate'));
  return tokenLetters(base64(new Uint8Array(await new Response(compressed ?? null).arrayBuffer())));
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
