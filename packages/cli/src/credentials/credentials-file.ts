import { constants, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isObject, nearestName } from '@trtc-call/reporting/values';
import { CommandError, readErrorCode } from '../command-error.ts';
import { type Generation, generations } from '../service.ts';

export interface Credentials {
  sdkAppId?: number | undefined;
  secretKey?: string | undefined;
  userSig?: string | undefined;
  identifier?: string | undefined;
  baseUrl?: string | undefined;
  region?: string | undefined;
  generation?: Generation | undefined;
}

type Variables = Readonly<Record<string, string | undefined>>;

const texts = ['secretKey', 'userSig', 'identifier', 'baseUrl', 'region'] as const;
const names: readonly string[] = ['sdkAppId', 'generation', ...texts];
const groupAndOthers = 0o077;
const groupReads = 0o040;
const mostBytes = 64 * 1024;

export function defaultCredentialsFile(environment: Variables): string {
  return join(environment.XDG_CONFIG_HOME || join(findHome(), '.config'), 'trtc-call', 'credentials.json');
}

/** A user of a container may have none. */
function findHome(): string {
  try {
    return homedir();
  } catch {
    return '/';
  }
}

/** Reads credentials from a file that is private; `undefined` when there is none. No error shows a value. */
export async function readCredentialsFile(path: string): Promise<Credentials | undefined> {
  const handle = await openFile(path);
  if (!handle) return undefined;
  await using file = handle;
  // What was opened is judged, not what the path leads to: between two looks it could become another file.
  const stats = await file.stat();
  if (!stats.isFile())
    throw new CommandError(`${path} is not a file: name the file that holds the credentials`);
  refuseIfNotPrivate(path, stats);
  if (stats.size > mostBytes)
    throw new CommandError(`${path} is too large to hold credentials: name another file`);
  return parse(path, decode(path, await file.readFile()));
}

async function openFile(path: string): Promise<FileHandle | undefined> {
  try {
    // Opening a pipe would block until it has a writer.
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const code = readErrorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new CommandError(`cannot read ${path} (${code}): name a file that you may read`);
  }
}

const instead = 'set TRTC_CALL_SDK_APP_ID and TRTC_CALL_SECRET_KEY instead';

/** The user alone may reach it, or root, who mounts the secrets of a container and may let a group of the user read them. */
function refuseIfNotPrivate(
  path: string,
  { uid: owner, gid, mode }: Pick<Stats, 'uid' | 'gid' | 'mode'>,
): void {
  const user = process.geteuid?.();
  if (user === undefined)
    throw new CommandError(`${path}: this system does not say who can read a file: ${instead}`);
  const isOfRoot = owner === 0 && user !== 0;
  if (owner !== user && !isOfRoot) {
    const remedy = `copy it and run: chmod 600 on your copy, or ${instead}`;
    throw new CommandError(`${path} belongs to another user (${owner}), who can change it: ${remedy}`);
  }
  const isOfGroup = [process.getegid?.(), ...(process.getgroups?.() ?? [])].includes(gid);
  if ((mode & groupAndOthers & ~(isOfRoot && isOfGroup ? groupReads : 0)) === 0) return;
  const bits = (mode & 0o777).toString(8).padStart(3, '0');
  const remedy = isOfRoot
    ? `mount it with mode 440 and a group of yours, or ${instead}`
    : `run: chmod 600 ${quoted(path)}`;
  throw new CommandError(`${path} can be reached by others (mode ${bits}); ${remedy}`);
}

/** UTF-8, with or without a byte order mark. */
function decode(path: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new CommandError(`${path} is not UTF-8: save it as UTF-8`, 2, { cause: error });
  }
}

function parse(path: string, text: string): Credentials {
  const content = parseJson(text);
  if (!isObject(content))
    throw new CommandError(`${path} does not hold a JSON object: write one with ${names.join(', ')}`);
  refuseUnknownNames(path, content);
  const { sdkAppId, generation } = content;
  const found: Credentials = {};
  for (const name of texts) {
    const value = content[name];
    if (value === undefined) continue;
    if (typeof value !== 'string' || value === '')
      throw new CommandError(`${path}: ${name} must be a non-empty string`);
    found[name] = value;
  }
  if (generation !== undefined) found.generation = readGeneration(`${path}: generation`, generation);
  if (sdkAppId === undefined) return found;
  if (typeof sdkAppId === 'number' && Number.isSafeInteger(sdkAppId) && sdkAppId > 0)
    return { ...found, sdkAppId };
  throw new CommandError(`${path}: sdkAppId is not a positive integer: write the SDKAppID of the console`);
}

/** Does not show the names themselves: a member whose name and value were confused has a secret there. */
function refuseUnknownNames(path: string, content: Record<string, unknown>): void {
  const [unknown, ...others] = Object.keys(content).filter((name) => !names.includes(name));
  if (unknown === undefined) return;
  const nearest = nearestName(unknown, names);
  const remedy = nearest ? `did you mean ${nearest}?` : `use ${names.join(', ')}`;
  const what =
    others.length === 0 ? '1 member of another name' : `${others.length + 1} members of other names`;
  throw new CommandError(`${path} has ${what}: ${remedy}`);
}

/** Another word is not shown, since it may be a secret in the wrong place. */
export function readGeneration(place: string, value: unknown): Generation {
  const found = generations.find((word) => word === value);
  if (found !== undefined) return found;
  throw new CommandError(`${place} must be ${generations.join(' or ')}`);
}

// The message of the parser shows a piece of the text, which may be the key.
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
