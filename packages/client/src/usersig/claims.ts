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

/** The text that is signed: a line for each claim, in the order of the vendor's libraries. */
export function signedTextOf({
  sdkAppId,
  identifier,
  time,
  lifetimeSeconds,
  userBuf,
}: UserSigClaims): string {
  const lines = [
    `TLS.identifier:${identifier}`,
    `TLS.sdkappid:${sdkAppId}`,
    `TLS.time:${time}`,
    `TLS.expire:${lifetimeSeconds}`,
    ...(userBuf === undefined ? [] : [`TLS.userbuf:${userBuf}`]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** What a token holds, before it is compressed. */
export function tokenContentOf(
  { sdkAppId, identifier, time, lifetimeSeconds }: Omit<UserSigClaims, 'userBuf'>,
  signature: string,
): string {
  return JSON.stringify({
    'TLS.ver': '2.0',
    'TLS.identifier': identifier,
    'TLS.sdkappid': sdkAppId,
    'TLS.time': time,
    'TLS.expire': lifetimeSeconds,
    'TLS.sig': signature,
  });
}

/** Base64 with the three letters that the vendor writes otherwise, since a token stands in a query. */
export function tokenLetters(base64: string): string {
  return base64.replaceAll('+', '*').replaceAll('/', '-').replaceAll('=', '_');
}
