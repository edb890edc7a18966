import { type DecodedUserSig, decodeUserSig } from '@trtc-call/client/usersig';
import { type Account, variables } from '../../credentials/read-credentials.ts';
import { facts } from '../../facts.ts';
import { localTime, shorten } from '../../io/format.ts';
import type { Generation } from '../../service.ts';

/** Identifiers are 32 bytes; what is not one is not shown whole. */
const mostCharacters = 64;

/**
 * What to do about a refused signature. A UserSig says for whom it was signed and for how long, so that most of what can be
 * wrong with it is known here.
 *
 * @param now in Unix seconds, by the clock of the service
 */
export function describeCredential(account: Account, generation: Generation, now: number): string {
  const { sdkAppId, credential, identifier = facts[generation].administrator } = account;
  const { secretKey, userSig } = variables;
  if ('secretKey' in credential)
    return `check that ${secretKey} is the key of ${variables.sdkAppId}, ${variables.identifier}, and the clock`;
  const claims = decode(credential.userSig);
  if (!claims) return `${userSig} is not a UserSig: set one whole, as it was signed`;
  const expiresAt = claims.time + claims.lifetimeSeconds;
  const faults = [
    ...(claims.sdkAppId === sdkAppId ? [] : [`is for the app ${claims.sdkAppId}, not ${sdkAppId}`]),
    ...(claims.identifier === identifier
      ? []
      : [`is for the account ${shorten(claims.identifier, mostCharacters)}, not ${identifier}`]),
    ...(now > expiresAt ? [`expired at ${localTime(expiresAt)}`] : []),
  ];
  if (faults.length === 0)
    return `check that ${userSig} was signed with the key of ${variables.sdkAppId}, and the clock`;
  return `${userSig} ${faults.join(', and ')}: sign another one with trtc-call usersig sign`;
}

function decode(userSig: string): DecodedUserSig | undefined {
  try {
    return decodeUserSig(userSig);
  } catch {
    return undefined;
  }
}
