import { warnOfClock } from '#warnings';
import type { ErrorName, QueryParameter } from '../contract.ts';
import { ArgumentError } from '../errors.ts';
import type { ClientSettings, UserSigSource } from '../options.ts';
import { type CredentialGuard, createGuard } from '../redact/call-redact.ts';
import { signUserSigAnywhere } from '../usersig/token.ts';

/** What makes a request acceptable: valid now, the same for many requests. */
export interface Signature {
  /** Every query parameter but `random`, encoded. */
  readonly query: string;
  readonly userSig: string;
  /** Keeps the UserSig, and the key that it was made with, out of what is shown. */
  readonly guard: CredentialGuard;
}

/** Signs requests. */
export interface Signer {
  /** The signature for one attempt. */
  sign(): Signature | Promise<Signature>;
  /**
   * Lets go of a signature that the service refused, if there can be another one. The next `sign` then makes it, by the
   * clock that is most likely right.
   *
   * @param reason the name of the error code.
   * @param serviceTime milliseconds, of the answer that refused it; NaN when it had none.
   * @returns how often one call may renew: 0 where there is no other signature, 1 for one by the same clock, and 2 where
   * the clock has changed, once to that of the service and once back.
   */
  renew(refused: Signature, reason: ErrorName, serviceTime: number): number;
  /** Learns from an answer which clock is right. `readTime` is called only where that matters. */
  observe(readTime: () => number): void;
}

// A sign that ends while the request is on its way, or by a clock that runs ahead of ours, is refused.
const longestMarginMilliseconds = 5 * 60 * 1000;

/** @param monotonic a clock that is never set, in milliseconds. */
export function createSigner(settings: ClientSettings, monotonic = () => performance.now()): Signer {
  const { credential } = settings;
  return 'secretKey' in credential
    ? signWithKey(settings, credential.secretKey, monotonic)
    : signWithSource(settings, credential.userSig);
}

/**
 * Signs once, and anew shortly before that sign ends: by the clock of the machine, until the service says that it is
 * wrong.
 */
function signWithKey(settings: ClientSettings, secretKey: string, monotonic: () => number): Signer {
  const { sdkAppId, identifier, now, userSigLifetimeSeconds: lifetimeSeconds } = settings;
  const { invalid, expired } = settings.contract.signRefusals;
  const lifetime = lifetimeSeconds * 1000;
  const margin = Math.min(longestMarginMilliseconds, lifetime / 10);
  const lasts = lifetime - margin;
  let signature: Signature | undefined;
  // By both clocks: the first may be set back, and the second may stand still while the machine sleeps.
  let signedAt = 0;
  let renewAt = 0;
  /** The service's clock, where it is used in place of the machine's. */
  let correction: (() => number) | undefined;
  const readClock = () => (correction ?? now)();

  const make = shared(async () => {
    const at = readClock();
    const time = Math.floor(at / 1000);
    const userSig = await signUserSigAnywhere({ sdkAppId, identifier, time, lifetimeSeconds }, secretKey);
    signature = createSignature(settings, userSig);
    signedAt = at;
    renewAt = monotonic() + lasts;
    return signature;
  });

  /**
   * Takes another clock after a refusal, if there is one: a correction that is refused is dropped, and where there is
   * none, the time of the answer becomes one if it is plausible and not that of the machine.
   */
  const changeClock = (serviceTime: number): boolean => {
    const difference = Math.abs(serviceTime - now());
    // Also false for a time that is missing.
    const isPlausible = difference > margin && difference <= furthestCorrection;
    if (!correction && !isPlausible) return false;
    correction = correction ? undefined : startClock(serviceTime, monotonic);
    return true;
  };

  const isFresh = () => {
    const age = readClock() - signedAt;
    // What was signed by a clock that was ahead is not valid yet once that is set right.
    return age >= -margin && age < lasts && monotonic() < renewAt;
  };
  return {
    sign: () => (signature && isFresh() ? signature : make()),
    renew(refused, reason, serviceTime) {
      if (reason !== invalid && reason !== expired) return 0;
      // Of calls at the same time the first renews; the others find it done.
      if (refused !== signature) return 2;
      // What is invalid at the right time is invalid for another reason.
      if (reason === invalid && !(Math.abs(serviceTime - readClock()) > margin)) return 0;
      const isOther = changeClock(serviceTime);
      if (reason === invalid && !isOther) return 0;
      signature = undefined;
      return isOther ? 2 : 1;
    },
    observe(readTime) {
      if (!correction) return;
      const difference = Math.abs(readTime() - correction());
      if (difference > Math.max(margin, leastTolerance)) correction = undefined;
    },
  };
}

/** A clock that goes on from a time, whatever becomes of the machine's since. */
function startClock(time: number, monotonic: () => number): () => number {
  const startedAt = monotonic();
  return () => time + monotonic() - startedAt;
}

/** Asks the source for each attempt; it knows best whether its sign still holds. */
function signWithSource(settings: ClientSettings, source: UserSigSource): Signer {
  if (typeof source === 'string') {
    const fixed = createSignature(settings, source);
    return { sign: () => fixed, renew: () => 0, observe() {} };
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
    renew: (_, reason) => (reason === settings.contract.signRefusals.expired ? 1 : 0),
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
  const parameters = {
    sdkappid: sdkAppId,
    identifier,
    usersig: userSig,
    contenttype: contract.contentType,
  } satisfies Record<Exclude<QueryParameter, 'random'>, string | number>;
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const secrets = 'secretKey' in credential ? [userSig, credential.secretKey] : [userSig];
  return {
    query: pairs.join('&'),
    userSig,
    guard: createGuard(secrets, () => import('../redact/pattern-redact.ts')),
  };
}

/**
 * How wrong the machine's clock may be and still be corrected, in milliseconds. A machine is off by hours or days (a
 * time zone, a virtual machine that slept); an answer that says more is as likely wrong itself, and a UserSig
 * of a later time can be used until then by anyone who receives it. So this bounds what one bad answer can do.
 */
const furthestCorrection = 31 * 86_400_000;

/** An answer takes some seconds to arrive, and its time has whole seconds. */
export const leastTolerance = 15_000;

/** Compares the machine's clock with the `Date` of the service's answers. */
export interface ClockWatch {
  /**
   * By how many milliseconds the service's clock is ahead of the machine's; 0 where that does not matter, or is not known.
   */
  difference(): number;
  /** Learns from an answer; `readTime` gives its `Date` in milliseconds, or NaN. Called at most once a second. */
  observe(readTime: () => number): void;
}

const observeEveryMilliseconds = 1000;

/**
 * @param now the machine's clock, in milliseconds since 1970.
 * @param monotonic a clock that is never set, in milliseconds.
 */
export function createClockWatch(now: () => number, monotonic = () => performance.now()): ClockWatch {
  let observedAt = Number.NEGATIVE_INFINITY;
  let ahead = 0;
  /** By how much the machine's clock was ahead of the monotonic one. */
  let offset = Number.NaN;
  let isReported = false;
  // The machine slept, or its clock was set, as in a test: what was observed before says nothing of now.
  const isSet = () => Math.abs(now() - monotonic() - offset) > leastTolerance;
  return {
    difference: () => (isSet() || Math.abs(ahead) <= leastTolerance ? 0 : ahead),
    observe(readTime) {
      const at = monotonic();
      if (at - observedAt < observeEveryMilliseconds && !isSet()) return;
      observedAt = at;
      const difference = readTime() - now();
      if (Number.isNaN(difference)) return;
      ahead = difference;
      offset = now() - at;
      if (isReported || Math.abs(ahead) <= leastTolerance) return;
      isReported = true;
      warnOfClock(ahead);
    },
  };
}
