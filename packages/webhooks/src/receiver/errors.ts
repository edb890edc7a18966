/** An option of a receiver that cannot be used, or is not known. */
export class ReceiverOptionError extends TypeError {
  override readonly name = 'ReceiverOptionError';
  readonly code = 'receiver-option';
  /** The option; of what a method takes with the method, such as `recover.maxAttempts`. */
  readonly field: string;

  constructor(field: string, problem: string, remedy = '') {
    const [, method, name = field] = /^(fetch|node|recover|close)\.(.*)$/.exec(field) ?? [];
    const taker = method === undefined ? 'createReceiver' : `receiver.${method}`;
    super(`${taker}: ${name}: ${problem}${remedy === '' ? '' : `. ${remedy}`}`);
    this.field = field;
  }
}

/** The claim on an event was lost while its handler ran: its lease ran out, and another process has taken it. */
export class ClaimLostError extends Error {
  override readonly name = 'ClaimLostError';
  readonly code = 'claim-lost';

  constructor() {
    super('The claim on this event was lost: nothing was written. Another process may be handling it.');
  }
}

/** A handler has not ended in its time, or not before the receiver was closed: it is no longer waited for. */
export class HandlerTimeoutError extends Error {
  override readonly name = 'HandlerTimeoutError';
  readonly code = 'handler-timeout';

  constructor() {
    super(
      'The handler has not ended in time, so its event is open to others again. Raise `handlerMilliseconds` if it needs longer.',
    );
  }
}
