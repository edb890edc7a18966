import type { WebhookContract } from '../contract.ts';

/** What the vendor is answered. Anything but an ErrorCode of 0 makes it send the event again (60130). */
export interface Answer {
  readonly status: number;
  readonly errorCode: number;
  readonly message: string;
  /** Whether the connection is of no more use: a body is still coming in. */
  readonly close: boolean;
}

const answer = (status: number, errorCode: number, message: string, close = false): Answer => ({
  status,
  errorCode,
  message,
  close,
});

/** The numbers are ours: the vendor knows 0 and everything else (V1-21). */
export const answers = {
  handled: answer(200, 0, 'Success'),
  failed: answer(200, 1, 'The handler failed'),
  inFlight: answer(200, 2, 'Still processing'),
  unavailable: answer(200, 5, 'The store or the record cannot be asked'),
  misused: answer(500, 3, 'The receiver was called with an unknown option'),
} as const;

/** Documented failures have HTTP status 200, so ours of a real event do; a request that is not an event of the vendor gets its own. */
export const refusals = {
  'wrong-method': answer(405, 3, 'Only POST is received'),
  'wrong-path': answer(404, 3, 'Not found'),
  'address-not-allowed': answer(403, 3, 'Sender not allowed'),
  overloaded: answer(503, 4, 'Too many requests at the same time'),
  closing: answer(503, 4, 'This receiver is closing'),
  'wrong-content-type': answer(415, 3, 'Only JSON is received'),
  'wrong-content-encoding': answer(415, 3, 'Only bodies without a content-encoding are received'),
  'wrong-query': answer(400, 3, 'The query is not that of a webhook'),
  'wrong-signature': answer(403, 3, 'The signature is wrong'),
  'wrong-app': answer(403, 3, 'Webhooks of this app are not received here'),
  'body-too-large': answer(413, 3, 'The body is too large', true),
  'body-too-slow': answer(408, 3, 'The body came too slowly', true),
  'body-cut-off': answer(400, 3, 'The body was cut off', true),
  'body-already-read': answer(400, 3, 'The body was read before the receiver got it'),
  'not-json': answer(400, 3, 'The body is not JSON'),
  'unknown-shape': answer(422, 3, 'The body has an unknown shape'),
  stale: answer(410, 3, 'The event is too old'),
  unconfirmed: answer(200, 3, 'The record of the call does not confirm it'),
} as const satisfies Readonly<Record<string, Answer>>;

/** Why a request was not taken as an event. */
export type RefusalCode = keyof typeof refusals;

/** A request that is not taken. */
export interface Refusal {
  readonly code: RefusalCode;
  /** In one line, without anything that was sent: it goes into logs. */
  readonly detail: string;
  /** What had come in. */
  readonly body?: Uint8Array | undefined;
}

/** An answer as it is sent, by every adapter. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly close: boolean;
}

/** Writes an answer in the way of a generation. A refused method names the one that is received (RFC 9110, 15.5.6). */
export function writeReply(
  contract: Pick<WebhookContract, 'writeAnswer'>,
  { status, errorCode, message, close }: Answer,
): Reply {
  const headers = {
    'content-type': 'application/json',
    ...(close && { connection: 'close' }),
    ...(status === 405 && { allow: 'POST' }),
  };
  return { status, headers, body: contract.writeAnswer(errorCode, message), close };
}
