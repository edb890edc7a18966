import type { SignRefusal } from '../contract.ts';
import { ArgumentError } from '../errors.ts';
import type { ClientSettings, UserSigSource } from '../options.ts';
import { type CallRedact, createCallRedact } from '../redact/call-redact.ts';
import { signUserSigAnywhere } from '../usersig/token.ts';
import { createServiceClock } from './clock.ts';

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
   * Lets go of a signature that the service refused, if there can be another one. The next `sign` then makes it, by the
   * clock that is most likely right.
   *
   * @param reason why it was refused.
   * @param serviceTime milliseconds, of the answer that refused it; NaN when it had none.
   */
  renew(refused: Signature, reason: SignRefusal, serviceTime: number): Renewal;
  /** Learns from an answer which clock is right. `readTime` is called only where that matters. */
  observe(readTime: () => number): void;
}

/** What can be had in place of a signature that was refused: nothing, one by the same clock, or one by another. */
export type Renewal = 'none' | 'same-clock' | 'other-clock';

// A sign that ends while the request is on its way, or by a clock that runs ahead of ours, is refused.
const longestMarginMilliseconds = 5 * 60 * 1000;

/** @param monotonic a clock that is never set, in milliseconds. */
export function createSigner(settings: ClientSettings, monotonic = () => performance.now()): Signer {
  const { credential } = settings;
  return 'secretKey' in credential
    ? signWithKey(settings, credential.secretKey, monotonic)
    : signWithSource(settings, credential.userSig);
}

/** Signs once, and anew shortly before that sign ends. */
function signWithKey(settings: ClientSettings, secretKey: string, monotonic: () => number): Signer {
  const { sdkAppId, identifier, now, userSigLifetimeSeconds: lifetimeSeconds } = settings;
  const lifetime = lifetimeSeconds * 1000;
  const margin = Math.min(longestMarginMilliseconds, lifetime / 10);
  const clock = createServiceClock(now, margin, monotonic);
  let signature: Signature | undefined;
  // By both clocks: the first may be set back, and the second may stand still while the machine sleeps.
  let renewAt = { time: 0, monotonic: 0 };

  const make = shared(async () => {
    const signedAt = clock.now();
    const lasts = lifetime - margin;
    const time = Math.floor(signedAt / 1000);
    const userSig = await signUserSigAnywhere({ sdkAppId, identifier, time, lifetimeSeconds }, secretKey);
    signature = createSignature(settings, userSig);
    renewAt = { time: signedAt + lasts, monotonic: monotonic() + lasts };
    return signature;
  });

  const isFresh = () => clock.now() < renewAt.time && monotonic() < renewAt.monotonic;
  return {
    sign: () => (signature && isFresh() ? signature : make()),
    renew(refused, reason, serviceTime) {
      // Of calls at the same time the first renews; the others find it done.
      if (refused !== signature) return 'other-clock';
      // What is invalid at the right time is invalid for another reason.
      if (reason === 'invalid' && !clock.differsFrom(serviceTime)) return 'none';
      const isOther = clock.refuse(serviceTime);
      if (reason === 'invalid' && !isOther) return 'none';
      signature = undefined;
      return isOther ? 'other-clock' : 'same-clock';
    },
    observe(readTime) {
      if (clock.isCorrected && clock.observe(readTime())) signature = undefined;
    },
  };
}

/** Asks the source for each attempt; it knows best whether its sign still holds. */
function signWithSource(settings: ClientSettings, source: UserSigSource): Signer {
  if (typeof source === 'string') {
    const fixed = createSignature(settings, source);
    return { sign: () => fixed, renew: () => 'none', observe() {} };
  }
  let signature: Signature | undefined;
  const ask = shared(async () => {
    const given: unknown = await source();
    // A file or a shell adds a line end.
    const userSig = typeof given === 'string' ? given.trim() : '';
    if (userSig === '') {
      const remedy = 'return a UserSig that is not empty';
      throw new ArgumentError('createTrtcCallClient', 'userSig', 'returned no UserSig', remedy);
    }
    if (signature?.userSig !== userSig) signature = createSignature(settings, userSig);
    return signature;
  });
  return {
    sign: ask,
    renew: (_, reason) => (reason === 'expired' ? 'same-clock' : 'none'),
    observe() {},
  };
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

function createSignature(settings: ClientSettings, userSig: string): Signature {
  const { contract, sdkAppId, identifier, credential } = settings;
  const parameters = contract.makeQuery({ sdkAppId, identifier, userSig });
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const secrets = 'secretKey' in credential ? [userSig, credential.secretKey] : [userSig];
  return { query: pairs.join('&'), userSig, redact: createCallRedact(secrets) };
}
