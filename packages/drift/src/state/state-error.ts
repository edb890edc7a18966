/** What is wrong with the state file. */
export type StateErrorCode = 'unreadable' | 'damaged' | 'unwritable';

/** What is remembered between checks cannot be used; the message is one line with the remedy. */
export class StateError extends Error {
  override readonly name = 'StateError';
  readonly code: StateErrorCode;

  constructor(code: StateErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
