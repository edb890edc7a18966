import { closeSync, openSync, writeSync } from 'node:fs';

/** A file of exchanges or reports that cannot be written; the message is one line with the remedy. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
  readonly code: 'exists' | 'not-writable';
  readonly path: string;

  constructor(code: RecordingError['code'], path: string, reason: string, options?: ErrorOptions) {
    super(`cannot write ${path}: ${reason}`, options);
    this.code = code;
    this.path = path;
  }
}

/** Appends text to a file of its own. */
export interface FileWriter {
  write(text: string): void;
  close(): void;
}

/**
 * Opens a new file, readable by its owner alone. Writing is done when it returns, so that a process that dies has lost
 * nothing that was told before; an error ends the recording and is told once, and never reaches the call.
 *
 * @throws RecordingError when the file is there already or cannot be made
 */
export function openFile(path: string, onError: (error: RecordingError) => void): FileWriter {
  let file: number | undefined;
  try {
    file = openSync(path, 'wx', 0o600);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') {
      throw new RecordingError('exists', path, 'it is there already; choose another name, or delete it', {
        cause: error,
      });
    }
    throw new RecordingError('not-writable', path, `${code}; choose a folder that you may write to`, {
      cause: error,
    });
  }
  const fail = (error: unknown) => {
    file = undefined;
    const reason = `${codeOf(error)}; the recording ends here`;
    onError(new RecordingError('not-writable', path, reason, { cause: error }));
  };
  return {
    write(text) {
      if (file === undefined) return;
      const open = file;
      try {
        const bytes = Buffer.from(text);
        // A full disk takes a part without an error; the rest, tried again, is refused at once.
        for (let written = 0; written < bytes.length; ) written += writeSync(open, bytes, written);
      } catch (error) {
        fail(error);
        closeQuietly(open);
      }
    },
    close() {
      if (file === undefined) return;
      const open = file;
      file = undefined;
      try {
        // Some file systems tell only now that there was no room.
        closeSync(open);
      } catch (error) {
        fail(error);
      }
    },
  };
}

/** What is wrong with the file has been told already. */
function closeQuietly(file: number): void {
  try {
    closeSync(file);
  } catch {}
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
