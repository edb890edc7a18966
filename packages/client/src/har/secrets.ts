const takenOut = '[redacted]';

/** Every UserSig is the base64 of deflated JSON, and those begin alike. A shorter run might be a user's own id. */
const likeUserSig = /eJ[\w*-]{40,}={0,2}/g;
/** A secret key is 64 hexadecimal digits; ids of requests and calls are shorter. */
const likeSecretKey = /[0-9A-Fa-f]{64,}/g;
/** By its name, in a query or a form, and in JSON however often it was put into a string. A sentence that names it is none. */
const namedCredential =
  /((?:usersig|secret_?key|access_?token|password)(?:(?:\\*["']|%22)?\s*(?:=|%3D)\s*(?:\\*["']|%22)?|(?:\\*["']|%22)\s*(?::|%3A)\s*(?:\\*["']|%22)))((?:(?!%22|%26)[^&\s"'\\<>#,;}\])])+)/gi;
const bearer = /\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/g;

/** Takes out what would let a reader call in the account's name, wherever it stands in a text. */
export type Redact = (text: string) => string;

/** What is taken out beside UserSigs, keys and whatever looks like them. */
export interface RedactOptions {
  /** Texts that must not be written, such as the secret key. Default: none. */
  readonly secrets?: readonly string[] | undefined;
  /** Whether the account that calls is taken out of the query. Default: `false`. */
  readonly redactIdentifier?: boolean | undefined;
}

/**
 * Makes a function that takes secrets out of text. JSON stays JSON: a secret is only ever part of a string in it, and
 * what takes its place needs no escape.
 */
export function createRedact({ secrets = [], redactIdentifier = false }: RedactOptions = {}): Redact {
  const known = secrets.filter((secret) => secret !== '').map(inAnySpelling);
  return (text) => {
    let clean = text;
    for (const secret of known) clean = clean.replace(secret, takenOut);
    clean = clean
      .replace(namedCredential, `$1${takenOut}`)
      .replace(bearer, `$1 ${takenOut}`)
      .replace(likeUserSig, takenOut)
      .replace(likeSecretKey, takenOut);
    return redactIdentifier ? clean.replace(/([?&]identifier=)[^&#\s"']*/g, `$1${takenOut}`) : clean;
  };
}

/** As it is, in a URL, and within JSON, however often it was put into either. */
function inAnySpelling(secret: string): RegExp {
  const characters = Array.from(secret, (character, at) => {
    const plain = character.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
    const encoded = encodeURIComponent(character);
    const inUrl = encoded.replaceAll('%', '%(?:25)*');
    const escapes = at > 0 && /["\\]/.test(character) ? '(?:\\\\|%(?:25)*5C)*' : '';
    if (character === ' ') return '(?: |%(?:25)*20|\\+)';
    return encoded === character ? plain : `${escapes}(?:${plain}|${inUrl})`;
  });
  return new RegExp(characters.join(''), 'gi');
}

const secretHeader = /^(authorization|proxy-authorization|cookie|set-cookie|x-api-key)$/i;

/** A header's value as it may be written. */
export function cleanHeader(name: string, value: string, redact: Redact): string {
  return secretHeader.test(name) ? takenOut : redact(value);
}
