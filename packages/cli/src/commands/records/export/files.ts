import { constants } from 'node:fs';
import { chmod, type FileHandle, link, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ifThere, syncFolder } from '@trtc-call/reporting';
import { CommandError, readErrorCode } from '../../../command-error.ts';

/**
 * Opens a file that an earlier run of this user left. In a folder that others may write to, a link or a file of theirs
 * may stand in its place: it is refused.
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
export async function readIfThere(path: string, mostBytes: number): Promise<string | undefined> {
  const file = await ifThere(openOwn(path, constants.O_RDONLY));
  if (!file) return undefined;
  try {
    if ((await file.stat()).size > mostBytes) {
      const problem = `is longer than ${mostBytes} bytes, too long for an export state`;
      throw new CommandError(`${path} ${problem}: begin again with --restart`);
    }
    // An editor may have put a byte order mark before it, which this takes off.
    return new TextDecoder().decode(await file.readFile());
  } finally {
    await file.close();
  }
}

/** Gives a whole file its name, so that it is there after a crash too. A file that is replaced hands on its permissions. */
export async function giveName(part: string, out: string, mayReplace: boolean): Promise<void> {
  if (mayReplace) {
    const former = await ifThere(stat(out));
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

/**
 * Opens a part file and cuts off what was written after the last safe length. With nothing that is safe it is made anew:
 * whatever stands in its place is removed, not followed.
 */
export async function openPart(path: string, safeBytes: number) {
  const file = safeBytes === 0 ? await makePart(path) : await reopenPart(path, safeBytes);
  let size = safeBytes;
  return {
    /** Adds text. When it resolves, the text is on the disk. @returns the size of the file in bytes */
    async append(text: string): Promise<number> {
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

async function makePart(path: string): Promise<FileHandle> {
  await rm(path, { force: true });
  return open(path, 'wx', 0o600);
}

async function reopenPart(path: string, safeBytes: number): Promise<FileHandle> {
  const file = await ifThere(openOwn(path, constants.O_RDWR));
  try {
    if (file && (await file.stat()).size >= safeBytes) {
      await file.truncate(safeBytes);
      return file;
    }
  } catch (error) {
    await file?.close();
    throw error;
  }
  await file?.close();
  throw new CommandError(`${path} is gone or shorter than it was: begin again with --restart`);
}
