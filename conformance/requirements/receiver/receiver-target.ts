import { createRedact, type Redact } from '@trtc-call/client/har';

/** The receiver that is to be checked, and what is known of it. */
export interface ReceiverTarget {
  readonly url: URL;
  /** The app whose webhooks it takes. */
  readonly sdkAppId: number;
  /** Answers how many webhooks of a call it has handled, or undefined. */
  readonly effects: URL | undefined;
  /** Its handler fails for the first webhook of each call by this user, or undefined. */
  readonly failingUser: string | undefined;
  /** Milliseconds in which it has to answer. */
  readonly answerWithin: number;
  /** Milliseconds in which it has to end a request whose body does not come. */
  readonly endWithin: number;
  /** Milliseconds in which what it acknowledged has to be handled. */
  readonly handleWithin: number;
}

/** Shorter ones are not secrets, and hiding them would leave an unreadable text. */
const shortestSecret = 4;

/** Makes what takes the paths and query values of a receiver's addresses out of a text: answers may repeat them. */
export function hideAddresses({ url, effects }: ReceiverTarget): Redact {
  return createRedact({ secrets: [url, ...(effects ? [effects] : [])].flatMap(listSecrets) });
}

function listSecrets({ pathname, search, searchParams, username, password }: URL): string[] {
  const raw = [...pathname.split('/'), ...search.slice(1).split(/[&=]/), ...searchParams.values()];
  return [...raw, username, password].filter((part) => part.length >= shortestSecret);
}
