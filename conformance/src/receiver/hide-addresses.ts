import type { ReceiverTarget } from './receiver-target.ts';

/** Shorter ones are no secret, and hiding them would leave a text that nobody can read. */
const shortestSecret = 4;

/** Makes what takes the paths and query values of a receiver's addresses out of a text: answers may repeat them. */
export function hideAddresses({ url, effects }: ReceiverTarget): (text: string) => string {
  const secrets = new Set([url, ...(effects ? [effects] : [])].flatMap(secretsOf));
  // A long one may hold a short one.
  const ordered = [...secrets].sort((one, other) => other.length - one.length);
  return (text) => ordered.reduce((hidden, secret) => hidden.replaceAll(secret, '…'), text);
}

function secretsOf({ pathname, search, searchParams, username, password }: URL): string[] {
  const raw = [...pathname.split('/'), ...search.slice(1).split(/[&=]/), ...searchParams.values()];
  const all = [...raw, username, password].flatMap((part) => [part, decoded(part)]);
  return all.filter((part) => part.length >= shortestSecret);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
