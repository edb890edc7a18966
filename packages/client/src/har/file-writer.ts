import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { errorForPeople } from '../errors.ts';

/** A file of exchanges or reports that cannot be written; the message is one line with the remedy. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError' as const;
  readonly kind = 'recording';
  readonly code: 'exists' | 'not-writable';
  readonly path: string;

  get [errorForPeople](): true {
    return true;
  }

  constructor(code: RecordingError['code'], path: string, reason: string, options?: ErrorOptions) {
    super(`cannot write ${path}: ${reason}`, options);
    this.code = code;
    this.path = path;
  }
}

// Longer than the longest line: an answer of 8 MiB, which JSON may write three times as long.
const longestTail = 32 * 1024 * 1024;

/** How a file is opened that may be there already. */
export interface OpenOptions {
  /** Whether one that is there is refused, even if it is a recording. */
  readonly isNew: boolean;
  /** Written at the start of a file that is empty. */
  readonly head: string;
  /**
   * Finds where a recording goes on: how many of its bytes are kept. Undefined where it is something else.
   *
   * @param tail the last bytes of the file, 32 MiB at most, as Latin-1, so that a character is a byte.
   * @param start how many bytes stand before them.
   */
  resume(tail: string, start: number): number | undefined;
}

/** Appends text to a file of its own. */
export interface FileWriter {
  /** Writes a text, which may depend on whether the file has nothing but its head. */
  write(textFor: (isEmpty: boolean) => string): void;
  /** Ends the file, by this text where there is one. */
  close(tail?: string): void;
}

/**
 * Opens a file, which is made readable by its owner alone. Writing is done when it returns, so that a process that dies
 * has lost nothing that was told before; an error ends the recording behind its last whole text, is told once, and never
 * reaches the call.
 *
 * @throws RecordingError when something else is there already, or the file cannot be made
 */
export function openFile(
  path: string,
  options: OpenOptions,
  onError: (error: RecordingError) => void,
): FileWriter {
  const { head } = options;
  const opened = openAtEnd(path, options);
  let { size } = opened;
  let file: number | undefined = opened.file;
  let hasFailed = false;
  const fail = (error: unknown) => {
    if (hasFailed) return;
    hasFailed = true;
    const problem = error instanceof OtherWriterError ? error.message : readCode(error);
    const reason = `${problem}; the recording ends here`;
    onError(new RecordingError('not-writable', path, reason, { cause: error }));
  };
  const append = (textFor: (isEmpty: boolean) => string) => {
    if (file === undefined) return;
    try {
      const found = fstatSync(file).size;
      // A rotation has copied it away and emptied it.
      if (found === 0) size = writeWhole(file, head);
      else if (head !== '' && found !== size) throw new OtherWriterError();
      size += writeWhole(file, textFor(size <= head.length));
    } catch (error) {
      fail(error);
      // Others may have written lines since.
      if (head !== '' && !(error instanceof OtherWriterError)) cutQuietly(file, size);
    }
  };
  return {
    write(textFor) {
      if (!hasFailed) append(textFor);
    },
    close(tail) {
      if (tail !== undefined) append(() => tail);
      const open = file;
      file = undefined;
      try {
        // Some file systems tell only now that there was no room.
        if (open !== undefined) closeSync(open);
      } catch (error) {
        fail(error);
      }
    },
  };
}

/** Opens a file, and takes off its end what is not kept. */
function openAtEnd(path: string, options: OpenOptions): { readonly file: number; readonly size: number } {
  let file: number | undefined;
  try {
    // Appending, so that the end is found where a rotation has cut the file short.
    file = openSync(path, options.isNew ? 'ax+' : 'a+', 0o600);
    return { file, size: beginOrResume(file, path, options) };
  } catch (error) {
    if (file !== undefined) closeSync(file);
    if (error instanceof RecordingError) throw error;
    const code = readCode(error);
    if (code === 'EEXIST') throw alreadyThere(path, '', error);
    const remedy = /^E[MN]FILE$/.test(code)
      ? 'close files, or raise the limit of open files (`ulimit -n`)'
      : 'choose a folder that you may write to';
    throw new RecordingError('not-writable', path, `${code}; ${remedy}`, { cause: error });
  }
}

/** @returns how many bytes there are then. @throws RecordingError when it is something else than a recording. */
function beginOrResume(file: number, path: string, { head, resume }: OpenOptions): number {
  const { size } = fstatSync(file);
  // Killed while it began.
  const isCutHead = size < head.length && head.startsWith(read(file, 0, size));
  if (isCutHead) ftruncateSync(file);
  if (size === 0 || isCutHead) return writeWhole(file, head);
  const start = Math.max(0, size - longestTail);
  const isOurs = read(file, 0, head.length) === head;
  const kept = isOurs ? resume(read(file, start, size - start), start) : undefined;
  if (kept === undefined) throw alreadyThere(path, ', and was not written by this recorder');
  if (kept < size) ftruncateSync(file, kept);
  return kept;
}

/** A full disk takes a part without an error; the rest, tried again, is refused at once. */
function writeWhole(file: number, text: string): number {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
  return bytes.length;
}

/** What one recorder writes is a document only together with what it wrote before. */
class OtherWriterError extends Error {
  override readonly message = 'another recorder writes to it; give each one a path of its own';
}

/** Takes half a text off the end again, which needs no room. What is wrong with the file has been told already. */
function cutQuietly(file: number, size: number): void {
  try {
    ftruncateSync(file, size);
  } catch {}
}

function read(file: number, start: number, length: number): string {
  const bytes = Buffer.alloc(length);
  let size = 0;
  while (size < length) {
    const count = readSync(file, bytes, size, length - size, start + size);
    if (count === 0) break;
    size += count;
  }
  return bytes.toString('latin1', 0, size);
}

function alreadyThere(path: string, besides: string, cause?: unknown): RecordingError {
  const reason = `it is there already${besides}; choose another name, or delete it`;
  return new RecordingError('exists', path, reason, { cause });
}

function readCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
