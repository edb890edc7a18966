import { createRedact, type Redact } from '@trtc-call/client/har';
import type { ReceiverTarget } from './receiver-target.ts';

/** Shorter ones are no secret, and hiding them would leave a text that nobody can read. */
const shortestSecret = 4;

/** Makes what takes the paths and query values of a receiver's addresses out of a text: answers may repeat them. */
export function hideAddresses({ url, effects }: ReceiverTarget): Redact {
  return createRedact({ secrets: [url, ...(effects ? [effects] : [])].flatMap(secretsOf) });
}

function secretsOf({ pathname, search, searchParams, username, password }: URL): string[] {
  const raw = [...pathname.split('/'), ...search.slice(1).split(/[&=]/), ...searchParams.values()];
  return [...raw, username, password].filter((part) => part.length >= shortestSecret);
}
