import { queryParameters } from '@trtc-call/spec/v1';
import type { ClientSettings, UserSigSource } from './client-options.ts';
import { ArgumentError } from './errors.ts';

/** What makes a request acceptable: valid now, the same for many requests. */
interface Signature {
  /** Every query parameter but `random`, encoded. */
  readonly query: string;
  /** Known so that it can be taken out of what is shown. */
  readonly userSig: string;
}

/** Gives the signature for one attempt. */
export type Sign = () => Signature | Promise<Signature>;

type QueryParameter = keyof typeof queryParameters;

// A sign that ends while the request is on its way, or by a clock that runs ahead of ours, is refused.
const longestMarginMilliseconds = 5 * 60 * 1000;

export function createSign(settings: ClientSettings): Sign {
  const { credential } = settings;
  return 'secretKey' in credential
    ? signWithKey(settings, credential.secretKey)
    : signWithSource(settings, credential.userSig);
}

/** Signs once, and anew shortly before that sign ends. */
function signWithKey(settings: ClientSettings, secretKey: string): Sign {
  const { sdkAppId, identifier, now, userSigLifetimeSeconds: lifetimeSeconds } = settings;
  const lifetime = lifetimeSeconds * 1000;
  const usable = lifetime - Math.min(longestMarginMilliseconds, lifetime / 10);
  let signature: Signature | undefined;
  let renewAt = 0;

  const renew = shared(async () => {
    // Loaded when it is needed: it is the only part that needs `node:` modules.
    const { signUserSig } = await import('./usersig/index.ts');
    const signedAt = now();
    const userSig = signUserSig({ sdkAppId, secretKey, identifier, lifetimeSeconds, now: () => signedAt });
    signature = signatureOf(settings, userSig);
    renewAt = signedAt + usable;
    return signature;
  });

  return () => (signature && now() < renewAt ? signature : renew());
}

/** Asks the source for each attempt; it knows best whether its sign still holds. */
function signWithSource(settings: ClientSettings, source: UserSigSource): Sign {
  if (typeof source === 'string') {
    const fixed = signatureOf(settings, source);
    return () => fixed;
  }
  let signature: Signature | undefined;
  return shared(async () => {
    const userSig: unknown = await source();
    if (typeof userSig !== 'string' || userSig === '') {
      const remedy = 'return a UserSig that is not empty';
      throw new ArgumentError('createTrtcCallClient', 'userSig', 'returned no UserSig', remedy);
    }
    if (signature?.userSig !== userSig) signature = signatureOf(settings, userSig);
    return signature;
  });
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

function signatureOf({ sdkAppId, identifier }: ClientSettings, userSig: string): Signature {
  const parameters: Record<Exclude<QueryParameter, 'random'>, string | number> = {
    sdkappid: sdkAppId,
    identifier,
    usersig: userSig,
    contenttype: queryParameters.contenttype.words[0],
  };
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return { query: pairs.join('&'), userSig };
}
