import { createTrtcCallClient, isTrtcCallError, type TrtcCallClient } from '@trtc-call/client';
import { CannotRunError } from '../../run/cannot-run-error.ts';
import type { Address } from './read-environment.ts';

const timeoutMilliseconds = 5000;

/**
 * The client of a target's account, for what is asked before and after the checks.
 *
 * @throws CannotRunError when the address or the credentials have a form that cannot be right
 */
export function createAccountClient({ baseUrl, account }: Address): TrtcCallClient {
  const { sdkAppId, identifier, secretKey, userSig = '' } = account;
  // Each request is sent once: the caller decides what the response means, and when to wait.
  const common = {
    generation: 'v1',
    sdkAppId,
    identifier,
    region: baseUrl,
    timeoutMilliseconds,
    retry: false,
    limiter: false,
  } as const;
  try {
    return createTrtcCallClient(secretKey === undefined ? { ...common, userSig } : { ...common, secretKey });
  } catch (error) {
    if (!isTrtcCallError(error) || error.kind !== 'argument') throw error;
    if (error.field === 'region') {
      const remedy = 'begin with https:// (http:// only for a host of this machine), without a query';
      throw new CannotRunError('bad-variable', `${origin(baseUrl)} cannot be asked: ${remedy}`);
    }
    const names: Readonly<Record<string, string>> = {
      identifier: 'TRTC_CALL_IDENTIFIER',
      secretKey: 'TRTC_CALL_SECRET_KEY',
      userSig: 'TRTC_CALL_USER_SIG',
    };
    const name = names[error.field] ?? error.field;
    throw new CannotRunError('bad-variable', `${name} cannot be used: ${error.remedy}`, { cause: error });
  }
}

/** The address without what may be a credential in it. */
function origin(baseUrl: string): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).origin : 'The address of the target';
}
