const longestText = 300;
const depthOfCauses = 5;

const querySearch = /\?[^\s"'<>?]*=[^\s"'<>]*/g;
const namedCredential = /\b(usersig|secretkey|secret_key)(["']?\s*[=:]\s*["']?)[^\s&"'<>]+/gi;
// No word of a message is this long; a UserSig has 150 characters and more, a secret key 64.
const shortestToken = 60;
const longToken = new RegExp(`[A-Za-z0-9*_+/=-]{${shortestToken},}`, 'g');

/** Text that may be shown: without the given secrets, query strings or anything like a credential, and short. */
export function redact(text: string, secrets: readonly string[]): string {
  let shown = text;
  // Every answer's words come through here, and nearly all are short and plain.
  const plain = text.length < shortestToken && !text.includes('=') && !text.includes(':');
  if (plain && !secrets.some((secret) => text.includes(secret))) return text;
  for (const secret of secrets) if (secret !== '') shown = shown.replaceAll(secret, '[redacted]');
  shown = shown
    .replace(querySearch, '?[redacted]')
    .replace(namedCredential, '$1$2[redacted]')
    .replace(longToken, '[redacted]');
  return shown.length > longestText ? `${shown.slice(0, longestText)}...` : shown;
}

/**
 * Copies an error that `fetch` threw, with its causes, and keeps only what says where the connection failed.
 * A `fetch` from elsewhere may put the whole request, and so the UserSig, into its errors; the copy cannot.
 */
export function safeCause(error: unknown, secrets: readonly string[], depth = depthOfCauses): Error {
  const known = error instanceof Error;
  const name = known ? redact(error.name, secrets) : 'Error';
  const message = known ? redact(error.message, secrets) : `fetch threw ${typeof error}`;
  const copy = new Error(message);
  copy.name = name;
  copy.stack = `${name}: ${message}`;
  if (!known) return copy;
  for (const key of ['code', 'syscall', 'address', 'port']) {
    const value: unknown = Reflect.get(error, key);
    if (typeof value === 'string') Reflect.set(copy, key, redact(value, secrets));
    if (typeof value === 'number') Reflect.set(copy, key, value);
  }
  // Node tries every address of a name and reports the failures together.
  const [cause] = error instanceof AggregateError ? error.errors : [error.cause];
  if (cause instanceof Error && depth > 1) {
    Object.defineProperty(copy, 'cause', { value: safeCause(cause, secrets, depth - 1) });
  }
  return copy;
}
