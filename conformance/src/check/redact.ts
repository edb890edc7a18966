/** Replaces what would let a reader call in the account's name, wherever it stands in a text. */
export type Redact = (text: string) => string;

const inQuery = /((?:^|[?&\s"'])usersig=)[^&\s"'#]*/gi;

/**
 * Every UserSig is the base64 of deflated JSON, and those begin alike, so signs that nobody listed are found too.
 * A shorter run might be a user's own id.
 */
const likeUserSig = /eJ[\w*-]{40,}/g;

/** A {@link Redact} for an account's key and sign, for every UserSig, and for the `usersig` of a query. */
export function createRedact(secrets: readonly (string | undefined)[]): Redact {
  const known = secrets.filter((secret): secret is string => secret !== undefined && secret !== '');
  return (text) => {
    let clean = text.replace(inQuery, '$1[redacted]').replace(likeUserSig, '[redacted]');
    for (const secret of known) clean = clean.replaceAll(secret, '[redacted]');
    return clean;
  };
}
