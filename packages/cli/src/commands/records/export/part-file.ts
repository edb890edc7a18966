import { constants } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { CommandError, readErrorCode } from '../../../command-error.ts';
import { openOwn } from './files.ts';

/** A file that grows, of which a known length is safe on the disk. */
export interface PartFile extends AsyncDisposable {
  /** Adds text. When it resolves, the text is on the disk. @returns the size of the file in bytes */
  append(text: string): Promise<number>;
}

/**
 * Opens a part file and cuts off what was written after the last safe length. With nothing that is safe it is made anew:
 * whatever stands in its place is removed, not followed.
 *
 * @throws CommandError when it is shorter than that: somebody has changed it
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
