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
  return {
    write(text) {
      if (file === undefined) return;
      try {
        writeSync(file, text);
      } catch (error) {
        closeSync(file);
        file = undefined;
        const reason = `${codeOf(error)}; the recording ends here`;
        onError(new RecordingError('not-writable', path, reason, { cause: error }));
      }
    },
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
