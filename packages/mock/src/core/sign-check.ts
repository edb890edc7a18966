import { type UserSigFault, verifyUserSig } from '@trtc-call/client/usersig';
import type { MistakeId } from '@trtc-call/spec/v1';
import { BoundedMap } from '../state/bounded-map.ts';
import type { Credentials } from './check-query.ts';

const mistakeOf: Readonly<Record<UserSigFault, MistakeId>> = {
  malformed: 'usersig-invalid',
  app: 'usersig-other-app',
  identifier: 'usersig-other-identifier',
  signature: 'usersig-wrong-key',
  expired: 'usersig-expired',
};

/** Verified signs that are remembered: as many as a test run uses at the same time. */
const remembered = 1000;

/**
 * Makes the check of UserSigs. A sign that has been verified is remembered with the second in which it ends, so
 * that only its expiry is looked at when it comes again. `at` in milliseconds.
 */
export function signChecker(
  secretKey: string,
): (credentials: Credentials, at: number) => MistakeId | undefined {
  const ends = new BoundedMap<string, number>(remembered);
  return ({ sdkAppId, identifier, userSig }, at) => {
    const key = `${sdkAppId} ${identifier} ${userSig}`;
    const end = ends.get(key);
    // Valid up to and including the last second, as verifyUserSig has it.
    if (end !== undefined) return Math.floor(at / 1000) > end ? 'usersig-expired' : undefined;
    const verdict = verifyUserSig({ userSig, sdkAppId, secretKey, identifier, now: () => at });
    if (!verdict.ok) return mistakeOf[verdict.reason];
    ends.set(key, verdict.claims.time + verdict.claims.lifetimeSeconds);
    return undefined;
  };
}
