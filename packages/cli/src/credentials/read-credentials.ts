import { CommandError } from '../command-error.ts';
import type { Generation } from '../service.ts';
import {
  type Credentials,
  defaultCredentialsFile,
  readCredentialsFile,
  readGeneration,
} from './credentials-file.ts';

export interface Account {
  readonly sdkAppId: number;
  readonly credential: { readonly secretKey: string } | { readonly userSig: string };
  readonly identifier: string | undefined;
  /** A base URL, or the name of a region. */
  readonly baseUrl: string | undefined;
  /** Whether the option --region gave it. */
  readonly hasRegionOption?: boolean;
  readonly generation: Generation | undefined;
}

export interface CredentialPlaces {
  /** `--credentials`: must exist then. */
  readonly file?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What options say, where a generation of the service is to be asked: what they leave open is named if it is missing too. */
  readonly service?:
    | { readonly generation?: Generation | 'both' | undefined; readonly region?: string | undefined }
    | undefined;
}

export const variables = {
  sdkAppId: 'TRTC_CALL_SDK_APP_ID',
  secretKey: 'TRTC_CALL_SECRET_KEY',
  userSig: 'TRTC_CALL_USER_SIG',
  identifier: 'TRTC_CALL_IDENTIFIER',
  baseUrl: 'TRTC_CALL_BASE_URL',
  region: 'TRTC_CALL_REGION',
  generation: 'TRTC_CALL_GENERATION',
} as const;

/** What one place says of an account. */
type Part = { readonly [Name in Exclude<keyof Account, 'hasRegionOption'>]: Account[Name] | undefined };

/** Reads who asks: from the environment, and what it does not say from the file. */
export async function readAccount({ file, environment, service }: CredentialPlaces): Promise<Account> {
  const spoken = toPart(readEnvironment(environment));
  const path = file ?? defaultCredentialsFile(environment);
  const isNeeded = file !== undefined || spoken.sdkAppId === undefined || !spoken.credential;
  const written = isNeeded ? await readPart(path) : await readPartOfApp(path, spoken.sdkAppId);
  if (file !== undefined && !written)
    throw new CommandError(`${path} does not exist: name the file that holds the credentials`);
  const found = written ? mergeParts(spoken, written) : spoken;
  const { sdkAppId, credential } = found;
  if (sdkAppId === undefined || !credential) {
    const [names, members] = listMissing(found, service);
    const place = written ? path : `${path} (which does not exist)`;
    throw new CommandError(
      `credentials are missing: set ${names}, or ${members} in ${place}; or try it without an account: trtc-call mock`,
    );
  }
  const keyBelongsTo = spoken.credential ? undefined : written?.sdkAppId;
  if (keyBelongsTo !== undefined && keyBelongsTo !== sdkAppId) {
    const remedy = `set ${variables.secretKey} too, or unset ${variables.sdkAppId}`;
    throw new CommandError(
      `${variables.sdkAppId} is ${sdkAppId}, but the key in ${path} belongs to ${keyBelongsTo}: ${remedy}`,
    );
  }
  return { ...found, sdkAppId, credential };
}

/** An address says more than the name of a data centre, and a secret key more than a UserSig. */
function toPart({
  sdkAppId,
  secretKey,
  userSig,
  identifier,
  baseUrl,
  region,
  generation,
}: Credentials): Part {
  const signed = userSig === undefined ? undefined : { userSig };
  const credential = secretKey === undefined ? signed : { secretKey };
  return { sdkAppId, credential, identifier, baseUrl: baseUrl ?? region, generation };
}

async function readPart(path: string): Promise<Part | undefined> {
  const credentials = await readCredentialsFile(path);
  return credentials && toPart(credentials);
}

/** Reads a file that could be done without: it may be broken, or belong to another app. */
async function readPartOfApp(path: string, sdkAppId: number | undefined): Promise<Part | undefined> {
  const part = await readPart(path).catch(() => undefined);
  return part?.sdkAppId === undefined || part.sdkAppId === sdkAppId ? part : undefined;
}

function mergeParts(first: Part, second: Part): Part {
  return {
    sdkAppId: first.sdkAppId ?? second.sdkAppId,
    credential: first.credential ?? second.credential,
    identifier: first.identifier ?? second.identifier,
    baseUrl: first.baseUrl ?? second.baseUrl,
    generation: first.generation ?? second.generation,
  };
}

/** All that is missing, so that one look at it does: as variables, and as members of the file. */
function listMissing(found: Part, service: CredentialPlaces['service']): [names: string, members: string] {
  const generation = service?.generation ?? found.generation;
  const lacksRegion = generation !== 'v1' && (service?.region ?? found.baseUrl) === undefined;
  const all = [
    [found.sdkAppId === undefined, variables.sdkAppId, 'sdkAppId'],
    [!found.credential, `${variables.secretKey} (or ${variables.userSig})`, 'secretKey (or userSig)'],
    [
      service && generation === undefined,
      `${variables.generation} (v1 or v4; or --generation)`,
      'generation',
    ],
    [service && lacksRegion, `${variables.region} (for v4; or --region)`, 'region'],
  ] as const;
  const missing = all.filter(([isMissing]) => isMissing);
  return [missing.map(([, name]) => name).join(', '), missing.map(([, , member]) => member).join(', ')];
}

/** The environment for the suite, which reads variables: for a live target with what the file of credentials adds. */
export async function readTargetEnvironment(target: string): Promise<CredentialPlaces['environment']> {
  if (target !== 'live') return process.env;
  const { sdkAppId, credential, identifier, baseUrl } = await readAccount({ environment: process.env });
  const place = baseUrl !== undefined && URL.canParse(baseUrl) ? variables.baseUrl : variables.region;
  return {
    [variables.sdkAppId]: String(sdkAppId),
    [variables.secretKey]: 'secretKey' in credential ? credential.secretKey : undefined,
    [variables.userSig]: 'userSig' in credential ? credential.userSig : undefined,
    [variables.identifier]: identifier,
    [place]: baseUrl,
  };
}

function readEnvironment(environment: CredentialPlaces['environment']): Credentials {
  const { sdkAppId: _, generation: place, ...texts } = variables;
  const read = (name: string) => environment[name]?.trim() || undefined;
  const generation = read(place);
  return {
    ...Object.fromEntries(Object.entries(texts).map(([name, variable]) => [name, read(variable)])),
    generation: generation === undefined ? undefined : readGeneration(place, generation),
    sdkAppId: readAppVariable(environment),
  };
}

/** The generation of the environment, or v4: for commands that need no account. */
export function readGenerationVariable(): Generation {
  const text = process.env[variables.generation]?.trim();
  return text ? readGeneration(variables.generation, text) : 'v4';
}

/** The app of the environment, or that of the mock. */
export async function readSdkAppId(): Promise<number> {
  const remedy = 'set the SDKAppID of the console, or give --sdk-app-id';
  return readAppVariable(process.env, remedy) ?? (await import('@trtc-call/mock')).defaultMockSdkAppId;
}

function readAppVariable(
  environment: CredentialPlaces['environment'],
  remedy = 'set the SDKAppID of the console',
): number | undefined {
  const text = environment[variables.sdkAppId]?.trim();
  if (!text) return undefined;
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new CommandError(`${variables.sdkAppId} is not a positive integer: ${remedy}`);
}
