import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { NotAFileError, temporaryName, writeWhole } from './write-whole.ts';

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

/** Makes the error that a package throws when its reports cannot be written, from what the file system said. */
export type ToError = (cause: unknown) => Error;

/** Why reports cannot be written where they were asked for: one line with the remedy. */
export function directoryFaultOf(directory: string, cause: unknown): string {
  return `cannot write reports to ${directory} (${writeFaultOf(cause)}): name a directory you may write to`;
}

/** Why a file could not be written, in words where there are some. */
export function writeFaultOf(cause: unknown): string {
  if (cause instanceof NotAFileError) return `it is ${cause.kind}, not a file`;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
  return reasons[code] ?? code;
}

/**
 * Writes files by their names, creating the directory. Each file appears whole or not at all: a reader never meets
 * half a report.
 *
 * @returns the absolute path of each
 * @throws what `toError` makes, when the directory cannot be made or written to
 */
export async function writeReportFiles<Name extends string>(
  directory: string,
  texts: Readonly<Record<Name, string>>,
  toError: ToError,
): Promise<Record<Name, string>>;
export async function writeReportFiles(
  directory: string,
  texts: Readonly<Record<string, string>>,
  toError: ToError,
): Promise<Record<string, string>> {
  const folder = await prepareDirectory(directory, toError);
  const paths: Record<string, string> = {};
  for (const [name, text] of Object.entries(texts)) {
    const path = join(folder, name);
    try {
      await writeWhole(path, text);
    } catch (error) {
      throw toError(error);
    }
    paths[name] = path;
  }
  return paths;
}

/**
 * Creates the directory and proves that it can be written to, so that a long run does not end with a surprise.
 *
 * @returns its absolute path
 * @throws what `toError` makes, when it cannot be made or written to
 */
export async function prepareDirectory(directory: string, toError: ToError): Promise<string> {
  const folder = resolve(directory);
  try {
    await mkdir(folder, { recursive: true });
    const probe = temporaryName(join(folder, 'probe'));
    await writeFile(probe, '', { flag: 'wx' });
    await rm(probe);
  } catch (error) {
    throw toError(error);
  }
  return folder;
}
