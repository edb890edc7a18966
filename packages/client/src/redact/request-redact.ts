import { checkNames } from '../check-options.ts';
import { createRedact, type Redact, type RedactOptions, redactOptionNames } from './create-redact.ts';
import { takenOut } from './credential-patterns.ts';

/** Takes secrets out of text, those of the requests that it was shown among them. */
export interface RequestRedact {
  readonly redact: Redact;
  /** Remembers the UserSig in the URL of a request, and the account, where that is to be taken out. */
  learn(url: string): void;
}

/** Requests that answers may still speak of. */
const mostRemembered = 32;
/** A shorter one is none, and was made to be refused. */
const shortestUserSig = 20;

/** Makes a `RequestRedact`. A UserSig that is known is found in part, too. */
export function createRequestRedact(options: RedactOptions = {}): RequestRedact {
  checkNames('createRequestRedact', 'options', options, redactOptionNames);
  const { secrets = [], identifiers = [], redactIdentifier = false } = options;
  const userSigs = new Set<string>();
  const accounts = new Set<string>();
  let made: Redact | undefined;
  const remember = (values: Set<string>, value: string) => {
    if (values.has(value)) return;
    values.add(value);
    const [oldest] = values;
    if (values.size > mostRemembered && oldest !== undefined) values.delete(oldest);
    made = undefined;
  };
  return {
    redact(text) {
      made ??= createRedact({
        secrets: [...secrets, ...userSigs],
        identifiers: [...identifiers, ...accounts],
        redactIdentifier,
      });
      return made(text);
    },
    learn(url) {
      const query = new URLSearchParams(url.split('#')[0]?.split('?').slice(1).join('?'));
      for (const one of query.getAll('usersig')) if (one.length >= shortestUserSig) remember(userSigs, one);
      if (redactIdentifier) for (const one of query.getAll('identifier')) remember(accounts, one);
    },
  };
}

const secretHeader = /^(?:authorization|proxy-authorization|cookie|set-cookie|x-api-key)$/i;

/** Headers as they may be written, by name. The name may be somebody's text as well. */
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
