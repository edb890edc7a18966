import { createTrtcCallClient, isTrtcCallError, type TrtcCallClient } from '@trtc-call/client';
import { CommandError } from '../command-error.ts';
import type { AccountFlags } from './account-option.ts';
import { type Account, readAccount, variableOf } from './read-credentials.ts';

/**
 * Makes the client of the account that the environment or the file of credentials names.
 *
 * @throws CommandError naming what is missing or wrong
 */
export async function openClient(flags: AccountFlags): Promise<TrtcCallClient> {
  return clientOf(await readAccount({ file: flags.credentials, environment: process.env }));
}

/** @throws CommandError naming what is wrong */
export function clientOf({ sdkAppId, credential, identifier, baseUrl }: Account): TrtcCallClient {
  try {
    return createTrtcCallClient({ generation: 'v1', sdkAppId, ...credential, identifier, region: baseUrl });
  } catch (error) {
    if (!isTrtcCallError(error) || error.kind !== 'argument') throw error;
    const name = variableOf(error.field === 'region' ? 'baseUrl' : error.field);
    throw new CommandError(
      `${name}, or the matching field in the credentials file, is invalid: ${error.remedy}`,
    );
  }
}
