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
export async function readAccount(places: CredentialPlaces): Promise<Account> {
  const { environment } = places;
  const spoken = readEnvironment(environment);
  const path = places.file ?? defaultCredentialsFile(environment);
  const written = await readWritten(spoken, path, places.file !== undefined);
  const sdkAppId = spoken.sdkAppId ?? written?.sdkAppId;
  if (sdkAppId === undefined)
    throw missing(`the SDKAppID (${variables.sdkAppId}, or sdkAppId`, path, written);
  return {
    sdkAppId,
    credential: chooseCredential(spoken, written, path),
    identifier: spoken.identifier ?? written?.identifier,
    baseUrl: spoken.baseUrl ?? written?.baseUrl,
    generation: spoken.generation ?? written?.generation,
  };
}

/** The variable in which a value of the account can stand. */
export function nameVariable(name: string): string {
  return Object.entries(variables).find(([field]) => field === name)?.[1] ?? name;
}

async function readWritten(
  spoken: Credentials,
  path: string,
  isNamed: boolean,
): Promise<Credentials | undefined> {
  const isWhole = spoken.sdkAppId !== undefined && (spoken.secretKey ?? spoken.userSig) !== undefined;
  // Nobody is to be stopped by a file that is not needed.
  if (isWhole && !isNamed) return undefined;
  const written = await readCredentialsFile(path);
  if (written || !isNamed) return written;
  throw new CommandError(`${path} does not exist: name the file that holds the credentials`);
}

function chooseCredential(
  spoken: Credentials,
  written: Credentials | undefined,
  path: string,
): Account['credential'] {
  const found = pickKey(spoken);
  if (found) return found;
  const stored = pickKey(written ?? {});
  if (!stored) {
    const names = `${variables.secretKey} or ${variables.userSig}, or secretKey or userSig`;
    throw missing(`the secret key, or a UserSig (${names}`, path, written);
  }
  refuseKeyOfAnotherApp(spoken, written, path);
  return stored;
}

function pickKey({ secretKey, userSig }: Credentials): Account['credential'] | undefined {
  if (secretKey !== undefined) return { secretKey };
  return userSig === undefined ? undefined : { userSig };
}

function refuseKeyOfAnotherApp(spoken: Credentials, written: Credentials | undefined, path: string): void {
  const { sdkAppId } = written ?? {};
  if (spoken.sdkAppId === undefined || sdkAppId === undefined || spoken.sdkAppId === sdkAppId) return;
  const remedy = `set ${variables.secretKey} too, or unset ${variables.sdkAppId}`;
  throw new CommandError(
    `${variables.sdkAppId} is ${spoken.sdkAppId}, but the key in ${path} belongs to ${sdkAppId}: ${remedy}`,
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
