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
  /** The option that gave it, where one did. */
  readonly regionOption?: string | undefined;
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

const variables = {
  sdkAppId: 'TRTC_CALL_SDK_APP_ID',
  secretKey: 'TRTC_CALL_SECRET_KEY',
  userSig: 'TRTC_CALL_USER_SIG',
  identifier: 'TRTC_CALL_IDENTIFIER',
  baseUrl: 'TRTC_CALL_BASE_URL',
  region: 'TRTC_CALL_REGION',
  generation: 'TRTC_CALL_GENERATION',
} as const;

/**
 * Reads who asks: from the environment, and what it does not say from the file.
 *
 * @throws CommandError naming what is missing and where it can be put
 */
export async function readAccount({ file, environment, service }: CredentialPlaces): Promise<Account> {
  const spoken = readEnvironment(environment);
  const spokenKey = pickKey(spoken);
  const path = file ?? defaultCredentialsFile(environment);
  // A file that is not needed may be broken.
  const isNeeded = file !== undefined || spoken.sdkAppId === undefined || !spokenKey;
  const written = isNeeded ? await readCredentialsFile(path) : undefined;
  if (file !== undefined && !written)
    throw new CommandError(`${path} does not exist: name the file that holds the credentials`);
  const sdkAppId = spoken.sdkAppId ?? written?.sdkAppId;
  const credential = spokenKey ?? pickKey(written ?? {});
  // An address says more than the name of a data centre.
  const baseUrl = spoken.baseUrl ?? spoken.region ?? written?.baseUrl ?? written?.region;
  const generation = spoken.generation ?? written?.generation;
  if (sdkAppId === undefined || !credential) {
    const asked = service?.generation ?? generation;
    throw describeMissing(path, written !== undefined, {
      sdkAppId: sdkAppId === undefined,
      credential: !credential,
      generation: service !== undefined && asked === undefined,
      region: service !== undefined && asked !== 'v1' && (service.region ?? baseUrl) === undefined,
    });
  }
  if (!spokenKey) refuseKeyOfAnotherApp(sdkAppId, written?.sdkAppId, path);
  const identifier = spoken.identifier ?? written?.identifier;
  return { sdkAppId, credential, identifier, baseUrl, generation };
}

const missingValues = {
  sdkAppId: { variable: variables.sdkAppId, member: 'sdkAppId' },
  credential: {
    variable: `${variables.secretKey} (or ${variables.userSig})`,
    member: 'secretKey (or userSig)',
  },
  generation: { variable: `${variables.generation} (v1 or v4; or --generation)`, member: 'generation' },
  region: { variable: `${variables.region} (for v4; or --region)`, member: 'region' },
} as const;

/** All that is missing, so that one look at it does. */
function describeMissing(
  path: string,
  isThere: boolean,
  missing: Readonly<Record<keyof typeof missingValues, boolean>>,
): CommandError {
  const names = ['sdkAppId', 'credential', 'generation', 'region'] as const;
  const lacking = names.filter((name) => missing[name]).map((name) => missingValues[name]);
  const named = lacking.map(({ variable }) => variable).join(', ');
  const written = lacking.map(({ member }) => member).join(', ');
  const place = isThere ? path : `${path} (which does not exist)`;
  return new CommandError(
    `credentials are missing: set ${named}, or ${written} in ${place}; or try it without an account: trtc-call mock`,
  );
}

/**
 * The environment for the suite, which reads variables: for a live target with what the file of credentials adds.
 *
 * @throws CommandError naming what is missing and where it can be put
 */
export async function readTargetEnvironment(target: string): Promise<CredentialPlaces['environment']> {
  if (target !== 'live') return process.env;
  const { sdkAppId, credential, identifier, baseUrl } = await readAccount({ environment: process.env });
  const place = baseUrl !== undefined && URL.canParse(baseUrl) ? variables.baseUrl : variables.region;
  const key = 'secretKey' in credential ? credential.secretKey : undefined;
  return {
    [variables.sdkAppId]: String(sdkAppId),
    [variables.secretKey]: key,
    [variables.userSig]: 'userSig' in credential ? credential.userSig : undefined,
    [variables.identifier]: identifier,
    [place]: baseUrl,
  };
}

/** The variable in which a value of the account can stand. */
export function nameVariable(name: string): string {
  return Object.entries(variables).find(([field]) => field === name)?.[1] ?? name;
}

function pickKey({ secretKey, userSig }: Credentials): Account['credential'] | undefined {
  if (secretKey !== undefined) return { secretKey };
  return userSig === undefined ? undefined : { userSig };
}

function refuseKeyOfAnotherApp(sdkAppId: number, ofFile: number | undefined, path: string): void {
  if (ofFile === undefined || ofFile === sdkAppId) return;
  const remedy = `set ${variables.secretKey} too, or unset ${variables.sdkAppId}`;
  throw new CommandError(
    `${variables.sdkAppId} is ${sdkAppId}, but the key in ${path} belongs to ${ofFile}: ${remedy}`,
  );
}

function readEnvironment(environment: CredentialPlaces['environment']): Credentials {
  const read = (name: string) => environment[name]?.trim() || undefined;
  const generation = read(variables.generation);
  return {
    generation: generation === undefined ? undefined : readGeneration(variables.generation, generation),
    sdkAppId: readAppVariable(environment),
    secretKey: read(variables.secretKey),
    userSig: read(variables.userSig),
    identifier: read(variables.identifier),
    baseUrl: read(variables.baseUrl),
    region: read(variables.region),
  };
}

/**
 * The app of the environment, or that of the mock.
 *
 * @throws CommandError for an environment that names none
 */
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
