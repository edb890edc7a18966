import type { Fault } from './faults.ts';

/** A request, read from a socket or from a `Request`. */
export interface MockRequest {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly target: string;
  readonly contentType: string | undefined;
  /** The `prefer` header. */
  readonly prefer: string | undefined;
  /** The `x-mock-fault` header. */
  readonly fault: string | undefined;
  /** The `origin` header: the page that sent it, or `null`. */
  readonly origin: string | undefined;
  /** The `sec-fetch-site` header: how that page stands to the mock. */
  readonly site: string | undefined;
  /** The hosts that it names, by its `host` header and by a whole URL in its first line; as they were sent. */
  readonly hosts: () => readonly string[];
  /** `too-large` when there was more than the mock accepts. */
  readonly body: Uint8Array | 'too-large';
}

/** What is to be sent, and how. */
export interface MockAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** Value of the `x-mock-mistake` header: what the mock found wrong, for the person who looks. */
  readonly note: string | undefined;
  readonly fault: Fault | undefined;
  /** How many older entries of the list in the body are no longer kept: the `x-mock-dropped` header. */
  readonly dropped?: number;
}

/** What stands for a request that cannot be read. */
export const unreadableRequest: MockRequest = {
  method: '',
  target: '',
  contentType: undefined,
  prefer: undefined,
  fault: undefined,
  origin: undefined,
  site: undefined,
  hosts: () => [],
  body: new Uint8Array(),
};

/** Answers a request at once; whoever calls it plays the fault. */
export type Handle = (request: MockRequest) => MockAnswer;

/** Waits, and rejects with the signal's reason when it is aborted. */
export type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>;

const wholeUrl = /^https?:\/\/([^/?]*)/i;

/** Path and query of a target. A proxy's request line names the whole URL. */
export function originForm(target: string): string {
  return target.startsWith('/') ? target : target.replace(wholeUrl, '');
}

/** The host of a target that is a whole URL. */
export function hostOfTarget(target: string): string | undefined {
  return target.startsWith('/') ? undefined : wholeUrl.exec(target)?.[1];
}

/** Pieces in which a slow body is sent. */
const slowBodyPieces = 5;

/** What comes of a body that is cut in its middle. */
export function firstHalf(body: Uint8Array): Uint8Array {
  return body.subarray(0, Math.floor(body.length / 2));
}

/** Cuts a body for `slow-body`. */
export function inPieces(body: Uint8Array): Uint8Array[] {
  const size = Math.max(1, Math.ceil(body.length / slowBodyPieces));
  const pieces: Uint8Array[] = [];
  for (let start = 0; start < body.length; start += size) pieces.push(body.subarray(start, start + size));
  return pieces;
}

/** Makes the value of the `date` header from the mock's clock; written anew once a second. */
export function dateHeader(now: () => number): () => string {
  let second = Number.NaN;
  let text = '';
  return () => {
    const current = Math.floor(now() / 1000);
    if (current !== second) {
      second = current;
      text = new Date(current * 1000).toUTCString();
    }
    return text;
  };
}
