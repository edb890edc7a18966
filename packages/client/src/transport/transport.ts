import { isObject } from '@trtc-call/reporting/values';
import type { FetchLike } from '../options.ts';
import type { Issue } from '../schema/issue.ts';

/** A request, ready to leave. */
export interface Outgoing {
  readonly url: string;
  /** JSON. */
  readonly body: string;
  /** Called once any of it may have been sent. */
  readonly onLeave: () => void;
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

// A name in full may end with a dot. The services of Kubernetes are under `svc` and `svc.cluster.local`.
const privateName = /^[\w-]+$|\.(home\.arpa|internal|local|localhost|svc|test)\.?$/;
const privateAddress =
  /^(10|127|192\.168|169\.254|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])|172\.(1[6-9]|2\d|3[01]))\.[\d.]+$|^\[(::1\]|f[cde][\da-f]{2}:)/;

/**
 * Whether a host cannot be on the internet: a name of one word or under a domain that is kept for private use (RFC 6761,
 * 6762, 8375), this machine, or a private address (RFC 1918, 4193, 6598).
 */
export function isPrivate(host: string): boolean {
  return privateName.test(host) || privateAddress.test(host);
}

/** Carries requests by a `fetch`: the platform's, or the caller's own, which is not trusted to give what it should. */
export function createFetchTransport(fetch: FetchLike, maxAnswerBytes: number): Transport {
  return {
    start({ url, body, onLeave }) {
      onLeave();
      const controller = new AbortController();
      const { signal } = controller;
      // A copy of the headers: a `fetch` may add its own to them. A redirect is shown to the caller: followed, it would
      // carry the UserSig to another host.
      const headers = { ...requestHeaders };
      const init: RequestInit = { method: 'POST', headers, body, redirect: 'manual', signal };
      return {
        answer: carry(fetch, url, init, maxAnswerBytes, signal),
        abort: (reason) => controller.abort(reason),
      };
    },
    close() {},
  };
}

async function carry(
  fetch: FetchLike,
  url: string,
  init: RequestInit,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Incoming> {
  const response: unknown = await fetch(url, init);
  if (!isResponse(response)) throw new NotAResponseError('returned something that is not a Response');
  if (response.type === 'opaqueredirect') throw new Error('a redirect, which is not followed');
  const { status, headers } = response;
  const isRead = status === answerStatus;
  let text = '';
  if (isRead) text = await readText(response, maxBytes, signal);
  // The body of anything else is not wanted, and given up to free the connection.
  else release(response.body);
  return { status, headers: () => copyHeaders(headers), text, isRead };
}

/** By what is used of it, not by its class: it may come from another realm, or from a library. */
function isResponse(value: unknown): value is Response {
  try {
    if (!isObject(value) || !isObject(value.headers)) return false;
    const { status, text, headers } = value;
    return Number.isInteger(status) && typeof text === 'function' && typeof headers.get === 'function';
  } catch {
    return false;
  }
}

async function readText(response: Response, maxBytes: number, signal: AbortSignal): Promise<string> {
  const { headers, body } = response;
  const length = Number(headers.get('content-length') ?? Number.POSITIVE_INFINITY);
  // The length that is announced is that of the compressed body.
  if (!body || (length <= maxBytes && !headers.has('content-encoding'))) {
    const text: unknown = await response.text();
    if (typeof text !== 'string')
      throw new NotAResponseError('returned a Response whose text is not a string');
    if (text.length > maxBytes) throw tooLong(maxBytes);
    return text;
  }
  const buffer = new BodyBuffer(maxBytes);
  let chunks = 0;
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) {
      throw new NotAResponseError('returned a Response whose body is not made of bytes');
    }
    // A `fetch` that does not heed its signal is read no longer than the attempt lasts.
    signal.throwIfAborted();
    buffer.add(chunk);
    // Chunks without a byte would go on for ever, and nothing else would get a turn.
    chunks += 1;
    if (chunks > maxBytes) throw tooLong(maxBytes);
  }
  return new TextDecoder().decode(buffer.bytes());
}

/** Not waited for: a body from elsewhere may do anything. */
function release(body: Response['body']): void {
  new Promise((resolve) => resolve(body?.cancel())).catch(() => {});
}

function copyHeaders(headers: Headers): Headers {
  try {
    return new Headers([...headers]);
  } catch {
    return new Headers();
  }
}
