/** Tells programs by its code what is wrong; the message is one line with the remedy. */
class CodedError<Code extends string> extends Error {
  readonly code: Code;

  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What kept a source from being asked; the message is one line with the remedy. The check goes on with the others. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly code = 'source-unreadable';
}

/** A file of facts that cannot be used; the message is one line with the remedy. */
export class SourcesLockError extends Error {
  override readonly name = 'SourcesLockError';
  readonly code = 'damaged';
}

/** What is wrong with the state file. */
export type StateErrorCode = 'unreadable' | 'damaged' | 'unwritable';

/** What is remembered between checks cannot be used; the message is one line with the remedy. */
export class StateError extends CodedError<StateErrorCode> {
  override readonly name = 'StateError';
}

/** Why nothing could be fixed. */
export type FixErrorCode = 'no-checkout' | 'not-generated' | 'unwritable';

/** The contract cannot be changed; it is as it was. The message is one line with the remedy. */
export class FixError extends CodedError<FixErrorCode> {
  override readonly name = 'FixError';
}
