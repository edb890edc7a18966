import type { Contract } from './contract.ts';
import { ArgumentError } from './errors.ts';
import { regions } from './generated/regions.gen.ts';
import { isNode } from './transport/transport.ts';

export { createNodePool } from './transport/node-pool.ts';

const variables = {
  secretKey: 'TRTC_CALL_SECRET_KEY',
  userSig: 'TRTC_CALL_USER_SIG',
  identifier: 'TRTC_CALL_IDENTIFIER',
} as const;

/** What an error about the region says besides, where the account is that of the environment. */
export const regionVariables = '; TRTC_CALL_REGION or TRTC_CALL_BASE_URL may name it too';

/** An account, as the environment has it. */
export interface EnvironmentAccount {
  sdkAppId: number;
  secretKey?: string;
  userSig?: string;
  identifier?: string;
  region?: string;
}

/** A variable of the environment, in Node, without the blanks around it; undefined where there is nothing else in it. */
export function readVariable(name: string): string | undefined {
  return (isNode() && process.env[name]?.trim()) || undefined;
}

/**
 * Reads the account from the variables that the command line reads too.
 *
 * @throws ArgumentError naming the variable that is missing or wrong.
 */
export function readEnvironment(caller: string, contract: Contract): EnvironmentAccount {
  const sdkAppId = readVariable('TRTC_CALL_SDK_APP_ID');
  if (sdkAppId === undefined) {
    const remedy = 'pass it, or set TRTC_CALL_SDK_APP_ID and TRTC_CALL_SECRET_KEY in the environment (Node)';
    throw new ArgumentError(caller, 'sdkAppId', 'is missing', remedy);
  }
  if (!/^[1-9]\d{0,14}$/.test(sdkAppId)) {
    const remedy = 'set the SDKAppID of the console';
    throw new ArgumentError(caller, 'TRTC_CALL_SDK_APP_ID', 'is not a positive number', remedy);
  }
  const account: EnvironmentAccount = { sdkAppId: Number(sdkAppId) };
  for (const name of ['secretKey', 'userSig', 'identifier'] as const) {
    const value = readVariable(variables[name]);
    if (value !== undefined) account[name] = value;
  }
  // An address says more than the name of a data centre.
  const region = readVariable('TRTC_CALL_BASE_URL') ?? readRegion(contract);
  if (region !== undefined) account.region = region;
  // As the command line reads them.
  if (account.secretKey !== undefined) delete account.userSig;
  if (account.secretKey !== undefined || account.userSig !== undefined) return account;
  const remedy = `set ${variables.secretKey} or ${variables.userSig}, or pass secretKey or userSig`;
  throw new ArgumentError(caller, 'secretKey', 'is missing in the environment', remedy);
}

/** An app names one region for all generations; a generation that has no host of it is asked at its default one. */
function readRegion({ servers, defaultRegion }: Contract): string | undefined {
  const region = readVariable('TRTC_CALL_REGION');
  const isElsewhere = region !== undefined && !Object.hasOwn(servers, region) && regions.includes(region);
  return isElsewhere ? (defaultRegion ?? region) : region;
}
