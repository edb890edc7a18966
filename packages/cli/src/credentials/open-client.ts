import {
  createTrtcCallClient,
  isTrtcCallError,
  type TrtcCallClient,
  type TrtcCallClientV4,
} from '@trtc-call/client';
import { nearestName } from '@trtc-call/reporting/names';
import { servers as serversV1 } from '@trtc-call/spec/v1';
import { servers } from '@trtc-call/spec/v4';
import { CommandError } from '../command-error.ts';
import type { ServiceFlags } from '../options.ts';
import type { Generation, Service } from '../service.ts';
import { type Account, type CredentialPlaces, nameVariable, readAccount } from './read-credentials.ts';

/**
 * Opens the generation of the API that the options, the environment or the file of credentials name.
 *
 * @throws CommandError naming what is missing or wrong
 */
export async function openService(flags: ServiceFlags): Promise<Service> {
  const account = await readServiceAccount(flags, flags);
  return openGeneration(flags.generation ?? requireGeneration(account), account);
}

/**
 * The account, with the region of the options in place of that which stands elsewhere.
 *
 * @param service see `CredentialPlaces`
 */
export async function readServiceAccount(
  { credentials, region }: { readonly credentials?: string; readonly region?: string | undefined },
  service?: CredentialPlaces['service'],
): Promise<Account> {
  const account = await readAccount({ file: credentials, environment: process.env, service });
  return region === undefined ? account : { ...account, baseUrl: region, regionOption: '--region' };
}

/** @throws CommandError where it is not given */
export function requireGeneration({ generation, baseUrl }: Account): Generation {
  if (generation !== undefined) return generation;
  const also = baseUrl === undefined ? '. v4 needs --region or TRTC_CALL_REGION too' : '';
  const places = `give --generation v1 or v4, or set ${nameVariable('generation')} (generation in the credentials file)`;
  throw new CommandError(
    `the generation is missing: ${places}. Clients from native 2.9 and Web 4.0.2 on place v4 calls with calls(), older ones v1; trtc-call doctor finds it${also}`,
  );
}

/** @throws CommandError naming what is wrong */
export async function openGeneration(generation: Generation, account: Account): Promise<Service> {
  if (generation === 'v4') {
    return (await import('../v4/service.ts')).createService(openClientV4(account));
  }
  return (await import('../v1/service.ts')).createService(openClientV1(account));
}

// An account names one region for both generations.
const regions = {
  v1: [...new Set([...Object.keys(serversV1), ...Object.keys(servers)])],
  v4: Object.keys(servers),
};

/**
 * Checks the name of a region before anything is asked. What stands elsewhere than in an option is not shown, since it
 * may be a secret in the wrong place.
 *
 * @throws CommandError naming the region that was probably meant, and all
 */
export function checkRegion(account: Account, asked: readonly Generation[]): void {
  const { baseUrl, regionOption } = account;
  const known = [...new Set(asked.flatMap((generation) => regions[generation]))];
  if (baseUrl === undefined || URL.canParse(baseUrl) || known.includes(baseUrl)) return;
  const what = regionOption === undefined ? nameRegion(account) : `${regionOption} "${baseUrl}"`;
  const nearest = nearestName(baseUrl, known);
  const meant = nearest ? `did you mean ${nearest}? Choose` : 'choose';
  throw new CommandError(`${what} is not known: ${meant} from ${known.join(', ')}, or give an https: URL`);
}

function nameRegion({ regionOption }: Account): string {
  return (
    regionOption ??
    `the region of ${nameVariable('region')}, ${nameVariable('baseUrl')} or the credentials file`
  );
}

function openClientV1(account: Account): TrtcCallClient {
  checkRegion(account, ['v1']);
  return orCommandError(account, () => createTrtcCallClient({ generation: 'v1', ...toOptions(account) }));
}

/** @throws CommandError naming what is wrong, such as the region, which has no default */
export function openClientV4(account: Account): TrtcCallClientV4 {
  checkRegion(account, ['v4']);
  const { baseUrl: region } = account;
  if (region === undefined) {
    const names = Object.keys(servers).join(', ');
    const remedy = `give --region, or set TRTC_CALL_REGION, to one of ${names}`;
    throw new CommandError(
      `the region is missing: ${remedy}. The console shows it; trtc-call doctor finds it`,
    );
  }
  const options = { ...toOptions(account), region };
  return orCommandError(account, () => createTrtcCallClient({ generation: 'v4', ...options }));
}

function toOptions({ sdkAppId, credential, identifier, baseUrl: region }: Account) {
  return { sdkAppId, ...credential, identifier, region };
}

function orCommandError<Client>(account: Account, create: () => Client): Client {
  try {
    return create();
  } catch (error) {
    if (!isTrtcCallError(error) || error.kind !== 'argument') throw error;
    const place =
      error.field === 'region'
        ? nameRegion(account)
        : `${nameVariable(error.field)}, or the matching field in the credentials file,`;
    throw new CommandError(`${place} is invalid: ${error.remedy}`);
  }
}
