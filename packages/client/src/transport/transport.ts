import type { Issue } from '../schema/schema.ts';

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
  /** Adds to a failure to connect what may be wrong with the way, such as a proxy; an empty text for nothing. */
  readonly describeFailure?: (code: string | undefined) => string;
  /** Lets go of idle connections; a request afterwards opens new ones. */
  close(): void;
}

/** A whole answer came, or too much of one, and no attempt would make another of it. */
export class UnusableAnswerError extends Error {
  /** What is wrong with the body. */
  readonly issue: Pick<Issue, 'rule' | 'expected' | 'got'>;

  constructor(issue: UnusableAnswerError['issue']) {
    super(`the body is ${issue.got}, not ${issue.expected}`);
    this.issue = issue;
  }
}

/** What a `fetch` from elsewhere gave is not what a `fetch` gives. */
export class NotAResponseError extends Error {}

/**
 * Collects the bytes of a body. However small its chunks are, they take no more memory than twice their bytes; one
 * alone, which is what nearly every answer is, is not copied.
 */
export class BodyBuffer {
  readonly #maxBytes: number;
  #bytes = new Uint8Array();
  #size = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** @throws UnusableAnswerError when it is more than may be read. */
  add(chunk: Uint8Array<ArrayBuffer>): void {
    const size = this.#size + chunk.byteLength;
    if (size > this.#maxBytes) throw tooLong(this.#maxBytes);
    if (this.#size === 0) this.#bytes = chunk;
    else {
      if (size > this.#bytes.byteLength) {
        const larger = new Uint8Array(Math.min(this.#maxBytes, Math.max(size, 2 * this.#bytes.byteLength)));
        larger.set(this.#bytes.subarray(0, this.#size));
        this.#bytes = larger;
      }
      this.#bytes.set(chunk, this.#size);
    }
    this.#size = size;
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#size);
  }
}

/** The error of a body that is longer than the client was told to read. */
export function tooLong(maxBytes: number): UnusableAnswerError {
  return new UnusableAnswerError({ rule: 'range', expected: `at most ${maxBytes} bytes`, got: 'longer' });
}

/** The service answers everything with this status (60138). */
export const answerStatus = 200;

export const requestHeaders = Object.freeze({
  'content-type': 'application/json',
  accept: 'application/json',
} as const);

/** Bun, Deno and Workers answer to parts of this; their own `fetch` keeps connections by itself. */
export function isNode(): boolean {
  const { process } = globalThis;
  const versions: Partial<Record<string, string>> | undefined = process?.versions;
  return (
    versions?.node !== undefined && !versions.bun && !versions.deno && process.getBuiltinModule !== undefined
  );
}

/** Whether a host is this machine. */
export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127\.[\d.]+$/.test(host)
  );
}
