import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { lstat, open, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

/** What stands where a file was to be written is not a regular file. */
export class NotAFileError extends Error {
  override readonly name = 'NotAFileError';
  readonly code = 'not-a-file';
  /** What it is, such as `a named pipe`. */
  readonly kind: string;

  constructor(path: string, found: Stats) {
    const kind = describeKind(found);
    super(`${path} is ${kind}, not a file`);
    this.kind = kind;
  }
}

const mostLinks = 40;

/**
 * Finds the file that a path names, through symbolic links. The file itself need not exist, so that writing through a
 * link to nothing makes the file that the link names, and the link stays.
 *
 * @returns its absolute path, without links
 * @throws NotAFileError for a directory, a device, a named pipe or a socket; what the file system says when its folder
 *   does not exist
 */
export async function resolveFile(path: string): Promise<string> {
  // Devices such as /dev/stdout are links whose text is not a path, so the target is looked at before any link is read.
  const target = await orNothing(stat(path));
  if (target) {
    if (!target.isFile()) throw new NotAFileError(path, target);
    return realpath(path);
  }
  let at = resolve(path);
  for (let links = 0; links < mostLinks; links += 1) {
    const folder = await realpath(dirname(at));
    at = join(folder, basename(at));
    const found = await orNothing(lstat(at));
    if (!found?.isSymbolicLink()) return at;
    at = resolve(folder, await readlink(at));
  }
  throw Object.assign(new Error(`${path} has too many symbolic links`), { code: 'ELOOP' });
}

/** How a file is written. */
export interface WriteWholeOptions {
  /** The permissions of a new file, before the umask; a file that is replaced keeps its own. Default: 0o666. */
  readonly mode?: number | undefined;
  /**
   * The name under which it is written, in the same folder, where nobody else writes a file of that name: what a killed
   * process left there is removed. Default: one that nobody can know before.
   */
  readonly temporary?: string | undefined;
}

/**
 * Writes a file that appears whole or not at all, also after a crash. A symbolic link of that name is replaced, not
 * followed: see {@link resolveFile} for a name that a user gave.
 *
 * @throws what the file system says; nothing is left behind then
 */
export async function writeWhole(
  path: string,
  text: string,
  { mode = 0o666, temporary = temporaryName(path) }: WriteWholeOptions = {},
): Promise<void> {
  const former = await orNothing(lstat(path));
  try {
    await rm(temporary, { force: true });
    const file = await open(temporary, 'wx', former?.isFile() ? former.mode & 0o777 : mode);
    try {
      // The umask took some away. A file system without permissions has none to give back.
      if (former?.isFile()) await file.chmod(former.mode & 0o777).catch(() => {});
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Makes names that were given or taken in a folder outlast a crash, where a folder can be told to. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder, and needs no such thing; some network file systems refuse it.
  if (process.platform === 'win32') return;
  const opened = await open(folder, 'r').catch(() => undefined);
  await opened?.sync().catch(() => {});
  await opened?.close();
}

/** In the same folder, since a rename is atomic only within one file system; nobody can know it before. */
export function temporaryName(path: string): string {
  return `${path}.${randomUUID()}.part`;
}

/** What the file system says of a path, or nothing when there is none. */
async function orNothing(asked: Promise<Stats>): Promise<Stats | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function describeKind(found: Stats): string {
  if (found.isDirectory()) return 'a folder';
  if (found.isFIFO()) return 'a named pipe';
  if (found.isSocket()) return 'a socket';
  if (found.isSymbolicLink()) return 'a symbolic link';
  return 'a device';
}
