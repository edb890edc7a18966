/** What a failed command ends with: 1, the service refused or nothing was found; 2, it could not run. */
export type FailureCode = 1 | 2;

/** A failure in one line, written for the person at the terminal: what is wrong, and what to do about it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: FailureCode;

  constructor(message: string, exitCode: FailureCode = 2, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** The code of an error: the system's, such as `ENOENT`, or one of these packages; an empty text when it has none. */
export function readErrorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
