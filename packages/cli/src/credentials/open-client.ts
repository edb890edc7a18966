import {
  createTrtcCallClient,
  isTrtcCallError,
  type TrtcCallClient,
  type TrtcCallClientV4,
  type TrtcCallError,
} from '@trtc-call/client';
import { servers } from '@trtc-call/spec/v4';
import { CommandError } from '../command-error.ts';
import type { Generation, Service } from '../service.ts';
import type { ServiceFlags } from './account-option.ts';
import { type Account, nameVariable, readAccount } from './read-credentials.ts';

/**
 * Opens the generation of the API that the options, the environment or the file of credentials name.
 *
 * @throws CommandError naming what is missing or wrong
 */
export async function openService(flags: ServiceFlags): Promise<Service> {
  const account = await readServiceAccount(flags);
  return openGeneration(flags.generation ?? requireGeneration(account), account);
}

/** The account, with the region of the options in place of that which stands elsewhere. */
export async function readServiceAccount({
  credentials,
  region,
}: Omit<ServiceFlags, 'generation'>): Promise<Account> {
  const account = await readAccount({ file: credentials, environment: process.env });
  return { ...account, baseUrl: region ?? account.baseUrl };
}

/** @throws CommandError where it is not given */
export function requireGeneration({ generation }: Account): Generation {
  if (generation !== undefined) return generation;
  const places = `give --generation v1 or v4, or set ${nameVariable('generation')} (generation in the credentials file)`;
  throw new CommandError(
    `the generation is missing: ${places}. Clients from native 2.9 and Web 4.0.2 on place v4 calls with calls(), older ones v1; trtc-call doctor finds it`,
  );
}

/** @throws CommandError naming what is wrong */
export async function openGeneration(generation: Generation, account: Account): Promise<Service> {
  if (generation === 'v4') {
    return (await import('../v4/service.ts')).createService(openClientV4(account));
  }
  return (await import('../v1/service.ts')).createService(openClientV1(account));
}

/** v1 has one host for all data centres beside China; an account names one region for both generations. */
export function chooseRegionV1(region: string | undefined): string | undefined {
  return region !== undefined && region !== 'china' && Object.hasOwn(servers, region) ? 'intl' : region;
}

function openClientV1({ sdkAppId, credential, identifier, baseUrl }: Account): TrtcCallClient {
  const region = chooseRegionV1(baseUrl);
  return orCommandError(() =>
    createTrtcCallClient({ generation: 'v1', sdkAppId, ...credential, identifier, region }),
  );
}

/** @throws CommandError naming what is wrong, such as the region, which has no default */
export function openClientV4({
  sdkAppId,
  credential,
  identifier,
  baseUrl: region,
}: Account): TrtcCallClientV4 {
  if (region === undefined) {
    const names = Object.keys(servers).join(', ');
    const remedy = `give --region, or set TRTC_CALL_REGION, to one of ${names}`;
    throw new CommandError(
      `the region is missing: ${remedy}. The console shows it; trtc-call doctor finds it`,
    );
  }
  return orCommandError(() =>
    createTrtcCallClient({ generation: 'v4', sdkAppId, ...credential, identifier, region }),
  );
}

function orCommandError<Client>(create: () => Client): Client {
  try {
    return create();
  } catch (error) {
    if (!isTrtcCallError(error) || error.kind !== 'argument') throw error;
    const [name, flag] =
      error.field === 'region' ? ['baseUrl', '--region, TRTC_CALL_REGION or '] : [error.field, ''];
    throw new CommandError(
      `${flag}${nameVariable(name)}, or the matching field in the credentials file, is invalid: ${error.remedy}`,
    );
  }
}

type Reply<Value> =
  | { readonly value: Value; readonly error?: never }
  | { readonly error: TrtcCallError; readonly value?: never };

/** Asks, and gives an error of the service or of the way to it as a value. */
export async function ask<Value>(send: () => Promise<Value>): Promise<Reply<Value>> {
  try {
    return { value: await send() };
  } catch (error) {
    if (isTrtcCallError(error)) return { error };
    throw error;
  }
}
