import { constants, type Stats } from 'node:fs';
import { chmod, type FileHandle, link, lstat, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '@trtc-call/reporting';
import { CommandError, readErrorCode } from '../../../command-error.ts';

/** What the file system says of a path, through links, or `undefined` when there is nothing. */
export function statIfThere(path: string): Promise<Stats | undefined> {
  return orNothing(stat(path));
}

/** What stands at a path that only an export writes to, a link not followed, or `undefined` when there is nothing. */
export function lstatIfThere(path: string): Promise<Stats | undefined> {
  return orNothing(lstat(path));
}

async function orNothing<Value>(asked: Promise<Value>): Promise<Value | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (readErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Opens a file that an earlier run of this user left. In a folder that others may write to, a link or a file of theirs
 * may stand in its place: it is refused.
 *
 * @throws CommandError when it is not that; what the file system says when there is none
 */
async function openOwn(path: string, access: number): Promise<FileHandle> {
  const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const file = await open(path, access | O_NOFOLLOW | O_NONBLOCK).catch((error: unknown) => {
    if (readErrorCode(error) === 'ELOOP') throw notOwn(path, 'a symbolic link');
    throw error;
  });
  try {
    const found = await file.stat();
    if (!found.isFile()) throw notOwn(path, 'not a regular file');
    if (process.getuid && found.uid !== process.getuid()) throw notOwn(path, 'of another user');
    if (found.nlink > 1) throw notOwn(path, 'a second name of another file');
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** What is not followed, read or written where an export keeps its own files. */
export function notOwn(path: string, what: string): CommandError {
  return new CommandError(`${path} is ${what}: remove it, or choose another --out`);
}

/** The text of a file that an earlier run of this user left, or `undefined` when there is none. */
export async function readIfThere(path: string): Promise<string | undefined> {
  const file = await orNothing(openOwn(path, constants.O_RDONLY));
  if (!file) return undefined;
  try {
    // An editor may have put a byte order mark before it, which this takes off.
    return new TextDecoder().decode(await file.readFile());
  } finally {
    await file.close();
  }
}

/**
 * Gives a whole file its name, so that it is there after a crash too. A file that is replaced hands on its permissions.
 *
 * @throws CommandError when a file of that name has appeared and may not be replaced
 */
export async function giveName(part: string, out: string, mayReplace: boolean): Promise<void> {
  if (mayReplace) {
    const former = await statIfThere(out);
    if (former) await chmod(part, former.mode & 0o777);
    await rename(part, out);
  } else await giveNewName(part, out);
  await syncFolder(dirname(out));
}

const noLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/** A rename would replace what has appeared since it was looked; a second name does not. */
async function giveNewName(part: string, out: string): Promise<void> {
  try {
    await link(part, out);
  } catch (error) {
    const code = readErrorCode(error);
    if (code === 'EEXIST') throw exists(out);
    if (!noLinks.has(code)) throw error;
    await rename(part, out);
    return;
  }
  await rm(part);
}

/** A file is replaced only when that was asked for. */
export function exists(out: string): CommandError {
  return new CommandError(`${out} exists: give --overwrite to replace it, or another --out`);
}

/** A file that grows, of which a known length is safe on the disk. */
export interface PartFile extends AsyncDisposable {
  /** Adds text. When it resolves, the text is on the disk. @returns the size of the file in bytes */
  append(text: string): Promise<number>;
}

/**
 * Opens a part file and cuts off what was written after the last safe length. With nothing that is safe it is made anew:
 * whatever stands in its place is removed, not followed.
 *
 * @throws CommandError when it is shorter than that: it was changed
 */
export async function openPart(path: string, safeBytes: number): Promise<PartFile> {
  if (safeBytes === 0) {
    await rm(path, { force: true });
    return growing(await open(path, 'wx', 0o600), 0);
  }
  const file = await openOwn(path, constants.O_RDWR).catch((error: unknown) => {
    if (readErrorCode(error) !== 'ENOENT') throw error;
    throw changed(path);
  });
  try {
    if ((await file.stat()).size < safeBytes) throw changed(path);
    await file.truncate(safeBytes);
  } catch (error) {
    await file.close();
    throw error;
  }
  return growing(file, safeBytes);
}

function growing(file: FileHandle, start: number): PartFile {
  let size = start;
  return {
    async append(text) {
      const bytes = Buffer.from(text);
      for (let written = 0; written < bytes.length; ) {
        const step = await file.write(bytes, written, bytes.length - written, size + written);
        written += step.bytesWritten;
      }
      await file.datasync();
      size += bytes.length;
      return size;
    },
    [Symbol.asyncDispose]: () => file.close(),
  };
}

function changed(path: string): CommandError {
  return new CommandError(`${path} is gone or shorter than it was: begin again with --restart`);
}
