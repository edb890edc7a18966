import type { Redact } from './create-redact.ts';
import { takenOut } from './credential-patterns.ts';

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
