/** Why nothing could be fixed. */
export type FixErrorCode = 'no-checkout' | 'not-generated' | 'unwritable';

/** The contract cannot be changed; it is as it was. The message is one line with the remedy. */
export class FixError extends Error {
  override readonly name = 'FixError';
  readonly code: FixErrorCode;

  constructor(code: FixErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * A change that is left to a person: the contract is not as the change expects it, or it would say more than is known.
 * The message is the reason, one sentence without its end.
 */
export class NeedsReviewError extends Error {
  override readonly name = 'NeedsReviewError';
}
