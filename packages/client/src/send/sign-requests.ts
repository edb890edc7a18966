import type { queryParameters } from '@trtc-call/spec/v1';
import type { ClientSettings, UserSigSource } from '../client-options.ts';
import { ArgumentError } from '../errors.ts';
import { contentType } from '../generated/v1-requests.gen.ts';
import { type CallRedact, createCallRedact } from '../redact/redact-words.ts';

/** What makes a request acceptable: valid now, the same for many requests. */
export interface Signature {
  /** Every query parameter but `random`, encoded. */
  readonly query: string;
  readonly userSig: string;
  /** Takes the UserSig, and the key that it was made with, out of what is shown. */
  readonly redact: CallRedact;
}

/** Signs requests. */
export interface Signer {
  /** The signature for one attempt. */
  sign(): Signature | Promise<Signature>;
  /**
   * Whether another signature can be had in place of one that the service called expired. The next `sign` then
   * makes it, by the service's clock when that is known and ours is wrong.
   *
   * @param serviceTime milliseconds, of the answer that refused it.
   */
  renew(refused: Signature, serviceTime: number): boolean;
}

type QueryParameter = keyof typeof queryParameters;

// A sign that ends while the request is on its way, or by a clock that runs ahead of ours, is refused.
const longestMarginMilliseconds = 5 * 60 * 1000;

export function createSigner(settings: ClientSettings): Signer {
  const { credential } = settings;
  return 'secretKey' in credential
    ? signWithKey(settings, credential.secretKey)
    : signWithSource(settings, credential.userSig);
}

/** Signs once, and anew shortly before that sign ends. */
function signWithKey(settings: ClientSettings, secretKey: string): Signer {
  const { sdkAppId, identifier, now, userSigLifetimeSeconds: lifetimeSeconds } = settings;
  const lifetime = lifetimeSeconds * 1000;
  const margin = Math.min(longestMarginMilliseconds, lifetime / 10);
  let signature: Signature | undefined;
  let renewAt = 0;
  // How far the service's clock is ahead of ours, once it is known to matter.
  let ahead = 0;

  const make = shared(async () => {
    const { signUserSigAnywhere } = await import('./sign-user-sig.ts');
    const signedAt = now() + ahead;
    const time = Math.floor(signedAt / 1000);
    const userSig = await signUserSigAnywhere({ sdkAppId, identifier, time, lifetimeSeconds }, secretKey);
    signature = signatureOf(settings, userSig);
    renewAt = signedAt + lifetime - margin;
    return signature;
  });

  return {
    sign: () => (signature && now() + ahead < renewAt ? signature : make()),
    renew(refused, serviceTime) {
      // Of calls at the same time the first renews; the others find it done.
      if (refused !== signature) return true;
      const difference = serviceTime - now();
      if (Math.abs(difference) > margin) ahead = difference;
      signature = undefined;
      return true;
    },
  };
}

/** Asks the source for each attempt; it knows best whether its sign still holds. */
function signWithSource(settings: ClientSettings, source: UserSigSource): Signer {
  if (typeof source === 'string') {
    const fixed = signatureOf(settings, source);
    return { sign: () => fixed, renew: () => false };
  }
  let signature: Signature | undefined;
  const ask = shared(async () => {
    const userSig: unknown = await source();
    if (typeof userSig !== 'string' || userSig === '') {
      const remedy = 'return a UserSig that is not empty';
      throw new ArgumentError('createTrtcCallClient', 'userSig', 'returned no UserSig', remedy);
    }
    if (signature?.userSig !== userSig) signature = signatureOf(settings, userSig);
    return signature;
  });
  return { sign: ask, renew: () => true };
}

/** Calls at the same time get one promise. */
function shared<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let pending: Promise<Value> | undefined;
  return () => {
    pending ??= make().finally(() => {
      pending = undefined;
    });
    return pending;
  };
}

function signatureOf({ sdkAppId, identifier, credential }: ClientSettings, userSig: string): Signature {
  const parameters: Record<Exclude<QueryParameter, 'random'>, string | number> = {
    sdkappid: sdkAppId,
    identifier,
    usersig: userSig,
    contenttype: contentType,
  };
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const secrets = 'secretKey' in credential ? [userSig, credential.secretKey] : [userSig];
  return { query: pairs.join('&'), userSig, redact: createCallRedact(secrets) };
}
