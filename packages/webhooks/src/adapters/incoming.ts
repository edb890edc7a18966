import { decodeBody } from '../events/decode-body.ts';
import type { RefusalCode } from '../receiver/outcome.ts';

/** One request, from whichever adapter. */
export interface Incoming {
  readonly method: string;
  /** Path and query, as in the request line. */
  readonly target: string;
  /** Of the socket; undefined where the adapter does not know it. */
  readonly address: string | undefined;
  /** @param name in lower case */
  header(name: string): string | undefined;
  readBody(rules: BodyRules): Promise<ReadBody>;
}

/** How a body is read. */
export interface BodyRules {
  readonly bodyBytes: number;
  readonly bodyMilliseconds: number;
}

/** A body as text, or why it could not be read. */
export type ReadBody = { readonly text: string } | BodyProblem;

interface BodyProblem {
  readonly problem: RefusalCode;
  readonly detail: string;
  /** What had come in. */
  readonly body: Uint8Array | undefined;
}

const details = {
  'body-too-large': 'the body is over `limits.bodyBytes`',
  'body-too-slow': 'the body was not whole within `limits.bodyMilliseconds`',
  'body-cut-off': 'the sender went away in the middle of the body',
} as const;

/** A body that did not come in whole, with what had come. */
export function refuseBody(problem: keyof typeof details, body: Uint8Array): ReadBody {
  return { problem, detail: details[problem], body };
}

/** A body that something in front has read: bytes, text, or what a parser has made of it. */
export function takeGiven(given: unknown): ReadBody {
  if (typeof given === 'string') return { text: given };
  if (given instanceof ArrayBuffer) return { text: decodeBody(Buffer.from(given)) };
  if (ArrayBuffer.isView(given)) {
    return { text: decodeBody(Buffer.from(given.buffer, given.byteOffset, given.byteLength)) };
  }
  try {
    return { text: JSON.stringify(given) ?? '' };
  } catch {
    // A bigint, for one.
    const detail =
      'the body that a parser in front has made cannot be written as JSON: pass its bytes as `body`';
    return { problem: 'unknown-shape', detail, body: undefined };
  }
}
