import { prepareSecret } from './find-known.ts';
import {
  createPatternRedact,
  credentialPatterns,
  type Redact,
  takenOut,
  wordPatterns,
} from './pattern-redact.ts';

/** Takes the credentials of a call out of what the service, or a `fetch`, says. */
export interface CallRedact {
  /** For what users get as it came: only the credentials themselves are taken out. */
  readonly answer: Redact;
  /** For messages and names: short, and without anything like a credential. */
  readonly words: Redact;
  /** For recordings: without anything like a credential. */
  readonly exchange: Redact;
}

/** Each of the three is made when it is needed first: most calls need one. */
export function createCallRedact(secrets: readonly string[]): CallRedact {
  return {
    answer: once(() => createPatternRedact(secrets.flatMap(prepareSecret), [])),
    words: once(() => createWordRedact(secrets)),
    exchange: once(() => createPatternRedact(secrets.flatMap(prepareSecret), credentialPatterns)),
  };
}

function once(make: () => Redact): Redact {
  let made: Redact | undefined;
  return (text) => {
    made ??= make();
    return made(text);
  };
}

const longestText = 300;
const depthOfCauses = 5;

/**
 * Makes a function for words that may be shown, such as the vendor's message: without the given secrets, query strings
 * or anything like a credential, and short.
 */
export function createWordRedact(secrets: readonly string[]): Redact {
  const redact = createPatternRedact(secrets.flatMap(prepareSecret), [
    ...credentialPatterns,
    ...wordPatterns,
  ]);
  return (text) => clip(redact(text));
}

function clip(text: string): string {
  if (text.length <= longestText) return text;
  // Half a mark would be taken for a word.
  const mark = text.lastIndexOf(takenOut, longestText);
  const end = Math.max(longestText, mark === -1 ? 0 : mark + takenOut.length);
  return end < text.length ? `${text.slice(0, end)}...` : text;
}

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

/** Headers without what `redact` takes out of them. A header whose name is a secret is left out. */
export function cleanHeaders(headers: Headers, redact: Redact): Headers {
  const clean = new Headers();
  for (const [name, value] of headers) if (redact(name) === name) clean.append(name, redact(value));
  return clean;
}
