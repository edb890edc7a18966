import { servers } from '@trtc-call/spec/v1';
import type { Capability, CapabilityState } from '../../report/run-report.ts';
import { createAccountClient } from './account-client.ts';
import { guardCallback } from './callback-guard.ts';
import type { Wait } from './open-session.ts';
import { preflight } from './preflight.ts';
import type { Address } from './read-environment.ts';
import type { PreparedTarget } from './target.ts';

/** What may be done to a target that is somebody's, and with which clock. */
export interface RemoteOptions {
  /** Whether the callback configuration may be changed for a while. */
  readonly allowMutations: boolean;
  /** Whether calls of the same app may be refused for a while. */
  readonly exhaustRateLimit: boolean;
  /** Milliseconds. */
  readonly now: () => number;
  readonly wait: Wait;
  /** Ends the questions before the run: nothing has been changed then. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes ready a target that is not ours: the vendor's host, or whatever answers at a URL.
 *
 * @throws CannotRunError when nobody answers, or the credentials are refused
 */
export async function prepareRemoteTarget(
  name: string,
  address: Address,
  { allowMutations, exhaustRateLimit, now, wait, signal }: RemoteOptions,
): Promise<PreparedTarget> {
  const { baseUrl, account } = address;
  const client = createAccountClient(address);
  const [callId, guard] = await Promise.all([
    preflight(client, baseUrl, now(), signal),
    allowMutations
      ? guardCallback(client, wait)
      : 'the callback configuration may not be changed: pass --allow-mutations',
  ]);
  let released: Promise<void> | undefined;
  return {
    target: {
      name,
      kind: isVendorHost(baseUrl) ? 'live' : 'url',
      baseUrl,
      account,
      apps: 'fixed',
      capabilities: [
        describeState(
          'secret-key',
          account.secretKey ? '' : 'the secret key is not known: set TRTC_CALL_SECRET_KEY',
        ),
        describeState('mutate-callback', typeof guard === 'string' ? guard : ''),
        describeState(
          'exhaust-rate-limit',
          exhaustRateLimit ? '' : 'other calls of the app would be refused: pass --exhaust-rate-limit',
        ),
        callId,
      ],
    },
    release: async () => {
      if (typeof guard === 'string') return;
      released ??= guard.restore();
      await released;
    },
  };
}

/** Available, unless there is a reason why not. */
function describeState(name: Capability, reason: string): CapabilityState {
  return reason === '' ? { name, available: true } : { name, available: false, reason };
}

/**
 * Whether a base URL is one of the vendor's own. Only what was asked there counts as verified live: with
 * `TRTC_CALL_BASE_URL` anything can stand in for the live endpoint, a mock too.
 */
export function isVendorHost(baseUrl: string): boolean {
  return Object.values(servers).some((server) => server === baseUrl);
}
