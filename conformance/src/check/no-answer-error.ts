/**
 * The target gave no answer. For its verdict that is a failure, not a fault of the suite; but it is no assertion
 * either, so that a mutant which only breaks the connection has proved nothing.
 */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';

  constructor(reason: string, options: ErrorOptions) {
    super(`expected an answer, got none: ${reason}`, options);
  }
}
