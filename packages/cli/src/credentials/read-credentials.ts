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

/** Reads who asks: from the environment, and what it does not say from the file. */
export async function readAccount({ file, environment, service }: CredentialPlaces): Promise<Account> {
  const spoken = readEnvironment(environment);
  const spokenKey = pickKey(spoken);
  const path = file ?? defaultCredentialsFile(environment);
  const isNeeded = file !== undefined || spoken.sdkAppId === undefined || !spokenKey;
  // A file that is not needed may be broken, or belong to another app.
  const found = await readCredentialsFile(path).catch((error: unknown) => {
    if (isNeeded) throw error;
  });
  const isOther = !isNeeded && found?.sdkAppId !== undefined && found.sdkAppId !== spoken.sdkAppId;
  const written = isOther ? undefined : found;
  if (file !== undefined && !written)
    throw new CommandError(`${path} does not exist: name the file that holds the credentials`);
  const sdkAppId = spoken.sdkAppId ?? written?.sdkAppId;
  const credential = spokenKey ?? pickKey(written ?? {});
  // An address says more than the name of a data centre.
  const baseUrl = spoken.baseUrl ?? spoken.region ?? written?.baseUrl ?? written?.region;
  const generation = spoken.generation ?? written?.generation;
  if (sdkAppId === undefined || !credential) {
    const asked = service?.generation ?? generation;
    const lacksRegion = asked !== 'v1' && (service?.region ?? baseUrl) === undefined;
    // All that is missing, so that one look at it does.
    const missing = [
      ...(sdkAppId === undefined ? [[variables.sdkAppId, 'sdkAppId']] : []),
      ...(credential ? [] : [[`${variables.secretKey} (or ${variables.userSig})`, 'secretKey (or userSig)']]),
      ...(service && asked === undefined
        ? [[`${variables.generation} (v1 or v4; or --generation)`, 'generation']]
        : []),
      ...(service && lacksRegion ? [[`${variables.region} (for v4; or --region)`, 'region']] : []),
    ];
    const [names, members] = [0, 1].map((at) => missing.map((pair) => pair[at]).join(', '));
    const place = written ? path : `${path} (which does not exist)`;
    throw new CommandError(
      `credentials are missing: set ${names}, or ${members} in ${place}; or try it without an account: trtc-call mock`,
    );
  }
  if (!spokenKey && written?.sdkAppId !== undefined && written.sdkAppId !== sdkAppId) {
    const remedy = `set ${variables.secretKey} too, or unset ${variables.sdkAppId}`;
    throw new CommandError(
      `${variables.sdkAppId} is ${sdkAppId}, but the key in ${path} belongs to ${written.sdkAppId}: ${remedy}`,
    );
  }
  const identifier = spoken.identifier ?? written?.identifier;
  return { sdkAppId, credential, identifier, baseUrl, generation };
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

function pickKey({ secretKey, userSig }: Credentials): Account['credential'] | undefined {
  if (secretKey !== undefined) return { secretKey };
  return userSig === undefined ? undefined : { userSig };
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
