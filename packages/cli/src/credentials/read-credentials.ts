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
  readonly generation: Generation | undefined;
}

export interface CredentialPlaces {
  /** `--credentials`: must exist then. */
  readonly file?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const variables = {
  sdkAppId: 'TRTC_CALL_SDK_APP_ID',
  secretKey: 'TRTC_CALL_SECRET_KEY',
  userSig: 'TRTC_CALL_USER_SIG',
  identifier: 'TRTC_CALL_IDENTIFIER',
  baseUrl: 'TRTC_CALL_BASE_URL',
  generation: 'TRTC_CALL_GENERATION',
} as const;

/**
 * Reads who asks: from the environment, and what it does not say from the file.
 *
 * @throws CommandError naming what is missing and where it can be put
 */
export async function readAccount({ file, environment }: CredentialPlaces): Promise<Account> {
  const spoken = readEnvironment(environment);
  const spokenKey = pickKey(spoken);
  const path = file ?? defaultCredentialsFile(environment);
  // A file that is not needed may be broken.
  const isNeeded = file !== undefined || spoken.sdkAppId === undefined || !spokenKey;
  const written = isNeeded ? await readCredentialsFile(path) : undefined;
  if (file !== undefined && !written)
    throw new CommandError(`${path} does not exist: name the file that holds the credentials`);
  const sdkAppId = spoken.sdkAppId ?? written?.sdkAppId;
  if (sdkAppId === undefined)
    throw missing(`the SDKAppID (${variables.sdkAppId}, or sdkAppId`, path, written);
  const credential = spokenKey ?? pickKey(written ?? {});
  if (!credential) {
    const names = `${variables.secretKey} or ${variables.userSig}, or secretKey or userSig`;
    throw missing(`the secret key, or a UserSig (${names}`, path, written);
  }
  if (!spokenKey) refuseKeyOfAnotherApp(sdkAppId, written?.sdkAppId, path);
  return {
    sdkAppId,
    credential,
    identifier: spoken.identifier ?? written?.identifier,
    baseUrl: spoken.baseUrl ?? written?.baseUrl,
    generation: spoken.generation ?? written?.generation,
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

function missing(what: string, path: string, written: Credentials | undefined): CommandError {
  const place = written ? `in ${path})` : `in ${path}, which does not exist)`;
  return new CommandError(`credentials are missing: set ${what} ${place}`);
}

function readEnvironment(environment: CredentialPlaces['environment']): Credentials {
  const read = (name: string) => environment[name]?.trim() || undefined;
  const sdkAppId = read(variables.sdkAppId);
  if (sdkAppId !== undefined && !/^[1-9]\d{0,14}$/.test(sdkAppId)) {
    throw new CommandError(
      `${variables.sdkAppId} is not a positive integer: set the SDKAppID of the console`,
    );
  }
  const generation = read(variables.generation);
  return {
    generation: generation === undefined ? undefined : readGeneration(variables.generation, generation),
    sdkAppId: sdkAppId === undefined ? undefined : Number(sdkAppId),
    secretKey: read(variables.secretKey),
    userSig: read(variables.userSig),
    identifier: read(variables.identifier),
    // An address says more than the name of a data centre.
    baseUrl: read(variables.baseUrl) ?? read('TRTC_CALL_REGION'),
  };
}

/**
 * The app of the environment, or that of the mock.
 *
 * @throws CommandError for an environment that names none
 */
export async function readSdkAppId(): Promise<number> {
  const variable = nameVariable('sdkAppId');
  const text = process.env[variable];
  if (text === undefined || text === '') return (await import('@trtc-call/mock')).defaultMockSdkAppId;
  const app = Number(text);
  if (/^[1-9]\d*$/.test(text) && Number.isSafeInteger(app)) return app;
  throw new CommandError(`${variable}: "${text}" is not an SDKAppID: give its number, or --sdk-app-id`);
}
