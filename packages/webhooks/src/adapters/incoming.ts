import { decodeBody } from '../events/decode-body.ts';
import type { RefusalCode } from '../receiver/outcome.ts';
import type { Deadlines } from '../receiver/store-deadline.ts';

/** Why a body could not be read. */
export interface BodyProblem {
  readonly problem: Extract<RefusalCode, `body-${string}`>;
  /** Default what is true of the problem in every adapter. */
  readonly detail?: string;
  /** What had come in. */
  readonly body: Uint8Array | undefined;
}

/** A body as text; `parsed` when something in front of the receiver has read and parsed it already. */
export type ReadBody = { readonly text: string } | { readonly parsed: unknown } | BodyProblem;

/** How a body is read. */
export interface BodyRules {
  readonly bodyBytes: number;
  readonly deadlines: Deadlines;
}

/** One request, from whichever door. */
export interface Incoming {
  readonly method: string;
  /** Path and query, as in the request line. */
  readonly target: string;
  /** Of the socket; undefined where the door does not know it. */
  readonly address: string | undefined;
  /** @param name in lower case */
  header(name: string): string | undefined;
  readBody(rules: BodyRules): Promise<ReadBody>;
}

/** A body that somebody in front has read: bytes, text, or what a parser has made of it. */
export function takeGiven(given: unknown): ReadBody {
  if (typeof given === 'string') return { text: given };
  if (given instanceof Uint8Array) return { text: decodeBody(Buffer.from(given)) };
  return { parsed: given };
}
