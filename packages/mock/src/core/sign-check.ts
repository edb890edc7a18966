import { type UserSigFault, verifyUserSig } from '@trtc-call/client/usersig';
import type { MistakeId } from '@trtc-call/spec/v1';
import { BoundedMap } from '../state/bounded-map.ts';
import type { Credentials } from './check-query.ts';

const mistakeOf: Readonly<Record<UserSigFault, MistakeId>> = {
  malformed: 'usersig-invalid',
  app: 'usersig-other-app',
  identifier: 'usersig-other-identifier',
  signature: 'usersig-wrong-key',
  'not-yet-valid': 'usersig-not-yet-valid',
  expired: 'usersig-expired',
};

/** Verified signs that are remembered: as many as a test run uses at the same time. */
const remembered = 1000;

/**
 * Makes the check of UserSigs. A sign that has been verified is remembered with its seconds, so that only these are
 * looked at when it comes again. `at` in milliseconds.
 */
export function signChecker(
  secretKey: string,
  toleranceSeconds: number,
): (credentials: Credentials, at: number) => MistakeId | undefined {
  const verified = new BoundedMap<string, { readonly time: number; readonly end: number }>(remembered);
  return ({ sdkAppId, identifier, userSig }, at) => {
    const key = `${sdkAppId} ${identifier} ${userSig}`;
    const known = verified.get(key);
    if (known) {
      // Valid up to and including the last second, as verifyUserSig has it.
      const second = Math.floor(at / 1000);
      if (known.time > second + toleranceSeconds) return 'usersig-not-yet-valid';
      return second > known.end ? 'usersig-expired' : undefined;
    }
    const now = () => at;
    const verdict = verifyUserSig({ userSig, sdkAppId, secretKey, identifier, now, toleranceSeconds });
    if (!verdict.ok) return mistakeOf[verdict.reason];
    const { time, lifetimeSeconds } = verdict.claims;
    verified.set(key, { time, end: time + lifetimeSeconds });
    return undefined;
  };
}
