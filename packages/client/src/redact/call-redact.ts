import { clip, gramLength, isToken, type Redact, readLetters, takenOut } from './letters.ts';

/** Takes the credentials of a call out of what the service, or a `fetch`, says. */
export interface CallRedact {
  /** For what users get as it came: only the credentials themselves are taken out. */
  readonly answer: Redact;
  /** For messages and names: short, and without anything like a credential. */
  readonly words: Redact;
  /** For recordings: without anything like a credential. */
  readonly exchange: Redact;
}

/**
 * Decides what a text needs. Redaction in every spelling is a large part of the client, and nearly no answer holds
 * anything for it: it is loaded with the first text that may.
 */
export interface CredentialGuard {
  /** For words and answers. `asItCame` leaves what only looks like a credential, such as a query. */
  redactFor(texts: readonly string[], asItCame?: boolean): Promise<CallRedact>;
  load(): Promise<CallRedact>;
}

/** Fewer letters are too few to be something encoded, or to look like a credential. An open end would need a stack for megabytes. */
const encoded = /[\w*+/=\s<>\u00ad\u200b\u2060-]{42}/;
/** Bytes that are written one by one. */
const bytes = /(?:\b(?:0x)?[\da-f]{1,3}[\s,:=-]{1,80}){11}/i;
/** What a text may be escaped by, or cut, and the other byte of each letter of UTF-16. */
const escapes = /[%\\&<\0]/;
/** Queries and names of credentials, which a message may not show. */
const named = /=|sig|key|token|password|bearer|basic/i;

/** Makes a guard of secrets that are looked for. `importRedact` gives `pattern-redact.ts`. */
export function createGuard(
  secrets: readonly string[],
  importRedact: () => Promise<{ createCallRedact(secrets: readonly string[]): CallRedact }>,
): CredentialGuard {
  const areTokens = secrets.every(isToken);
  let grams: ReadonlySet<string> | undefined;
  let loaded: Promise<CallRedact> | undefined;

  const mayHold = (text: string, asItCame: boolean) => {
    const isPlain = !escapes.test(text) && !encoded.test(text) && !bytes.test(text);
    if (!areTokens || !isPlain || (!asItCame && named.test(text))) return true;
    grams ??= listGrams(secrets);
    const letters = readLetters(text);
    for (let at = 0; at < letters.length; at += gramLength) {
      if (grams.has(letters.slice(at, at + gramLength))) return true;
    }
    return false;
  };
  const load = () => {
    // Where it cannot be loaded, nothing may be shown.
    loaded ??= importRedact().then(
      ({ createCallRedact }) => createCallRedact(secrets),
      () => ({ answer: hide, words: hide, exchange: hide }),
    );
    return loaded;
  };
  return {
    load,
    redactFor: async (texts, asItCame = false) =>
      texts.some((text) => mayHold(text, asItCame)) ? load() : unchanged,
  };
}

const hide: Redact = () => takenOut;
const keep: Redact = (text) => text;
const unchanged: CallRedact = { answer: keep, words: clip, exchange: keep };

function listGrams(secrets: readonly string[]): Set<string> {
  const grams = new Set<string>();
  for (const letters of secrets.map(readLetters)) {
    for (let at = 0; at + gramLength <= letters.length; at += 1)
      grams.add(letters.slice(at, at + gramLength));
  }
  return grams;
}

const depthOfCauses = 5;

/**
 * Copies an error that `fetch` threw, with its causes, and keeps only what says where the connection failed.
 * A `fetch` from elsewhere may put the whole request, and so the UserSig, into its errors; the copy cannot.
 */
export function safeCause(error: unknown, redact: Redact, depth = depthOfCauses): Error {
  const known = error instanceof Error;
  const name = known ? redact(error.name) : 'Error';
  const message = known ? redact(error.message) : `fetch threw ${typeof error}`;
  const copy = new Error(message);
  copy.name = name;
  copy.stack = `${name}: ${message}`;
  if (!known) return copy;
  for (const key of ['code', 'syscall', 'address', 'port']) {
    const value: unknown = Reflect.get(error, key);
    if (typeof value === 'string') Reflect.set(copy, key, redact(value));
    if (typeof value === 'number') Reflect.set(copy, key, value);
  }
  // Node tries every address of a name and reports the failures together.
  const [cause] = error instanceof AggregateError ? error.errors : [error.cause];
  if (cause instanceof Error && depth > 1) {
    Object.defineProperty(copy, 'cause', { value: safeCause(cause, redact, depth - 1) });
  }
  return copy;
}

const secretHeader = /^(?:authorization|proxy-authorization|cookie|set-cookie|x-api-key)$/i;

/** Headers as they may be written, by name. A name may be text from outside as well. */
export function redactHeaders(
  headers: Iterable<readonly [name: string, value: string]>,
  redact: Redact,
): Record<string, string> {
  return Object.fromEntries(
    Array.from(headers, ([name, value]) => [
      redact(name),
      secretHeader.test(name) ? takenOut : redact(value),
    ]),
  );
}

/** Headers without the credentials of the call. A header whose name is one is left out. */
export async function cleanHeaders(headers: Headers, guard: CredentialGuard): Promise<Headers> {
  const { answer: redact } = await guard.redactFor([...headers].flat(), true);
  const clean = new Headers();
  for (const [name, value] of headers) if (redact(name) === name) clean.append(name, redact(value));
  return clean;
}
