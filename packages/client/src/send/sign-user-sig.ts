/** What a UserSig is made from; all of it has been checked. */
export interface UserSigParts {
  readonly sdkAppId: number;
  readonly secretKey: string;
  readonly identifier: string;
  /** Unix seconds. */
  readonly time: number;
  readonly lifetimeSeconds: number;
}

/**
 * Signs a UserSig with what every runtime has: Web Crypto and compression streams. `signUserSig` of the entry
 * `usersig` gives the same signature at once, and needs Node.
 *
 * @see https://trtc.io/document/34385
 */
export async function signUserSigAnywhere(parts: UserSigParts): Promise<string> {
  const { sdkAppId, secretKey, identifier, time, lifetimeSeconds } = parts;
  const lines = [
    `TLS.identifier:${identifier}`,
    `TLS.sdkappid:${sdkAppId}`,
    `TLS.time:${time}`,
    `TLS.expire:${lifetimeSeconds}`,
    '',
  ];
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secretKey), algorithm, false, ['sign']);
  const signature = await crypto.subtle.sign('HMAC', key, encoder.encode(lines.join('\n')));
  const content = {
    'TLS.ver': '2.0',
    'TLS.identifier': identifier,
    'TLS.sdkappid': sdkAppId,
    'TLS.time': time,
    'TLS.expire': lifetimeSeconds,
    'TLS.sig': base64(new Uint8Array(signature)),
  };
  const compressed = new Response(JSON.stringify(content)).body?.pipeThrough(
    new CompressionStream('deflate'),
  );
  return base64(new Uint8Array(await new Response(compressed ?? null).arrayBuffer()))
    .replaceAll('+', '*')
    .replaceAll('/', '-')
    .replaceAll('=', '_');
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
