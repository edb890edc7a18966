/**
 * The target gave no answer. For its verdict that is a failure, not a fault of the suite; but it is no assertion
 * either, so that a mutant which only breaks the connection has proved nothing.
 */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  /** Whether nothing came until the time was over; otherwise the connection was refused, broken or ended. */
  readonly timedOut: boolean;

  constructor(reason: string, { timedOut = false, ...options }: ErrorOptions & { timedOut?: boolean }) {
    super(`expected an answer, got none: ${reason}`, options);
    this.timedOut = timedOut;
  }
}
