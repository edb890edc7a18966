import { randomUUID } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { lstat, mkdir, open, readlink, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
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
  const target = await ifThere(stat(path));
  if (target) {
    if (!target.isFile()) throw new NotAFileError(path, target);
    return realpath(path);
  }
  let at = resolve(path);
  for (let links = 0; links < mostLinks; links += 1) {
    const folder = await realpath(dirname(at));
    at = join(folder, basename(at));
    const found = await ifThere(lstat(at));
    if (!found?.isSymbolicLink()) return at;
    at = resolve(folder, await readlink(at));
  }
  throw Object.assign(new Error(`${path} has too many symbolic links`), { code: 'ELOOP' });
}

export interface WriteWholeOptions {
  /** The permissions of a new file, before the umask; a file that is replaced keeps its own. Default: 0o666. */
  readonly mode?: number | undefined;
  /**
   * The name under which it is written, in the same folder, where nothing else writes a file of that name: what a killed
   * process left there is removed. Default: one that cannot be guessed.
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
  const former = await ifThere(lstat(path));
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

/** Makes names that were given or taken in a folder outlast a crash, where a folder can be synced. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder, and needs no such thing; some network file systems refuse it.
  if (process.platform === 'win32') return;
  const opened = await open(folder, 'r').catch(() => undefined);
  await opened?.sync().catch(() => {});
  await opened?.close();
}

/** In the same folder, since a rename is atomic only within one file system; it cannot be guessed. */
function temporaryName(path: string): string {
  return `${path}.${randomUUID()}.part`;
}

/** What was asked of a path; nothing when there is no such file. */
export async function ifThere<Value>(asked: Promise<Value>): Promise<Value | undefined> {
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

/** A file that is not text, or too much of it; the message is a part of a sentence. */
export class TextFileError extends Error {
  override readonly name = 'TextFileError';
}

/**
 * Reads a whole file that a person wrote: UTF-8, with or without a byte order mark. Not more is read than is allowed,
 * from whatever the path leads to.
 *
 * @throws TextFileError when it is longer or of another encoding, or what the file system says
 */
export async function readTextFile(path: string | URL, mostBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  // One byte more than is allowed tells that there is more.
  for await (const chunk of createReadStream(path, { end: mostBytes })) {
    chunks.push(chunk);
    size += chunk.length;
  }
  if (size > mostBytes) throw new TextFileError(`it is longer than ${mostBytes} bytes`);
  return decode(Buffer.concat(chunks));
}

/** Why a file could not be read: what is wrong with it, or the code of the file system. */
export function describeReadFault(error: unknown): string {
  if (error instanceof TextFileError) return error.message;
  if (error instanceof NotAFileError) return `it is ${error.kind}`;
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}

function decode(bytes: Buffer): string {
  const [first, second] = bytes;
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (isWide || bytes.includes(0)) throw new TextFileError('it is UTF-16 or binary: save it as UTF-8');
  try {
    // Leaves a byte order mark out.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new TextFileError('it is not UTF-8: save it as UTF-8', { cause: error });
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EEXIST: 'a file of that name is in the way',
  EISDIR: 'a folder of that name is in the way',
  EBUSY: 'something is mounted on it or holds it open',
  EDQUOT: 'your share of the disk is full',
  EFBIG: 'it is larger than a file may be here',
  EIO: 'the disk or the network failed',
  ELOOP: 'its symbolic links lead in a circle',
  ENOENT: 'no such folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is a file',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
};

/** Why a file could not be written, in words where there are some. */
export function describeWriteFault(cause: unknown): string {
  if (cause instanceof NotAFileError) return `it is ${cause.kind}, not a file`;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
  return reasons[code] ?? code;
}

/** The reports cannot be written where they were asked for; the message is one line with the remedy. */
export class ReportDirectoryError extends Error {
  override readonly name = 'ReportDirectoryError';
  /** Stable, for programs. */
  readonly code = 'report-directory';
  readonly directory: string;

  constructor(directory: string, cause: unknown) {
    const remedy = 'name a directory you may write to';
    super(`cannot write reports to ${directory} (${describeWriteFault(cause)}): ${remedy}`, { cause });
    this.directory = directory;
  }
}

/**
 * Writes files by their names, creating the directory. Each file appears whole or not at all: a reader never meets
 * half a report.
 *
 * @returns the absolute path of the directory
 * @throws {@link ReportDirectoryError} when it cannot be made or written to
 */
export async function writeReportFiles(
  directory: string,
  texts: Readonly<Record<string, string>>,
): Promise<string> {
  const folder = await prepareReportDirectory(directory);
  try {
    for (const [name, text] of Object.entries(texts)) await writeWhole(join(folder, name), text);
  } catch (error) {
    throw new ReportDirectoryError(directory, error);
  }
  return folder;
}

/**
 * Creates the directory and proves that it can be written to, so that a long check does not end with a surprise.
 *
 * @returns its absolute path
 * @throws {@link ReportDirectoryError} when it cannot be made or written to
 */
export async function prepareReportDirectory(directory: string): Promise<string> {
  const folder = resolve(directory);
  try {
    await makeFolder(folder);
    const probe = temporaryName(join(folder, 'probe'));
    await writeFile(probe, '', { flag: 'wx' });
    await rm(probe);
  } catch (error) {
    throw new ReportDirectoryError(directory, error);
  }
  return folder;
}

/** Makes a folder and its parents. Node's recursive mkdir never ends in a file system that allows no new folders. */
async function makeFolder(path: string): Promise<void> {
  const found = await ifThere(stat(path));
  if (found?.isDirectory()) return;
  if (!found && dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path).catch(async (error: unknown) => {
    // Another process may have been first.
    if (!(await ifThere(stat(path)))?.isDirectory()) throw error;
  });
}
