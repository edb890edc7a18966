import { isTrtcCallError, type TrtcCallClient } from '@trtc-call/client';
import { limits } from '@trtc-call/spec/v1';
import type { CapabilityState } from '../../report/run-report.ts';
import { CannotRunError } from '../../run/cannot-run-error.ts';

/** Codes after which every other question would get the same answer. */
const hopeless = new Set(['PackageMissing', 'UserSigInvalid', 'UserSigExpired', 'NotAdministrator']);
const variables =
  'TRTC_CALL_SDK_APP_ID, TRTC_CALL_IDENTIFIER and TRTC_CALL_SECRET_KEY (or TRTC_CALL_USER_SIG)';
const secondsPerDay = 86_400;

/**
 * Asks the target one question before anything is checked: is it there, does it take the credentials, and does it
 * know a call? `now` in milliseconds.
 *
 * @throws CannotRunError when the target does not answer or refuses the credentials
 */
export async function preflight(
  client: TrtcCallClient,
  baseUrl: string,
  now: number,
  signal?: AbortSignal,
): Promise<CapabilityState> {
  const startTimestamp = Math.floor(now / 1000) - limits.dataWindow.value * secondsPerDay + 60;
  try {
    const { records } = await client.records.query({ startTimestamp, numberPerPage: 1 }, { signal });
    if (records.length > 0) return { name: 'call-id', available: true };
    const reason = `the app has no call of the last ${limits.dataWindow.value} days: make one, then run again`;
    return { name: 'call-id', available: false, reason };
  } catch (error) {
    if (!isTrtcCallError(error) || error.kind === 'argument') throw error;
    if (error.kind === 'connection' || error.kind === 'deadline') {
      const what = error.kind === 'connection' ? (error.code ?? 'no connection') : 'no answer in time';
      throw new CannotRunError(
        'unreachable',
        `${baseUrl} cannot be reached (${what}): start the server, or check the address and the network`,
      );
    }
    if (error.kind === 'refused' && hopeless.has(error.reason)) {
      const remedy = error.reason === 'PackageMissing' ? error.remedy : `check ${variables}`;
      throw new CannotRunError(
        'refused-credentials',
        `${baseUrl} refused the credentials with ${error.code} ${error.reason}: ${remedy}`,
      );
    }
    // An answer that breaks the contract is what the requirements are to show: they may ask for calls, and fail.
    if (error.kind !== 'refused') return { name: 'call-id', available: true };
    return { name: 'call-id', available: false, reason: `no call could be looked for: ${error.message}` };
  }
}
