/** The suite could not begin: nothing is known about the target. The message is one line and names the remedy. */
export class CannotRunError extends Error {
  override readonly name = 'CannotRunError';
  /** Stable, for programs. */
  readonly code: CannotRunCode;

  constructor(code: CannotRunCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Why a run could not begin. */
export type CannotRunCode =
  | 'unknown-target'
  | 'missing-variable'
  | 'bad-variable'
  | 'unreachable'
  | 'refused-credentials'
  | 'unknown-requirement'
  | 'unknown-option'
  | 'bad-option'
  | 'bad-divergences'
  | 'bad-ledger'
  | 'bad-har'
  | 'interrupted';
