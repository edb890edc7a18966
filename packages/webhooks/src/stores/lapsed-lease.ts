import { type ClaimVerdict, isThenable, type MaybePromise } from './event-store.ts';

/** The lease has run out, and its owner does not seem to be there: what stood in the store, which each renewal changes. */
export interface Lapsed<Seen> {
  readonly lapsed: Seen;
}

/**
 * A lease that has run out does not prove that its owner is gone: while the store was away, locked or had its clock
 * set, no renewal could arrive. An owner that lives renews three times a lease and every second, so whoever wants the
 * claim looks again after half a lease, or after 1.5 seconds, and takes it only where nothing was renewed meanwhile.
 *
 * @param claim asks the store, which gives away a lapsed claim only if it is still as it was seen
 */
export function claimTwice<Seen>(
  claim: (seen?: Seen) => MaybePromise<ClaimVerdict | Lapsed<Seen>>,
  leaseMilliseconds: number,
): MaybePromise<ClaimVerdict> {
  const first = claim();
  const lookAgain = async ({ lapsed }: Lapsed<Seen>): Promise<ClaimVerdict> => {
    await waitForRenewal(leaseMilliseconds);
    const second = await claim(lapsed);
    return typeof second === 'string' ? second : 'in-flight';
  };
  const settle = (verdict: ClaimVerdict | Lapsed<Seen>) =>
    typeof verdict === 'string' ? verdict : lookAgain(verdict);
  return isThenable(first) ? first.then(settle) : settle(first);
}

/** Time enough for an owner that lives to renew its claim, in milliseconds. */
export function renewalTime(leaseMilliseconds: number): number {
  return Math.min(leaseMilliseconds / 2, 1500);
}

export function waitForRenewal(leaseMilliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, renewalTime(leaseMilliseconds)));
}
