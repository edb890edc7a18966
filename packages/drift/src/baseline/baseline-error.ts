/** What is wrong with a baseline file. */
export type BaselineErrorCode = 'unreadable' | 'not-yaml' | 'not-a-list' | 'bad-entry' | 'duplicate';

/** The list of accepted findings cannot be used; the message is one line with the place and the remedy. */
export class BaselineError extends Error {
  override readonly name = 'BaselineError';
  readonly code: BaselineErrorCode;

  constructor(code: BaselineErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
