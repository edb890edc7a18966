import {
  createTrtcCallClient,
  isTrtcCallError,
  type TrtcCallClient,
  type TrtcCallClientV4,
} from '@trtc-call/client';
import { nearestName } from '@trtc-call/reporting/values';
import { CommandError } from '../command-error.ts';
import { facts } from '../facts.ts';
import type { ServiceFlags } from '../options.ts';
import type { Generation, Service, Services } from '../service.ts';
import { type Account, type CredentialPlaces, readAccount, variables } from './read-credentials.ts';

/** Opens the generation of the API that the options, the environment or the file of credentials name. */
export async function openService(flags: ServiceFlags): Promise<Service> {
  const account = await readServiceAccount(flags, flags);
  return openGeneration(flags.generation ?? requireGeneration(account), account);
}

/** The same for commands that may ask both generations. */
export async function openServices(
  flags: Omit<ServiceFlags, 'generation'> & { readonly generation?: Generation | 'both' },
) {
  const account = await readServiceAccount(flags, flags);
  const generation = flags.generation ?? requireGeneration(account);
  const first = await openGeneration(generation === 'both' ? 'v1' : generation, account);
  const services: Services = generation === 'both' ? [first, await openGeneration('v4', account)] : [first];
  return {
    account,
    generation,
    services,
    async [Symbol.asyncDispose]() {
      for (const service of services) await service[Symbol.asyncDispose]();
    },
  };
}

/** The account, with the region of the options in place of that which stands elsewhere. */
export async function readServiceAccount(
  { credentials, region }: { readonly credentials?: string; readonly region?: string | undefined },
  service?: CredentialPlaces['service'],
): Promise<Account> {
  const account = await readAccount({ file: credentials, environment: process.env, service });
  return region === undefined ? account : { ...account, baseUrl: region, hasRegionOption: true };
}

function requireGeneration({ generation, baseUrl }: Account): Generation {
  if (generation !== undefined) return generation;
  const also = baseUrl === undefined ? '. v4 needs --region or TRTC_CALL_REGION too' : '';
  const places = `give --generation v1 or v4, or set ${variables.generation} (generation in the credentials file)`;
  const { methods, versions } = facts.v4.firstClients;
  const clients = Object.entries(versions).map((client) => client.join(' '));
  throw new CommandError(
    `the generation is missing: ${places}. Clients from ${clients.join(' and ')} on place v4 calls with ${methods.join('() and ')}(), older ones v1; trtc-call doctor finds it${also}`,
  );
}

export async function openGeneration(generation: Generation, account: Account): Promise<Service> {
  if (generation === 'v4') return (await import('../v4/service.ts')).createService(openClientV4(account));
  return (await import('../v1/service.ts')).createService(openClientV1(account));
}

/**
 * Checks the name of a region before anything is asked. What stands elsewhere than in an option is not shown, since it
 * may be a secret in the wrong place.
 */
export function checkRegion(account: Account, asked: readonly Generation[]): void {
  const { baseUrl, hasRegionOption } = account;
  // An account names one region for both generations.
  const regions = { v1: [...facts.v1.regions, ...facts.v4.regions], v4: facts.v4.regions };
  const known = [...new Set(asked.flatMap((generation) => regions[generation]))];
  if (baseUrl === undefined || URL.canParse(baseUrl) || known.includes(baseUrl)) return;
  const what = hasRegionOption ? `--region "${baseUrl}"` : nameRegion(account);
  const nearest = nearestName(baseUrl, known);
  const meant = nearest ? `did you mean ${nearest}? Choose` : 'choose';
  throw new CommandError(`${what} is not known: ${meant} from ${known.join(', ')}, or give an https: URL`);
}

function nameRegion({ hasRegionOption }: Account): string {
  if (hasRegionOption) return '--region';
  return `the region of ${variables.region}, ${variables.baseUrl} or the credentials file`;
}

function openClientV1(account: Account): TrtcCallClient {
  checkRegion(account, ['v1']);
  return orCommandError(account, () => createTrtcCallClient({ generation: 'v1', ...toOptions(account) }));
}

export function openClientV4(account: Account): TrtcCallClientV4 {
  checkRegion(account, ['v4']);
  const { baseUrl: region } = account;
  if (region === undefined) {
    const remedy = `give --region, or set TRTC_CALL_REGION, to one of ${facts.v4.regions.join(', ')}`;
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
    const { field, remedy } = error;
    const variable = new Map<string, string>(Object.entries(variables)).get(field) ?? field;
    const place =
      field === 'region'
        ? nameRegion(account)
        : `${variable}, or the matching field in the credentials file,`;
    throw new CommandError(`${place} is invalid: ${remedy}`);
  }
}
