/** A request, ready to leave. */
export interface Outgoing {
  readonly url: string;
  /** JSON. */
  readonly body: string;
}

/** An answer, as text. */
export interface Incoming {
  readonly status: number;
  readonly headers: () => Headers;
  readonly text: string;
  /** Whether the text is there; that of another status than 200 is not wanted. */
  readonly isRead: boolean;
}

/** A request under way. */
export interface Transfer {
  readonly answer: Promise<Incoming>;
  /** Gives it up, and its connection with it. */
  abort(reason: unknown): void;
}

/** What carries requests: a pool of connections, or a `fetch`. */
export interface Transport {
  start(request: Outgoing): Transfer;
  /** Lets go of idle connections; a request afterwards opens new ones. */
  close(): void;
}

/** The answer is longer than the client was told to read. */
export class AnswerTooLongError extends Error {
  readonly maxBytes: number;

  constructor(maxBytes: number) {
    super(`the answer is longer than ${maxBytes} bytes`);
    this.maxBytes = maxBytes;
  }
}

/** The service answers everything with this status (60138). */
export const answerStatus = 200;

export const requestHeaders = { 'content-type': 'application/json', accept: 'application/json' } as const;
